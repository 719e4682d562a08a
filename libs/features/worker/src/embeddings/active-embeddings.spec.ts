import { replyJson, waitUntil, type UpstreamHandler } from '@clawmesh/testing';
import {
  embedLengths,
  packed,
  startEmbeddings,
  type EmbeddingsUnderTest,
} from '../__fixtures__/embeddings-under-test.js';
import { errorReply, inTurn, threeKeys } from '../__fixtures__/worker-under-test.js';

describe('ActiveEmbeddings', () => {
  let worker: EmbeddingsUnderTest | undefined;

  const openai =
    (more: object = {}) =>
    (url: string) => ({
      models: { providers: { openai: { baseUrl: `${url}/v1`, ...more } } },
    });

  async function started(raw: (url: string) => object = openai(), env = {}): Promise<EmbeddingsUnderTest> {
    worker = await startEmbeddings(raw, env);
    return worker;
  }

  afterEach(() => worker?.close());

  it('answers with one vector per input, in order, and real usage (AM-5)', async () => {
    const { embed, upstream } = await started(openai(), { OPENAI_API_KEY: 'sk-one' });
    expect(await embed({ input: ['a', 'bbb'], dimensions: 8 })).toEqual({
      status: 'completed',
      vectors: [packed(1, 0.1), packed(3, 0.1)],
      precision: 'float64',
      usage: { input: 2, output: 0, cacheRead: 0, cacheWrite: 0, total: 2 },
    });
    expect(upstream.requests).toMatchObject([{ path: '/v1/embeddings', headers: { authorization: 'Bearer sk-one' } }]);
    expect(JSON.parse(upstream.requests[0]?.body ?? '')).toEqual({
      model: 'text-embedding-3-small',
      input: ['a', 'bbb'],
      dimensions: 8,
    });
  });

  it('HTTP-98 asks for base64 when the client wants it, and passes it on bit by bit', async () => {
    const { embed, upstream } = await started();
    upstream.handle(replyJson(200, { data: [{ index: 0, embedding: 'AACAPwAAAL8=' }] }));
    expect(await embed({ encodingFormat: 'base64' })).toEqual({
      status: 'completed',
      vectors: ['AACAPwAAAL8='],
      precision: 'float32',
    });
    expect(JSON.parse(upstream.requests[0]?.body ?? '')).toMatchObject({ encoding_format: 'base64' });
  });

  it('batches in order where the upstream takes fewer inputs than the client sent', async () => {
    const ollama = (url: string) => ({ models: { providers: { local: { baseUrl: url, api: 'openai-completions' } } } });
    const { embed, upstream } = await started(ollama);
    const input = Array.from({ length: 2_049 }, (_, at) => 'x'.repeat(1 + (at % 7)));
    const reply = await embed({ provider: 'local', input });
    if (reply.status !== 'completed') throw new Error(reply.status);
    expect(reply.vectors).toEqual(input.map((text) => packed(text.length, 0.1)));
    expect(reply.usage).toMatchObject({ input: 2_049, total: 2_049 });
    expect(upstream.requests.map(({ body }) => (JSON.parse(body) as { input: string[] }).input.length)).toEqual([
      2_048, 1,
    ]);
  });

  it('AM-7 tokens pass where the upstream takes them, else 400 names the reason, without a call', async () => {
    const raw = (url: string) => ({
      models: { providers: { openai: { baseUrl: url }, mistral: { baseUrl: url, apiKey: 'k' } } },
    });
    const { embed, upstream } = await started(raw);
    expect(await embed({ input: [[1, 2]] })).toMatchObject({ status: 'completed' });
    expect(await embed({ provider: 'mistral', input: [[1, 2]] })).toMatchObject({
      status: 'failed',
      failure: {
        reason: 'format',
        code: 'unsupported_input',
        origin: 'local',
        message: expect.stringContaining('takes texts only') as unknown,
      },
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it('a provider without embeddings is told by name, without a call', async () => {
    const { embed } = await started(() => ({}), { ANTHROPIC_API_KEY: 'sk-ant' });
    expect(await embed({ provider: 'anthropic' })).toMatchObject({
      failure: { reason: 'format', message: expect.stringContaining('"anthropic" has no embeddings') as unknown },
    });
  });

  it('KEY-9 a missing key is told by the name of its variable', async () => {
    const { embed } = await started(() => ({}));
    expect(await embed()).toMatchObject({
      failure: { reason: 'auth', code: 'no_api_key', message: expect.stringContaining('OPENAI_API_KEY') as unknown },
    });
  });

  describe('keys', () => {
    it('ROT-1 AM-6 a limited key gives way to the next, and cools', async () => {
      const { embed, upstream, keysUsed } = await started(openai(), threeKeys);
      upstream.handle(inTurn(errorReply(429, 'slow'), embedLengths));
      expect(await embed()).toMatchObject({ status: 'completed' });
      expect(await embed()).toMatchObject({ status: 'completed' });
      expect(keysUsed()).toEqual(['sk-key-one', 'sk-key-two', 'sk-key-two']);
    });

    it('AM-6 with every key limited the failure says when to come back', async () => {
      const { embed, upstream } = await started(openai(), threeKeys);
      upstream.handle(errorReply(429, 'slow'));
      expect(await embed()).toMatchObject({ failure: { reason: 'rate_limit', status: 429, retryAfterMs: 30_000 } });
      expect(await embed()).toMatchObject({ failure: { code: 'keys_cooling_down', retryAfterMs: 30_000 } });
      expect(upstream.requests).toHaveLength(3);
    });

    it('HTTP-101 the key and headers of memory.search.remote are the only ones, at its own address', async () => {
      const remote = (url: string) => ({
        models: { mode: 'replace', providers: {} },
        memory: { search: { remote: { baseUrl: `${url}/own`, apiKey: 'remote-key', headers: { 'X-Team': 'blue' } } } },
      });
      const { embed, upstream } = await started(remote, threeKeys);
      expect(await embed()).toMatchObject({ status: 'completed' });
      expect(upstream.requests).toMatchObject([
        { path: '/own/embeddings', headers: { authorization: 'Bearer remote-key', 'x-team': 'blue' } },
      ]);
    });

    it('KEY-14 no key is in any reply or log line', async () => {
      const { embed, upstream, replies, log } = await started(openai(), threeKeys);
      upstream.handle(inTurn(errorReply(429, 'sk-key-one is slow'), errorReply(400, 'sk-key-two is odd')));
      await embed();
      expect(JSON.stringify([replies, log])).not.toMatch(/sk-key/);
    });
  });

  describe('failures', () => {
    it.each([
      [errorReply(400, 'too long'), { reason: 'format', status: 400, message: 'too long' }],
      [errorReply(401, 'no'), { reason: 'auth', status: 401 }],
      [errorReply(500, 'oops'), { reason: 'server_error', status: 500 }],
      [replyJson(200, { data: [] }), { code: 'malformed_answer' }],
      [replyJson(200, { data: [{ embedding: [1] }, { embedding: [2] }] }), { code: 'malformed_answer' }],
      [replyJson(200, { error: { message: 'Rate limit', code: 'rate_limit_exceeded' } }), { reason: 'rate_limit' }],
    ])('HTTP-100 AM-6 classified by the same table as chat', async (handler, failure) => {
      const { embed, upstream } = await started();
      upstream.handle(handler);
      expect(await embed()).toMatchObject({ status: 'failed', failure });
    });

    it('AM-6 RETRY-5 an error of the server is retried twice, with a growing pause, then shown', async () => {
      const { embed, upstream, waits } = await started();
      upstream.handle(errorReply(500, 'oops'));
      expect(await embed()).toMatchObject({ failure: { reason: 'server_error' } });
      expect(upstream.requests).toHaveLength(3);
      expect(waits).toEqual([1_000, 2_000]);
    });

    it('AM-6 RETRY-4 a retry that succeeds is the answer; one that asks for time gets it', async () => {
      const { embed, upstream, waits } = await started();
      const busy: UpstreamHandler = (_request, response) => void response.writeHead(503, { 'retry-after': '7' }).end();
      upstream.handle(inTurn(busy, embedLengths));
      expect(await embed()).toMatchObject({ status: 'completed' });
      expect(waits).toEqual([7_000]);
    });

    it('CLU-21 with the provider’s budget for retries used up, what it said stands, without another call', async () => {
      const { embed, upstream } = await started();
      upstream.handle(errorReply(500, 'oops'));
      for (let each = 0; each < 50; each++) await embed();
      expect(upstream.requests).toHaveLength(150);
      expect(await embed()).toMatchObject({ failure: { reason: 'server_error', message: 'oops' } });
      expect(upstream.requests).toHaveLength(151);
    });

    it('RA-5 a wait that does not fit into the time that is left is not begun', async () => {
      const { embed, upstream, now } = await started();
      upstream.handle(errorReply(500, 'oops'));
      expect(await embed({ deadlineAt: now + 5_500 })).toMatchObject({ failure: { reason: 'server_error' } });
      expect(upstream.requests).toHaveLength(1);
    });

    it('HTTP-100 a client that leaves during the wait ends it, without another call', async () => {
      const underTest = await started();
      const { embed, embeddings, upstream } = underTest;
      upstream.handle(errorReply(500, 'oops'));
      underTest.onWait = () => embeddings.cancel({ runId: 'run-1', reason: 'client-gone' });
      void embed();
      await waitUntil(() => upstream.requests.length > 0);
      await embeddings.idle();
      expect(upstream.requests).toHaveLength(1);
    });

    it('a proxy page with status 200 is an error, and is not shown', async () => {
      const { embed, upstream } = await started();
      upstream.handle((_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('hi'));
      expect(await embed()).toMatchObject({ failure: { origin: 'upstream' } });
    });

    it('ERR-49 a cut connection is a timeout', async () => {
      const { embed, upstream } = await started();
      upstream.handle((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{', () => response.destroy());
      });
      expect(await embed()).toMatchObject({ failure: { reason: 'timeout' } });
    });

    it('a job past its deadline is refused', async () => {
      const { embed, upstream } = await started();
      expect(await embed({ deadlineAt: 1 })).toMatchObject({ failure: { reason: 'timeout', code: 'run_deadline' } });
      expect(upstream.requests).toHaveLength(0);
    });
  });

  describe('one that is under way', () => {
    it('HTTP-100 a cancel closes the upstream connection, says nothing and cools nothing', async () => {
      const { embed, embeddings, upstream, replies } = await started(openai(), { OPENAI_API_KEY: 'sk-one' });
      upstream.handle(() => undefined);
      void embed();
      await waitUntil(() => upstream.requests.length > 0);
      embeddings.cancel({ runId: 'run-2', reason: 'client-gone' });
      expect(embeddings.count).toBe(1);
      embeddings.cancel({ runId: 'run-1', reason: 'client-gone' });
      await waitUntil(() => upstream.requests[0]?.abortedAt);
      await embeddings.idle();
      expect(replies.filter(({ status }) => status !== 'working')).toEqual([]);
      upstream.handle(embedLengths);
      expect(await embed()).toMatchObject({ status: 'completed' });
    });

    it('shows every second that it lives, and ends at its deadline', async () => {
      const underTest = await started();
      underTest.upstream.handle(() => undefined);
      const reply = underTest.embed();
      await waitUntil(() => underTest.replies.length > 0);
      expect(underTest.replies).toEqual([{ status: 'working' }]);
      underTest.now += 120_000;
      expect(await reply).toMatchObject({ status: 'failed', failure: { code: 'run_deadline' } });
    });

    it('CLU-39 stop ends it and says so, so that another worker is asked', async () => {
      const { embed, embeddings, upstream } = await started();
      upstream.handle(() => undefined);
      const reply = embed();
      await waitUntil(() => upstream.requests.length > 0);
      await embeddings.stop();
      expect(await reply).toMatchObject({ failure: { code: 'worker_lost', origin: 'local' } });
    });
  });
});
