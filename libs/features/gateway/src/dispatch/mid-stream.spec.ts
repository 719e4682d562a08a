import Anthropic from '@anthropic-ai/sdk';
import { channels, type AgentRun, type RunClaimReply, type RunEvent, type RunFrame } from '@clawmesh/contracts';
import OpenAI from 'openai';
import { GatewayUnderTest, testSnapshot, testToken } from '../__fixtures__/gateway-under-test.js';

const says = (text: string): RunEvent => ({ type: 'text-delta', text });
const usage = { input: 3, output: 2, cacheRead: 0, cacheWrite: 0 };
const end: RunEvent = {
  ...{ type: 'run-end', finishReason: 'stop', model: 'b/two', attempts: 2, continuations: 1 },
  usage,
};

type Send = (frame: Omit<RunFrame, 'runId'>) => void;

describe('an answer that goes on after it broke off', () => {
  let gateway: GatewayUnderTest;
  let openai: OpenAI;
  let anthropic: Anthropic;

  beforeAll(async () => {
    const enabled = { chatCompletions: { enabled: true }, responses: { enabled: true }, messages: { enabled: true } };
    const agents = {
      entries: { main: { default: true }, careful: { clawmesh: { failover: { midStream: false } } } },
      defaults: { clawmesh: { failover: { midStream: true } } },
    };
    gateway = await GatewayUnderTest.start(testSnapshot({ gateway: { http: { endpoints: enabled } }, agents }));
    openai = new OpenAI({ baseURL: `${gateway.origin}/v1`, apiKey: testToken, maxRetries: 0 });
    anthropic = new Anthropic({ baseURL: gateway.origin, authToken: testToken, apiKey: null, maxRetries: 0 });
  });
  afterAll(() => gateway.stop());

  const claim = (run: AgentRun, attempt: number, resumes = true): Promise<RunClaimReply> =>
    new Promise((resolve) => {
      const handlers = { onReply: resolve, onNoResponders: () => resolve({ verdict: 'gone' }) };
      gateway.bus.call(channels.runClaims, { runId: run.runId, attempt, resumes }, handlers, {
        address: run.gatewayId,
      });
    });

  const rest = (send: Send, resumesAt: number, more: readonly RunEvent[] = []): void =>
    send({
      ...{ attempt: 2, seq: 0, model: 'b/two', resumesAt, last: true },
      events: [says('wörld'), ...more, { type: 'attempt-end', finishReason: 'stop', usage }, end],
    });

  /** Breaks off after `Hello `, and goes on with `wörld` if the gateway lets it. */
  function breaksOff(more: readonly RunEvent[] = []): RunClaimReply[] {
    const replies: RunClaimReply[] = [];
    gateway.script = async (run, send) => {
      send({ attempt: 1, seq: 0, model: 'a/one', events: [says('Hel'), ...more] });
      send({ attempt: 1, seq: 1, events: [says('lo ')] });
      send({ attempt: 1, seq: 3, events: [says('a frame behind one that was lost')] });
      const reply = await claim(run, 2);
      replies.push(reply);
      send({ attempt: 1, seq: 2, events: [says('a frame that comes late')] });
      if (reply.verdict === 'resume') return rest(send, reply.text.length);
      const failure = { reason: 'timeout', message: 'broke off', origin: 'local' } as const;
      send({ attempt: 2, seq: 0, last: true, events: [{ type: 'run-failed', failure, attempts: 1 }] });
    };
    return replies;
  }

  const chat = { model: 'openclaw', messages: [{ role: 'user' as const, content: 'hi' }] };

  it('STRM-2 is one text for the stream helper of chat completions, with the mark in its usage', async () => {
    const replies = breaksOff();
    const stream = openai.chat.completions.stream({ ...chat, stream_options: { include_usage: true } });
    const { choices, usage: shown } = await stream.finalChatCompletion();
    expect(choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'Hello wörld' } });
    expect(shown).toMatchObject({ completion_tokens: 2, clawmesh_continuations: 1 });
    expect(replies).toEqual([{ verdict: 'resume', text: 'Hello ' }]);
  });

  it('STRM-2 is one item for the stream helper of responses', async () => {
    breaksOff();
    const stream = openai.responses.stream({ model: 'openclaw', input: 'hi', store: false });
    const response = await stream.finalResponse();
    expect(response.output).toMatchObject([{ type: 'message', content: [{ text: 'Hello wörld' }] }]);
    expect(response.usage).toMatchObject({ clawmesh_continuations: 1 });
  });

  it('STRM-2 is one block for the stream helper of messages', async () => {
    breaksOff();
    const message = await anthropic.messages.stream({ ...chat, max_tokens: 100 }).finalMessage();
    expect(message.content).toMatchObject([{ type: 'text', text: 'Hello wörld' }]);
  });

  it('AM-10 a comment says who went on with whose answer, and where', async () => {
    breaksOff();
    const stream = await (await gateway.chat({ ...chat, stream: true })).text();
    expect(stream).toContain(': x-clawmesh-continued a/one -> b/two at 6\n\n');
    expect(stream).toContain(': x-clawmesh-model b/two\n\n: x-clawmesh-attempts 2\n\n');
  });

  it('a call may follow, counted from 0', async () => {
    const call: RunEvent[] = [
      { type: 'tool-call-start', index: 0, id: 'c1', name: 'f' },
      { type: 'tool-call-delta', index: 0, arguments: '{}' },
    ];
    gateway.script = async (run, send) => {
      send({ attempt: 1, seq: 0, model: 'a/one', events: [says('Hello ')] });
      await claim(run, 2);
      rest(send, 6, call);
    };
    const { choices } = await openai.chat.completions.stream(chat).finalChatCompletion();
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: 'Hello wörld', tool_calls: [{ function: { name: 'f', arguments: '{}' } }] },
    });
  });

  it.each<[string, RunEvent]>([
    ['a call', { type: 'tool-call-start', index: 0, id: 'c1', name: 'f' }],
    ['a refusal', { type: 'refusal-delta', text: 'No' }],
  ])('STRM-2 ends in an error when %s was shown', async (_, event) => {
    const replies = breaksOff([event]);
    const stream = await (await gateway.chat({ ...chat, stream: true })).text();
    expect(replies).toEqual([{ verdict: 'content-sent' }]);
    expect(stream).toContain('data: {"error"');
  });

  it('STRM-2 ends in an error where the agent does not want it, or the runner cannot', async () => {
    const replies = breaksOff();
    await (await gateway.chat({ ...chat, model: 'openclaw/careful', stream: true })).text();
    expect(gateway.runs.at(-1)?.continuesMidStream).toBeUndefined();
    gateway.script = async (run, send) => {
      send({ attempt: 1, seq: 0, model: 'a/one', events: [says('Hello ')] });
      replies.push(await claim(run, 2, false));
      send({ attempt: 1, seq: 1, last: true, events: [end] });
    };
    await (await gateway.chat({ ...chat, stream: true })).text();
    expect(replies).toEqual([{ verdict: 'content-sent' }, { verdict: 'content-sent' }]);
  });

  it.each([5, 7, undefined])('STRM-2 an attempt that goes on at %s of 6 characters is not shown', async (resumesAt) => {
    gateway.script = async (run, send) => {
      send({ attempt: 1, seq: 0, model: 'a/one', events: [says('Hello ')] });
      await claim(run, 2);
      send({ attempt: 2, seq: 0, model: 'b/two', events: [says('wörld')], ...(resumesAt && { resumesAt }) });
    };
    const stream = await (await gateway.chat({ ...chat, stream: true })).text();
    expect(stream).not.toContain('wörld');
    expect(stream).toContain('run_superseded');
  });

  it('an answer that does not stream is given anew', async () => {
    const replies = breaksOff();
    gateway.script = async (run, send) => {
      send({ attempt: 1, seq: 0, model: 'a/one', events: [says('Hello ')] });
      replies.push(await claim(run, 2));
      send({ attempt: 2, seq: 0, model: 'b/two', last: true, events: [says('Good day'), end] });
    };
    const completion = await openai.chat.completions.create(chat);
    expect(completion.choices[0]?.message.content).toBe('Good day');
    expect(replies).toEqual([{ verdict: 'granted' }]);
  });

  it('CLU-38 a runner that takes over while an attempt goes on has it fenced off, and the lost runner refused', async () => {
    const replies: RunClaimReply[] = [];
    gateway.script = async (run, send) => {
      send({ attempt: 1, seq: 0, model: 'a/one', events: [says('Hello ')] });
      await claim(run, 2);
      send({ attempt: 2, seq: 0, model: 'b/two', resumesAt: 6, events: [says('wö')] });
      replies.push(await claim(run, 1_001), await claim(run, 1_001), await claim(run, 3));
      send({ attempt: 2, seq: 1, last: true, events: [says('a frame that comes late'), end] });
      send({ attempt: 3, seq: 0, resumesAt: 8, last: true, events: [says('an attempt of the lost runner'), end] });
      send({ attempt: 1_002, seq: 0, model: 'c/three', resumesAt: 8, last: true, events: [says('rld'), end] });
    };
    const { choices } = await openai.chat.completions.stream(chat).finalChatCompletion();
    expect(choices[0]?.message.content).toBe('Hello wörld');
    const granted = { verdict: 'resume', text: 'Hello wö' };
    expect(replies).toEqual([granted, granted, { verdict: 'gone' }]);
  });

  it('may break off and go on again and again', async () => {
    gateway.script = async (run, send) => {
      send({ attempt: 1, seq: 0, model: 'a/one', events: [says('0')] });
      for (let attempt = 2; attempt <= 5; attempt += 1) {
        const reply = await claim(run, attempt);
        const resumesAt = reply.verdict === 'resume' ? reply.text.length : -1;
        send({ attempt, seq: 0, model: 'b/two', resumesAt, events: [says(String(resumesAt))] });
      }
      send({ attempt: 5, seq: 1, last: true, events: [end] });
    };
    const { choices } = await openai.chat.completions.stream(chat).finalChatCompletion();
    expect(choices[0]?.message.content).toBe('01234');
  });
});
