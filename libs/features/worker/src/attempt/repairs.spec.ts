import type { AssistantMessage, Message, ModelCall } from '@clawmesh/contracts';
import { aModelCall, replyEvents, replyJson } from '@clawmesh/testing';
import {
  errorReply,
  inTurn,
  startWorker,
  textStream,
  threeKeys,
  type WorkerUnderTest,
} from '../__fixtures__/worker-under-test.js';

type Json = Record<string, unknown>;

const fine = replyEvents(textStream);
const refused = (message: string, code?: string) => errorReply(400, message, { code, type: 'invalid_request_error' });
const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] });
const answer = (more: Partial<AssistantMessage>): Message => ({
  role: 'assistant',
  content: '',
  toolCalls: [],
  ...more,
});
const toolTurn: Message[] = [
  user('weather?'),
  answer({ toolCalls: [{ id: 'call:1|x', name: 'weather', arguments: '{}' }] }),
  { role: 'tool', toolCallId: 'call:1|x', content: [{ type: 'text', text: 'sunny' }] },
];

describe('repairs', () => {
  let worker: WorkerUnderTest | undefined;

  afterEach(() => worker?.close());

  /** What an upstream was sent, one body a request, when it first refused the call so. */
  async function bodiesOf(message: string, call: Partial<ModelCall>, more: { provider?: object; code?: string } = {}) {
    const { provider = {}, code } = more;
    worker = await startWorker({ env: threeKeys, provider });
    worker.upstream.handle(inTurn(refused(message, code), fine));
    const outcome = await worker.run({ call: aModelCall(call) });
    const bodies = worker.upstream.requests.map(({ body }) => JSON.parse(body) as Json);
    return { outcome, bodies, worker };
  }

  describe('thinking level', () => {
    it.each([
      ['GN-39', 'Reasoning is mandatory for this endpoint and cannot be disabled.', 'none', [undefined, 'minimal']],
      [
        'the first level listed',
        "Unsupported value: 'reasoning_effort' does not support 'minimal' with this model. Supported values are: 'low', 'medium', and 'high'.",
        'minimal',
        ['minimal', 'low'],
      ],
      ['one of', 'reasoning_effort must be one of `none` or `default`', 'high', ['high', undefined]],
      [
        'none of it',
        "Unsupported parameter: 'reasoning_effort' is not supported with this model.",
        'high',
        ['high', undefined],
      ],
    ])('FAIL-15 %s', async (_, message, reasoningEffort, sent) => {
      const { outcome, bodies } = await bodiesOf(message, { reasoningEffort });
      expect(outcome).toMatchObject({ status: 'completed' });
      expect(bodies.map((body) => body['reasoning_effort'])).toEqual(sent);
    });

    it('FAIL-15 where "off" is a word too many, nothing is said', async () => {
      const provider = { models: [{ id: 'gpt-5.5', compat: { supportedReasoningEfforts: ['none', 'low'] } }] };
      const message = 'The reasoning effort "none" is not supported by this model';
      const { bodies } = await bodiesOf(message, { reasoningEffort: 'off' }, { provider });
      expect(bodies.map((body) => body['reasoning_effort'])).toEqual(['none', undefined]);
    });

    it('FAIL-15 GM-15 a budget that is no budget becomes the least there is', async () => {
      const provider = { api: 'google-generative-ai', models: [{ id: 'gemini-2.5-flash' }] };
      worker = await startWorker({ provider });
      worker.upstream.handle(refused('Budget 0 is invalid. This model only works in thinking mode.'));
      await worker.run({ model: 'gemini-2.5-flash', call: aModelCall({ reasoningEffort: 'off' }) });
      const budgets = worker.upstream.requests.map(
        ({ body }) =>
          (JSON.parse(body) as { generationConfig: { thinkingConfig: Json } }).generationConfig.thinkingConfig,
      );
      expect(budgets).toMatchObject([{ thinkingBudget: 0 }, { thinkingBudget: 128 }]);
    });

    it.each([
      ['until one is taken', fine, ['none', 'minimal', 'low'], 'completed'],
      ['until none is left', undefined, ['none', 'minimal', 'low', 'medium'], 'failed'],
    ] as const)('FAIL-15 tries each level once, %s', async (_, end, sent, status) => {
      const compat = { supportedReasoningEfforts: ['none', 'minimal', 'low', 'medium'] };
      worker = await startWorker({ env: threeKeys, provider: { models: [{ id: 'gpt-5.5', compat }] } });
      const lists = refused("Unsupported value: 'minimal'. Supported values are: 'none', 'low', and 'medium'.");
      worker.upstream.handle(inTurn(refused('Reasoning is mandatory for this endpoint.'), lists, end ?? lists));
      expect(await worker.run({ call: aModelCall({ reasoningEffort: 'none' }) })).toMatchObject({ status });
      const bodies = worker.upstream.requests.map(({ body }) => JSON.parse(body) as Json);
      expect(bodies.map((body) => body['reasoning_effort'])).toEqual(sent);
      expect(new Set(worker.keysUsed()).size).toBe(1);
    });

    it('FAIL-15 a request that says nothing of thinking is not repaired', async () => {
      const { outcome, bodies } = await bodiesOf('This model does not support thinking', {});
      expect(outcome).toMatchObject({ status: 'failed', failure: { reason: 'format' } });
      expect(bodies).toHaveLength(1);
    });
  });

  describe('tool call ids', () => {
    const idsIn = (body: Json | undefined): unknown[] =>
      (body?.['messages'] as Json[]).flatMap(({ tool_calls: calls, tool_call_id: id }) =>
        calls ? (calls as Json[]).map((call) => call['id']) : id === undefined ? [] : [id],
      );

    it.each([
      ['AN-12', 'messages.1.content.1.tool_use.id: String should match pattern', /^[a-zA-Z0-9_-]{1,64}$/],
      ['MI-08', 'Tool call id was call:1|x but must be a-z, A-Z, 0-9, with a length of 9.', /^[a-zA-Z0-9]{9}$/],
    ])('%s are said as the upstream wants them, alike in call and result', async (_, message, pattern) => {
      const { outcome, bodies } = await bodiesOf(message, { messages: toolTurn });
      expect(outcome).toMatchObject({ status: 'completed' });
      expect(idsIn(bodies[0])).toEqual(['call:1|x', 'call:1|x']);
      const [call, result] = idsIn(bodies[1]);
      expect(call).toMatch(pattern);
      expect(result).toBe(call);
    });

    it('MI-08 stricter ones follow when those of the config were refused', async () => {
      const compat = { toolCallIdPattern: '^[a-zA-Z0-9_-]{1,64}$' };
      const provider = { models: [{ id: 'gpt-5.5', compat }] };
      const message = 'messages.1.content.1.tool_use.id: String should match pattern';
      const { bodies } = await bodiesOf(message, { messages: toolTurn }, { provider });
      expect(idsIn(bodies[1])[0]).toMatch(/^[a-zA-Z0-9]{9}$/);
    });
  });

  it('AN-15 thinking whose signature is refused is left out', async () => {
    const provider = { api: 'anthropic-messages' };
    const messages = [
      user('hi'),
      answer({ content: 'ho', reasoning: [{ text: 'hm', signature: 'sig' }] }),
      user('and?'),
    ];
    worker = await startWorker({ provider });
    worker.upstream.handle(refused('messages.1.content.0: Invalid `signature` in `thinking` block'));
    await worker.run({ call: aModelCall({ messages }) });
    const sent = worker.upstream.requests.map(({ body }) => body);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toContain('"sig"');
    expect(sent[1]).not.toContain('"sig"');
  });

  it('DS-07 THINK-8 thinking that has to be passed back is', async () => {
    const messages = [user('hi'), answer({ content: 'ho', reasoning: [{ text: 'hm' }] }), user('and?')];
    const message = 'The `reasoning_content` in the thinking mode must be passed back to the API.';
    const { outcome, bodies } = await bodiesOf(message, { messages });
    expect(outcome).toMatchObject({ status: 'completed' });
    const said = bodies.map((body) => (body['messages'] as Json[]).map((turn) => turn['reasoning_content']));
    expect(said).toEqual([
      [undefined, undefined, undefined],
      [undefined, 'hm', undefined],
    ]);
  });

  describe('an answer that may be too long', () => {
    it.each([
      [
        'AN-13',
        'input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000, decrease input length',
        1_000,
      ],
      [
        'OA-07',
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (3000 in the messages, 2000 in the completion).",
        1_096,
      ],
      [
        'OR-16',
        "This endpoint's maximum context length is 131072 tokens. However, you requested about 150000 tokens (120000 of text input, 30000 in the output).",
        11_072,
      ],
      [
        'VL-01',
        "'max_tokens' is too large: 5000. This model's maximum context length is 4096 tokens and your request has 100 input tokens (5000 > 4096 - 100).",
        3_996,
      ],
    ])('%s is made to fit', async (_, message, maxTokens) => {
      const { outcome, bodies } = await bodiesOf(message, { sampling: { maxTokens: 30_000 } });
      expect(outcome).toMatchObject({ status: 'completed' });
      expect(bodies.map((body) => body['max_completion_tokens'] ?? body['max_tokens'])).toEqual([30_000, maxTokens]);
    });

    it('AN-13 THINK-6 the room for thinking shrinks with it', async () => {
      const provider = { api: 'anthropic-messages', models: [{ id: 'gpt-5.5', reasoning: true, maxTokens: 32_000 }] };
      worker = await startWorker({ provider });
      worker.upstream.handle(
        refused('input length and `max_tokens` exceed context limit: 190000 + 16384 > 200000, decrease input length'),
      );
      await worker.run({ call: aModelCall({ reasoningEffort: 'medium' }) });
      const last = JSON.parse(worker.upstream.requests[1]?.body ?? '{}') as Json;
      expect(last).toMatchObject({ max_tokens: 10_000, thinking: { budget_tokens: 8_192 } });
    });

    it.each([
      ['there is no room', 'input length and `max_tokens` exceed context limit: 199900 + 8192 > 200000'],
      ['AN-10 the prompt alone is too long', 'prompt is too long: 213462 tokens > 200000 maximum'],
    ])('ERR-39 not when %s: the conversation has to become shorter', async (_, message) => {
      const { outcome, bodies } = await bodiesOf(message, { sampling: { maxTokens: 8_192 } });
      expect(outcome).toMatchObject({ status: 'failed', failure: { reason: 'context_overflow' } });
      expect(bodies).toHaveLength(1);
    });
  });

  it('GQ-10 a call that its server could not read is asked for once more', async () => {
    const { outcome, bodies } = await bodiesOf('Failed to call a function.', {}, { code: 'tool_use_failed' });
    expect(outcome).toMatchObject({ status: 'completed' });
    expect(bodies[1]).toEqual(bodies[0]);
  });

  describe('each', () => {
    it('that does not depend on what is said is made once', async () => {
      worker = await startWorker({ env: threeKeys });
      worker.upstream.handle(refused('Failed to call a function.', 'tool_use_failed'));
      expect(await worker.run()).toMatchObject({ failure: { reason: 'format', code: 'tool_use_failed' } });
      expect(worker.upstream.requests).toHaveLength(2);
    });

    it('uses the same key, cools none, and is no rotation', async () => {
      const { worker: used, outcome } = await bodiesOf('Failed to call a function.', {}, { code: 'tool_use_failed' });
      expect(outcome.status).toBe('completed');
      expect(used.keysUsed()).toEqual(['sk-key-one', 'sk-key-one']);
      expect(await used.metrics.render()).not.toContain('cm_key_rotations_total{');
      const states = (await used.keyRing.board()).map(({ state, errorCount }) => ({ state, errorCount }));
      expect(states).toEqual(Array(3).fill({ state: 'usable', errorCount: 0 }));
    });

    it('stays for the next key', async () => {
      worker = await startWorker({ env: threeKeys });
      const ids = refused('Tool call id was call:1|x but must be a-z, A-Z, 0-9, with a length of 9.');
      worker.upstream.handle(inTurn(ids, errorReply(429, 'slow'), fine));
      expect(await worker.run({ call: aModelCall({ messages: toolTurn }) })).toMatchObject({ status: 'completed' });
      expect(worker.keysUsed()).toEqual(['sk-key-one', 'sk-key-one', 'sk-key-two']);
      expect(worker.upstream.requests[2]?.body).not.toContain('call:1|x');
    });

    it('is one of several that a request may need', async () => {
      worker = await startWorker();
      const ids = refused('Tool call id was call:1|x but must be a-z, A-Z, 0-9, with a length of 9.');
      worker.upstream.handle(inTurn(ids, refused('Reasoning is mandatory for this endpoint.'), fine));
      const call = aModelCall({ messages: toolTurn, reasoningEffort: 'none' });
      expect(await worker.run({ call })).toMatchObject({ status: 'completed' });
      expect(worker.upstream.requests[2]?.body).not.toContain('call:1|x');
      expect(worker.upstream.requests[2]?.body).toContain('"reasoning_effort":"minimal"');
      expect(worker.log.filter((line) => line.includes('"repair"'))).toHaveLength(2);
    });

    it('STRM-1 comes before content only', async () => {
      worker = await startWorker();
      const broken = { error: { message: 'Failed to call a function.', code: 'tool_use_failed' } };
      worker.upstream.handle(async (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`data: ${JSON.stringify(textStream[1])}\n\n`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        response.end(`data: ${JSON.stringify(broken)}\n\n`);
      });
      expect(await worker.run()).toMatchObject({ status: 'failed', contentSent: true });
      expect(worker.upstream.requests).toHaveLength(1);
    });

    it('is for what an upstream refused, not for what is ours', async () => {
      worker = await startWorker();
      worker.upstream.handle(
        replyJson(500, { error: { message: 'Failed to call a function.', code: 'tool_use_failed' } }),
      );
      expect(await worker.run()).toMatchObject({ failure: { reason: 'server_error' } });
      expect(worker.upstream.requests).toHaveLength(1);
    });
  });
});
