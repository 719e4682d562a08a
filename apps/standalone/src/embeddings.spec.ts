import { replyJson, waitUntil, type Upstream, type UpstreamHandler } from '@clawmesh/testing';
import OpenAI from 'openai';
import { startServices, type ServicesUnderTest } from './__fixtures__/services-under-test.js';

function configOf(baseUrl: string): object {
  const search = (provider: string) => ({ memory: { search: { provider } } });
  return {
    gateway: {
      auth: { mode: 'token', token: 'secret' },
      http: { endpoints: { chatCompletions: { enabled: true } } },
    },
    models: {
      providers: {
        ...Object.fromEntries(['openai', 'google', 'voyage'].map((id) => [id, { baseUrl, apiKey: `key-of-${id}` }])),
        ollama: { baseUrl },
      },
    },
    agents: {
      entries: {
        main: { default: true },
        google: search('google'),
        voyage: search('voyage'),
        ollama: search('ollama'),
      },
    },
  };
}

/** An upstream of each kind behind the services, and OpenAI's own client in front. */
describe('embeddings from client to upstream', () => {
  let services: ServicesUnderTest;
  let upstream: Upstream;
  let client: OpenAI;

  beforeAll(async () => {
    services = await startServices(configOf);
    ({ upstream } = services);
    client = new OpenAI({ baseURL: `${services.url}/v1`, apiKey: 'secret', maxRetries: 0 });
  });

  afterAll(() => services.close());

  const listed: UpstreamHandler = (request, response) => {
    const { encoding_format: format, input } = JSON.parse(request.body) as {
      encoding_format?: string;
      input: string[];
    };
    const vector = format === 'base64' ? 'AACAPwAAAL8=' : [0.1, -0.5];
    const data = input.map((_, index) => ({ object: 'embedding', index, embedding: vector })).reverse();
    void replyJson(200, { object: 'list', data, usage: { prompt_tokens: 4, total_tokens: 4 } })(request, response);
  };

  it('HTTP-98 AM-5 the official client reads both forms, from an upstream that gives both', async () => {
    upstream.handle(listed);
    const packed = await client.embeddings.create({ model: 'openclaw', input: ['a', 'b'] });
    expect(packed.data.map(({ index, embedding }) => [index, embedding])).toEqual([
      [0, [1, -0.5]],
      [1, [1, -0.5]],
    ]);
    expect(packed.usage).toEqual({ prompt_tokens: 4, total_tokens: 4 });
    const floats = await client.embeddings.create({ model: 'openclaw', input: 'a', encoding_format: 'float' });
    expect(floats.data[0]?.embedding).toEqual([0.1, -0.5]);
    expect(upstream.requests.at(-1)).toMatchObject({
      path: '/embeddings',
      headers: { authorization: 'Bearer key-of-openai' },
    });
  });

  it.each([
    ['google', replyJson(200, { embeddings: [{ values: [0.1, -0.5] }] }), '/models/gemini-embedding-001:batchEmbed', 0],
    ['ollama', replyJson(200, { embeddings: [[0.1, -0.5]], prompt_eval_count: 3 }), '/api/embed', 3],
    [
      'voyage',
      replyJson(200, { data: [{ index: 0, embedding: [0.1, -0.5] }], usage: { total_tokens: 2 } }),
      '/embed',
      2,
    ],
  ])('HTTP-95 AM-5 %s', async (agent, handler, path, prompt_tokens) => {
    upstream.handle(handler);
    const floats = await client.embeddings.create({ model: `openclaw/${agent}`, input: 'a', encoding_format: 'float' });
    expect(floats.data[0]?.embedding).toEqual([0.1, -0.5]);
    expect(floats).toMatchObject({ model: `openclaw/${agent}`, usage: { prompt_tokens, total_tokens: prompt_tokens } });
    const packed = await client.embeddings.create({ model: `openclaw/${agent}`, input: 'a' });
    expect(packed.data[0]?.embedding).toEqual([Math.fround(0.1), -0.5]);
    expect(upstream.requests.at(-1)?.path).toContain(path);
  });

  it('129 inputs of a batch that the upstream takes 100 of are refused, 101 are split', async () => {
    upstream.handle((request, response) => {
      const { requests } = JSON.parse(request.body) as { requests: { content: { parts: { text: string }[] } }[] };
      const embeddings = requests.map(({ content }) => ({ values: [Number(content.parts[0]?.text)] }));
      void replyJson(200, { embeddings })(request, response);
    });
    const before = upstream.requests.length;
    const numbers = (count: number) => Array.from({ length: count }, (_, at) => String(at));
    const ask = (input: string[]) =>
      client.embeddings.create({ model: 'openclaw/google', input, encoding_format: 'float' });
    await expect(ask(numbers(129))).rejects.toMatchObject({ status: 400 });
    const { data } = await ask(numbers(101));
    expect(data.map(({ embedding }) => String(embedding[0]))).toEqual(numbers(101));
    expect(upstream.requests.length - before).toBe(2);
  });

  it('AM-7 tokens reach an upstream that takes them, another is named in a 400', async () => {
    upstream.handle(listed);
    await client.embeddings.create({ model: 'openclaw', input: [[1, 2], [3]] });
    expect(JSON.parse(upstream.requests.at(-1)?.body ?? '')).toMatchObject({ input: [[1, 2], [3]] });
    const refused = client.embeddings.create({ model: 'openclaw/ollama', input: [1, 2] });
    await expect(refused).rejects.toMatchObject({ status: 400, message: expect.stringContaining('ollama') as unknown });
  });

  it('HTTP-100 a client that leaves closes the upstream connection', async () => {
    upstream.handle(() => undefined);
    const before = upstream.requests.length;
    const leaving = new AbortController();
    const answer = client.embeddings.create({ model: 'openclaw', input: 'a' }, { signal: leaving.signal });
    await waitUntil(() => upstream.requests.length > before);
    leaving.abort();
    await expect(answer).rejects.toThrow('aborted');
    await waitUntil(() => upstream.requests.at(-1)?.abortedAt);
  });

  it('AM-6 with its only key limited the client gets 429 with Retry-After, also without a call', async () => {
    upstream.handle(replyJson(429, { error: { message: 'slow down' } }));
    const ask = () => client.embeddings.create({ model: 'openclaw/voyage', input: 'a' });
    for (let time = 0; time < 2; time++) {
      const error = await ask().then(
        () => undefined,
        (reason: unknown) => reason as InstanceType<typeof OpenAI.APIError>,
      );
      expect([error?.status, error?.headers?.get('retry-after')]).toEqual([429, '30']);
    }
  });
});
