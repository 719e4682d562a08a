import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { postTo } from './client/post-to.js';
import { streamChat } from './client/stream-chat.js';
import { cutAgent, midStreamConfig, offsets, seams, tokens, type Seam } from './targets/mid-stream-config.js';
import { startEmbedded } from './targets/embedded.js';
import { useTarget } from './targets/use-target.js';

/** So many requests at a time: each is two upstream calls. */
const atOnce = 20;

describe('STRM-2 an upstream that dies in mid-stream, where its agent wants to go on', () => {
  const used = useTarget(() => startEmbedded(midStreamConfig));
  const check = <A extends unknown[]>(body: (...args: A) => Promise<void>) => used.check(body);

  interface Outcome {
    readonly isExact: boolean;
    readonly isWhole: boolean;
    /** The second upstream was asked for the rest, not for the whole. */
    readonly wentOn: boolean;
  }

  async function outcomeAt(seam: Seam, offset: number): Promise<Outcome> {
    const { target } = used;
    const seed = cutAgent(seam, offset);
    const chat = await streamChat(target, { agent: seed, seed });
    const asked = await target.mock.requests(seed);
    const { messages = [] } = asked[1]?.body as { messages?: { role: string }[] };
    return {
      isExact: chat.text === (await target.mock.text(seed, tokens)),
      isWhole: chat.finishReason === 'stop' && chat.isDone && !chat.error && asked.length === 2,
      wentOn: messages.some(({ role }) => role === 'assistant'),
    };
  }

  it.each(seams)(
    'cut at each of 200 byte offsets: %s',
    check(async (seam: Seam) => {
      const outcomes: Outcome[] = [];
      const left = Array.from({ length: offsets }, (_, offset) => offset);
      const work = async () => {
        for (let next = left.shift(); next !== undefined; next = left.shift())
          outcomes.push(await outcomeAt(seam, next));
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      expect(outcomes.filter(({ isExact }) => isExact)).toHaveLength(offsets);
      expect(outcomes.filter(({ isWhole }) => isWhole)).toHaveLength(offsets);
      // The others were cut before the first word, when nothing was shown.
      expect(outcomes.filter(({ wentOn }) => wentOn).length).toBeGreaterThan(offsets / 2);
    }),
    120_000,
  );

  const user = (seed: string) => [{ role: 'user' as const, content: `seed=${seed}` }];

  it(
    'is one answer for the stream helpers of the official clients',
    check(async () => {
      const { url, token, mock } = used.target;
      const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
      const anthropic = new Anthropic({ baseURL: url, authToken: token, apiKey: null, maxRetries: 0 });
      const chat = await openai.chat.completions
        .stream({
          model: 'openclaw/helper-chat',
          messages: user('helper-chat'),
          stream_options: { include_usage: true },
        })
        .finalChatCompletion();
      const response = await openai.responses
        .stream({ model: 'openclaw/helper-responses', input: 'seed=helper-responses', store: false })
        .finalResponse();
      const events: Anthropic.MessageStreamEvent[] = [];
      const message = await anthropic.messages
        .stream({ model: 'openclaw/helper-messages', messages: user('helper-messages'), max_tokens: 1_000 })
        .on('streamEvent', (event) => events.push(event))
        .finalMessage();
      expect(chat.choices[0]?.message.content).toBe(await mock.text('helper-chat', tokens));
      expect(response.output_text).toBe(await mock.text('helper-responses', tokens));
      expect(message.content).toMatchObject([{ type: 'text', text: await mock.text('helper-messages', tokens) }]);
      // Anthropic's helper keeps only the usage fields that it knows.
      const ending = events.find((event) => event.type === 'message_delta');
      expect([chat.usage, response.usage, ending?.usage]).toMatchObject(Array(3).fill({ clawmesh_continuations: 1 }));
    }),
  );

  it(
    'goes on more than once',
    check(async () => {
      const chat = await streamChat(used.target, { agent: 'again', seed: 'again' });
      expect(chat).toMatchObject({ finishReason: 'stop', error: undefined });
      expect(chat.text).toBe(await used.target.mock.text('again', tokens));
      expect(await used.target.mock.requests('again')).toHaveLength(3);
    }),
  );

  const weather = { type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: {} } } };

  it.each(['in-call', 'in-thinking', 'unwanted'])(
    'ends in an error where it cannot or may not go on: %s',
    check(async (agent: string) => {
      const body = { model: `openclaw/${agent}`, messages: user(agent), tools: [weather], stream: true };
      const stream = await (await postTo(used.target, '/v1/chat/completions', body)).text();
      expect(stream).toContain('"delta":{"role":"assistant"}');
      expect(stream).toContain('data: {"error":');
      expect(stream).not.toContain('x-clawmesh-continued');
      expect(await used.target.mock.requests(agent)).toHaveLength(1);
    }),
  );

  it(
    'a comment says who went on, with whose answer, and where',
    check(async () => {
      const body = { model: 'openclaw/helper-comment', messages: user('helper-comment'), stream: true };
      const stream = await (await postTo(used.target, '/v1/chat/completions', body)).text();
      expect(stream).toMatch(/\n: x-clawmesh-continued \S+cut-12 -> goeson-anthropic\S* at \d+\n\n/);
      expect(stream).toMatch(/: x-clawmesh-model goeson-anthropic\S+\n\n: x-clawmesh-attempts 2\n/);
    }),
  );
});
