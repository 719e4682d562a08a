import { waitUntil } from '@clawmesh/testing';
import { GatewayUnderTest, answering, endOfRun, userSays } from '../__fixtures__/gateway-under-test.js';

describe('serveRun', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start();
  });
  afterAll(() => gateway.stop());

  it('HTTP-40c, HTTP-85…88, AM-10, AM-22 answers a plain request with one completion', async () => {
    gateway.script = answering('Hel', 'lo.');
    const response = await gateway.chat({ model: 'openclaw/default', ...userSays('hi') });
    const body = (await response.json()) as { id: string; created: number };
    expect(response.status).toBe(200);
    expect(body).toEqual({
      id: `chatcmpl_${response.headers.get('x-clawmesh-run-id')}`,
      object: 'chat.completion',
      created: expect.any(Number),
      model: 'openclaw/default',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello.', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
    expect(response.headers.get('x-clawmesh-model')).toBe('demo/echo');
    expect(response.headers.get('x-clawmesh-attempts')).toBe('1');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('HTTP-90a…90f, AM-10 streams exactly these bytes', async () => {
    gateway.script = answering('Hé', 'llo');
    const response = await gateway.chat({ stream: true, stream_options: { include_usage: true }, ...userSays('hi') });
    const text = await response.text();
    const runId = response.headers.get('x-clawmesh-run-id');
    const created = /"created":(\d+)/.exec(text)?.[1];
    const head = `data: {"id":"chatcmpl_${runId}","object":"chat.completion.chunk","created":${created},"model":"openclaw"`;
    const chunk = (delta: string, finish = 'null') =>
      `${head},"choices":[{"index":0,"delta":${delta},"finish_reason":${finish}}]}\n\n`;
    expect(text).toBe(
      chunk('{"role":"assistant"}') +
        chunk('{"content":"Hé"}') +
        chunk('{"content":"llo"}') +
        chunk('{}', '"stop"') +
        `${head},"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\n\n` +
        ': x-clawmesh-model demo/echo\n\n' +
        ': x-clawmesh-attempts 1\n\n' +
        'data: [DONE]\n\n',
    );
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('x-clawmesh-model')).toBe('demo/echo');
  });

  it('FAIL-33, AM-6, AM-10 a failure before content is an HTTP error, streamed or not', async () => {
    gateway.script = (_run, send) =>
      send({ attempt: 1, seq: 0, last: true, events: [{ type: 'run-failed', attempts: 3, failure: rateLimited }] });
    for (const stream of [true, false]) {
      const response = await gateway.chat({ stream, ...userSays('hi') });
      expect(response.status).toBe(429);
      expect(response.headers.get('retry-after')).toBe('2');
      expect(response.headers.get('x-clawmesh-retry-after-ms')).toBe('1200');
      expect(response.headers.get('x-clawmesh-error-origin')).toBe('upstream');
      expect(response.headers.get('x-clawmesh-attempts')).toBe('3');
      expect(response.headers.get('x-clawmesh-run-id')).toBe(gateway.runs.at(-1)?.runId);
      expect(await response.json()).toEqual({ error: { message: 'slow down', type: 'rate_limit_error' } });
    }
  });

  it('AM-5, HTTP-90e shows usage in a stream only to those who ask', async () => {
    gateway.script = answering('ok');
    for (const stream_options of [undefined, null, {}, { include_usage: false }]) {
      const response = await gateway.chat({ stream: true, stream_options, ...userSays('hi') });
      expect(await response.text()).not.toContain('usage');
    }
    const plain = await gateway.chat({ stream_options: { include_usage: true }, ...userSays('hi') });
    expect(await plain.json()).toMatchObject({ usage: { total_tokens: 5 } });
  });

  it('HTTP-94 a failure after content is an SSE error, then [DONE], without a finish chunk', async () => {
    gateway.script = (_run, send) => {
      send({ attempt: 1, seq: 0, events: [{ type: 'text-delta', text: 'He' }] });
      send({ attempt: 1, seq: 1, last: true, events: [{ type: 'run-failed', attempts: 1, failure: rateLimited }] });
    };
    const response = await gateway.chat({ stream: true, ...userSays('hi') });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('"content":"He"');
    expect(text.endsWith('data: {"error":{"message":"slow down","type":"rate_limit_error"}}\n\ndata: [DONE]\n\n')).toBe(
      true,
    );
    expect(text).not.toContain('"finish_reason":"');
  });

  it('STRM-2 an attempt that starts over after content ends the stream and cancels the run', async () => {
    gateway.script = (_run, send) => {
      send({ attempt: 1, seq: 0, events: [{ type: 'text-delta', text: 'He' }] });
      send({ attempt: 2, seq: 0, events: [{ type: 'text-delta', text: 'Hello' }] });
      send({ attempt: 2, seq: 1, last: true, events: [endOfRun] });
    };
    const response = await gateway.chat({ stream: true, ...userSays('hi') });
    const text = await response.text();
    expect(text).not.toContain('Hello');
    expect(text).toContain('data: {"error":');
    expect(gateway.cancels.at(-1)).toEqual({ runId: response.headers.get('x-clawmesh-run-id'), reason: 'superseded' });
  });

  it('STRM-1 STRM-4 an attempt that starts over before content replaces the earlier one silently', async () => {
    gateway.script = (_run, send) => {
      send({ attempt: 1, seq: 0, model: 'a/first', events: [] });
      send({ attempt: 2, seq: 0, model: 'b/second', events: [{ type: 'text-delta', text: 'B' }] });
      send({ attempt: 1, seq: 1, events: [{ type: 'text-delta', text: 'A' }] });
      send({ attempt: 2, seq: 1, last: true, events: [endOfRun] });
    };
    const response = await gateway.chat({ stream: true, ...userSays('hi') });
    expect(response.headers.get('x-clawmesh-model')).toBe('b/second');
    const text = await response.text();
    expect(text).toContain('"content":"B"');
    expect(text).not.toContain('"content":"A"');
  });

  it.each([true, false])('HTTP-94a a client that leaves cancels its run (stream: %s)', async (stream) => {
    const before = gateway.cancels.length;
    const leaving = new AbortController();
    const started = new Promise<void>((resolve) => {
      gateway.script = (_run, send) => {
        send({ attempt: 1, seq: 0, events: [{ type: 'text-delta', text: 'He' }] });
        resolve();
      };
    });
    const answer = gateway.chat({ stream, ...userSays('hi') }, { signal: leaving.signal });
    await started;
    leaving.abort();
    await answer.then((response) => response.text()).catch(() => undefined);
    await waitUntil(() => gateway.cancels.length > before);
    expect(gateway.cancels.at(-1)).toEqual({ runId: gateway.runs.at(-1)?.runId, reason: 'client-gone' });
  });

  it('HTTP-33, HTTP-75 a demanded tool call that never comes is an error', async () => {
    gateway.script = answering('I would rather talk.');
    const tools = [{ type: 'function', function: { name: 'weather' } }];
    const plain = await gateway.chat({ tools, tool_choice: 'required', ...userSays('hi') });
    expect(plain.status).toBe(502);
    const streamed = await gateway.chat({ stream: true, tools, tool_choice: 'required', ...userSays('hi') });
    expect(await streamed.text()).not.toContain('rather');
  });

  it('HTTP-40…48 carries agent, session, channel and requester in the job', async () => {
    gateway.script = answering('ok');
    const headers = { 'x-openclaw-session-key': 'Thread-1', 'x-openclaw-message-channel': 'Slack' };
    await gateway.chat({ user: 'Ann', logprobs: true, ...userSays('hi') }, { headers });
    expect(gateway.runs.at(-1)).toMatchObject({
      agentId: 'main',
      sessionKey: 'agent:main:thread-1',
      messageChannel: 'slack',
      extra: { user: 'Ann', logprobs: true },
      requester: { method: 'token', isOwner: true },
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
    });
  });
});

const rateLimited = {
  reason: 'rate_limit',
  status: 429,
  message: 'slow down',
  retryAfterMs: 1_200,
  origin: 'upstream',
} as const;
