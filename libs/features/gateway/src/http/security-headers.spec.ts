import { GatewayUnderTest, answering, testSnapshot, testToken, userSays } from '../__fixtures__/gateway-under-test.js';
import { exchangeBytes } from '../__fixtures__/exchange-bytes.js';

const security = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(self), geolocation=()',
};
const transport = 'max-age=63072000; includeSubDomains';
const endpoints = {
  chatCompletions: { enabled: true },
  responses: { enabled: true },
  messages: { enabled: true },
};
const configured = (strictTransportSecurity: unknown) =>
  testSnapshot({ gateway: { http: { endpoints, securityHeaders: { strictTransportSecurity } } } });

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly fields?: string;
  readonly body?: object | string;
  readonly anonymous?: true;
}

const chat = '/v1/chat/completions';
const post = { method: 'POST', path: chat };
const hi = { model: 'openclaw', ...userSays('hi') };

/** Every kind of answer: the status it is known by, what is asked, and whether a cache must be told to keep off. */
const answers: readonly [status: number, asked: Asked, noStore?: true][] = [
  [200, { ...post, body: hi }],
  [200, { ...post, body: { ...hi, stream: true } }],
  [200, { ...post, path: '/v1/responses', body: { model: 'openclaw', input: 'hi' } }],
  [200, { ...post, path: '/v1/responses', body: { model: 'openclaw', input: 'hi', stream: true } }],
  [200, { ...post, path: '/v1/messages', body: { ...hi, max_tokens: 9 } }],
  [200, { ...post, path: '/v1/messages', body: { ...hi, max_tokens: 9, stream: true } }],
  [200, { path: '/v1/models' }, true],
  [200, { path: '/v1/models/openclaw' }, true],
  [200, { path: '/healthz' }, true],
  [200, { path: '/startupz', anonymous: true }, true],
  [200, { path: '/readyz', anonymous: true }, true],
  [200, { path: '/metrics' }, true],
  [400, { ...post, body: '{' }],
  [400, { path: '/healthz', fields: 'Upgrade: h2c\r\n' }],
  [400, { path: '/healthz', fields: 'Content-Length: x\r\n' }],
  [401, { ...post, anonymous: true, body: hi }],
  [403, { ...post, fields: 'X-Forwarded-For: 1.2.3.4\r\n', body: hi }],
  [404, { path: '/nowhere' }],
  [404, { path: '/v1/models/openclaw%2Fnobody' }],
  [405, { path: chat }],
  [405, { method: 'OPTIONS', path: chat }],
  [405, { method: 'CONNECT', path: 'x:1' }],
  [413, { ...post, fields: 'Content-Length: 20971521\r\n' }],
  [417, { path: '/healthz', fields: 'Expect: miracles\r\n' }],
  [431, { path: '/healthz', fields: `X-A: ${'a'.repeat(20_000)}\r\n` }],
];

describe('HTTP-9 the headers of every answer', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start(configured(transport));
    gateway.script = answering('ok');
  });
  afterAll(() => gateway.stop());
  beforeEach(() => gateway.store.replace(configured(transport)));

  async function ask({ method = 'GET', path, fields = '', body, anonymous }: Asked) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const length = text === undefined ? '' : `Content-Length: ${text.length}\r\n`;
    const token = anonymous ? '' : `Authorization: Bearer ${testToken}\r\n`;
    const head = `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${token}${fields}${length}\r\n`;
    const answer = await exchangeBytes(gateway.port, head + (text ?? ''));
    const [statusLine = '', ...lines] = (answer.split('\r\n\r\n')[0] ?? '').split('\r\n');
    const pairs = lines.map((line) => [line.split(': ')[0]?.toLowerCase(), line.slice(line.indexOf(': ') + 2)]);
    expect(new Set(pairs.map(([name]) => name)).size).toBe(pairs.length);
    const headers = Object.fromEntries(pairs) as Record<string, string>;
    return { status: Number(statusLine.split(' ')[1]), headers };
  }

  const named = answers.map(
    ([status, asked, noStore = false]) => [status, JSON.stringify(asked).slice(0, 80), asked, noStore] as const,
  );
  it.each(named)('are on a %i for %s', async (status, _shown, asked, noStore) => {
    const answer = await ask(asked);
    expect(answer).toMatchObject({ status, headers: { ...security, 'strict-transport-security': transport } });
    if (noStore) expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('HTTP-11 are on a 503 while draining, HTTP-12 and on a 500', async () => {
    const broken = configured(transport);
    gateway.store.replace({ ...broken, config: { ...broken.config, agents: null as never } });
    const stored = { 'cache-control': 'no-store', ...security, 'strict-transport-security': transport };
    expect(await ask({ ...post, body: hi })).toMatchObject({ status: 500, headers: stored });
    gateway.store.replace(configured(transport));
    const draining = await GatewayUnderTest.start(configured(transport));
    draining.drain.begin();
    const { status, headers } = await draining.chat(hi);
    expect([status, Object.fromEntries(headers)]).toEqual([503, expect.objectContaining(stored)]);
    await draining.stop();
  });

  it.each([undefined, false, '', ' '])(
    'say nothing of transport security for %j, from the next answer on',
    async (no) => {
      gateway.store.replace(configured(no));
      for (const asked of [{ path: '/healthz' }, { path: '/nowhere' }, { method: 'CONNECT', path: 'x:1' }]) {
        const { headers } = await ask(asked);
        expect(headers).toMatchObject(security);
        expect(headers).not.toHaveProperty('strict-transport-security');
      }
    },
  );

  it('take no value that would be two headers', () => {
    expect(() => configured('max-age=5\r\nX-Injected: yes')).toThrow(/strictTransportSecurity/);
  });
});
