import { GatewayUnderTest, testSnapshot, testToken, userSays } from '../__fixtures__/gateway-under-test.js';

const auth = { authorization: `Bearer ${testToken}` };

describe('the order of checks (HTTP-21)', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start();
  });
  afterAll(() => gateway.stop());

  const post = (path: string, headers: Record<string, string>, body = '{') =>
    fetch(gateway.origin + path, { method: 'POST', headers, body });

  it('1 AUTH-11, AUTH-12, HTTP-29 refuses forwarded evidence before anything else, even on unknown paths', async () => {
    for (const path of ['/v1/chat/completions', '/nowhere', '/ready']) {
      const response = await gateway.get(path, { 'x-forwarded-for': '1.2.3.4', ...auth });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ error: { type: 'proxy_attribution_required' } });
    }
    expect((await gateway.get('/healthz', { 'x-forwarded-for': '1.2.3.4' })).status).toBe(200);
  });

  it('AUTH-15 says once per process why forwarded requests are refused', async () => {
    await gateway.get('/v1/models', { 'x-forwarded-for': '1.2.3.4', ...auth });
    await gateway.get('/v1/models', { 'x-real-ip': '1.2.3.4', ...auth });
    const said = gateway.logger.lines.filter(({ message }) => message.includes('gateway.trustedProxies'));
    expect(said.map(({ level }) => level)).toEqual(['warn']);
  });

  it.each(['/nowhere', '/v1/responses', '/v1/chat/completions/', '/V1/models', '/v1/%zz', '/health/x', '/'])(
    '2 HTTP-5, HTTP-8 answers 404 in plain text and without auth: %s',
    async (path) => {
      const response = await gateway.get(path, {});
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await response.text()).toBe('Not Found');
    },
  );

  it.each([
    ['GET', '/v1/chat/completions?x=1', 'POST'],
    ['OPTIONS', '/v1/chat/completions', 'POST'],
    ['PROPFIND', '/v1/chat/completions', 'POST'],
    ['HEAD', '/v1/models', 'GET'],
    ['POST', '/v1/models/openclaw', 'GET'],
    ['POST', '/readyz', 'GET, HEAD'],
  ])('4 HTTP-7 answers %s %s with 405 and Allow: %s, before auth', async (method, path, allow) => {
    const response = await fetch(gateway.origin + path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.text()).toBe(method === 'HEAD' ? '' : 'Method Not Allowed');
  });

  it.each([{}, { authorization: 'Basic abc' }, { authorization: 'Bearer ' }, { 'x-api-key': testToken }])(
    '5 AUTH-8, HTTP-15, HTTP-26 answers 401 before it reads the body: %j',
    async (headers) => {
      const response = await post('/v1/chat/completions', headers as Record<string, string>);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ error: { message: 'Unauthorized', type: 'unauthorized' } });
    },
  );

  it('AUTH-45 delays the 401 of a wrong secret from loopback, and never locks it', async () => {
    const startedAt = Date.now();
    expect((await post('/v1/chat/completions', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(240);
    expect((await gateway.get('/v1/models', { authorization: `bearer   ${testToken} ` })).status).toBe(200);
  });

  it('7 HTTP-18 takes an empty body for {}', async () => {
    const response = await post('/v1/chat/completions', auth, '');
    expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(/^messages: at least/) } });
  });

  it.each([
    ['10 before 11', { stream: 1, max_tokens: 0 }, 'stream: must be boolean,null'],
    ['11 before 12', { max_tokens: 0, model: 'gpt-4o' }, 'max_tokens: must be a positive integer'],
    ['12 before 16', { model: 'gpt-4o', tools: [1] }, "model: 'gpt-4o' does not name an agent"],
    ['16 before 17', { tools: [1], messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }, 'Invalid tools'],
    ['17 before 18', { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }, 'Invalid image_url'],
    ['18', { messages: [{ role: 'system', content: 'x' }] }, 'messages: at least one'],
  ])('HTTP-10, HTTP-25 names the first thing wrong: %s', async (_name, body, message) => {
    const response = await gateway.chat(body);
    const { error } = (await response.json()) as { error: { message: string; type: string } };
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(error.type).toBe('invalid_request_error');
    expect(error.message.startsWith(message)).toBe(true);
  });
});

describe('mode none (AUTH-10, AUTH-51…55, AUTH-57)', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start(testSnapshot({ gateway: { auth: { mode: 'none' } } }));
  });
  afterAll(() => gateway.stop());

  it.each([
    [undefined, 200, 200],
    ['operator.read', 200, 403],
    ['operator.write', 200, 400],
    ['operator.admin', 200, 200],
    ['operator.sessions.write', 403, 200],
    [' operator.read , operator.write ', 200, 200],
    ['', 403, 403],
    ['made.up', 403, 403],
    ['operator.approvals', 403, 403],
  ])('HTTP-42, HTTP-49 scopes %j: models %i, chat %i', async (scopes, models, chat) => {
    const headers: Record<string, string> = scopes === undefined ? {} : { 'x-openclaw-scopes': scopes };
    expect((await gateway.get('/v1/models', headers)).status).toBe(models);
    const response = await gateway.chat(scopes === 'operator.write' ? '{' : userSays('hi'), { headers });
    expect(response.status).toBe(chat);
  });

  it('AUTH-57 reports the scope of the endpoint before that of the override', async () => {
    const headers = { 'x-openclaw-scopes': 'operator.read', 'x-openclaw-model': 'a/b' };
    const response = await gateway.chat(userSays('hi'), { headers });
    expect(await response.json()).toMatchObject({ error: { message: 'missing scope: operator.write' } });
  });

  it('HTTP-27 names the missing scope in an envelope of its own', async () => {
    const headers = { 'x-openclaw-scopes': 'operator.write', 'x-openclaw-model': 'a/b' };
    const response = await gateway.chat(userSays('hi'), { headers });
    expect([response.status, await response.json()]).toEqual([
      403,
      {
        ok: false,
        error: {
          type: 'forbidden',
          message: 'missing scope: operator.admin',
          details: { code: 'MISSING_SCOPE', missingScope: 'operator.admin', requiredScopes: ['operator.admin'] },
        },
      },
    ]);
  });
});
