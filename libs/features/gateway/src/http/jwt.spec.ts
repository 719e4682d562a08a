import { issuerAudience, startIssuer, type Issuer } from '@clawmesh/testing';
import { GatewayUnderTest, testSnapshot, testToken, userSays } from '../__fixtures__/gateway-under-test.js';

/** Tokens of an identity provider, as a further way in (issue 5, 2). */
describe('JSON web tokens as bearer', () => {
  let issuer: Issuer;
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    issuer = await startIssuer('ES256');
    gateway = await GatewayUnderTest.start(under());
  });
  afterAll(async () => {
    await gateway.stop();
    await issuer.close();
  });
  afterEach(() => gateway.store.replace(under()));

  function under(jwt: object = {}, gatewayMore: object = {}) {
    const limit = { rateLimit: { maxAttempts: 3, exemptLoopback: false } };
    const auth = {
      mode: 'token',
      token: testToken,
      ...limit,
      jwt: { issuer: issuer.url, audience: issuerAudience, ...jwt },
    };
    const endpoints = { chatCompletions: { enabled: true }, messages: { enabled: true } };
    return testSnapshot({ gateway: { auth, http: { endpoints }, ...gatewayMore } });
  }

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const chat = (token: string, headers: Record<string, string> = {}) =>
    gateway.chat(userSays('hi'), { headers: { ...bearer(token), ...headers } });
  const models = async (token: string) => (await gateway.get('/v1/models', bearer(token))).status;

  it('a user may do what the token says, and the run is the user’s', async () => {
    const token = await issuer.sign({ sub: 'alice', scope: 'openid operator.write' });
    expect((await chat(token)).status).toBe(200);
    expect(gateway.runs.at(-1)?.requester).toEqual({
      method: 'jwt',
      subject: 'alice',
      isOwner: false,
      scopes: ['operator.read', 'operator.write', 'operator.sessions.read', 'operator.sessions.write', 'operator.talk'],
    });
    expect((await chat(token, { 'x-openclaw-model': 'a/b' })).status).toBe(403);
    expect((await chat(await issuer.sign({ sub: 'bob', scope: 'operator.read' }))).status).toBe(403);
    expect(await models(await issuer.sign({ sub: 'bob', scope: ['operator.read'] }))).toBe(200);
    expect(await models(await issuer.sign({ sub: 'bob' }))).toBe(403);
  });

  it('AUTH-55 a user may declare to need less, and never more', async () => {
    const token = await issuer.sign({ sub: 'alice', scope: 'operator.write' });
    expect((await chat(token, { 'x-openclaw-scopes': 'operator.read' })).status).toBe(403);
    expect((await chat(token, { 'x-openclaw-scopes': 'operator.admin', 'x-openclaw-model': 'a/b' })).status).toBe(403);
  });

  it('what a claim means is said by the config', async () => {
    const scopeMap = { engineers: ['operator.write'], toString: ['operator.read'] };
    gateway.store.replace(under({ userClaim: 'email', scopesClaim: 'groups', scopeMap }));
    const groups = ['staff', 'engineers', 'constructor', 'operator.admin'];
    expect((await chat(await issuer.sign({ email: 'alice@x.example', groups }))).status).toBe(200);
    const { subject, scopes } = gateway.runs.at(-1)?.requester ?? {};
    expect([subject, scopes]).toEqual(['alice@x.example', expect.not.arrayContaining(['operator.admin'])]);
    expect((await chat(await issuer.sign({ sub: 'x', groups }))).status).toBe(401);
    for (const email_verified of [false, 'false']) {
      const unverified = { email: 'root@x.example', email_verified, groups };
      expect((await chat(await issuer.sign(unverified))).status).toBe(401);
    }
    expect((await chat(await issuer.sign({ email: 'a\nb', groups }))).status).toBe(401);
  });

  it('the secret of the mode goes on beside it, and is no token', async () => {
    expect((await chat(testToken)).status).toBe(200);
    expect(gateway.runs.at(-1)?.requester.method).toBe('token');
  });

  it('Anthropic’s clients send it as their key', async () => {
    const token = await issuer.sign({ sub: 'alice', scope: 'operator.write' });
    const response = await fetch(`${gateway.origin}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': token },
      body: JSON.stringify({ model: 'openclaw', max_tokens: 9, ...userSays('hi') }),
    });
    expect(response.status).toBe(200);
  });

  it('AUTH-41, AUTH-43 only what is forged counts as a guess; AUTH-44 a genuine one clears', async () => {
    const expired = await issuer.sign({ sub: 'alice', scope: 'operator.write' }, { expiresIn: -60 });
    for (let time = 0; time < 5; time += 1) expect(await models(expired)).toBe(401);
    const genuine = await issuer.sign({ sub: 'alice', scope: 'operator.read' });
    const forged = `${genuine.slice(0, -8)}AAAAAAAA`;
    for (let time = 0; time < 2; time += 1) expect(await models(forged)).toBe(401);
    expect(await models(genuine)).toBe(200);
    for (let time = 0; time < 3; time += 1) expect(await models(forged)).toBe(401);
    expect(await models(genuine)).toBe(429);
    await gateway.stop();
    gateway = await GatewayUnderTest.start(under());
  });

  it('HTTP-20 a token that counts no more while the body was read is refused', async () => {
    const token = await issuer.sign({ sub: 'alice', scope: 'operator.write' });
    expect((await chat(token)).status).toBe(200);
    gateway.store.replace(under({ audience: 'another' }));
    expect((await chat(token)).status).toBe(401);
    gateway.store.replace(testSnapshot());
    expect((await chat(token)).status).toBe(401);
  });

  it('while the keys cannot be had, and none is known, nobody can tell: 503', async () => {
    const away = await startIssuer('ES256');
    away.goAway();
    gateway.store.replace(under({ issuer: away.url }));
    const response = await chat(await away.sign({ sub: 'alice', scope: 'operator.write' }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await chat(testToken)).status).toBe(200);
    await away.close();
  });

  it('AUTH-71 a user has a role', async () => {
    const role = { sessions: { others: 'none' }, agents: '*', scopes: ['operator.read'] };
    gateway.store.replace(under({}, { roles: { default: 'reader', definitions: { reader: role } } }));
    const token = await issuer.sign({ sub: 'alice', scope: 'operator.admin' });
    expect([await models(token), (await chat(token)).status]).toEqual([200, 403]);
  });

  it('behind a trusted proxy the proxy comes first, and a token is for those who come without', async () => {
    const jwt = { issuer: issuer.url, audience: issuerAudience };
    const auth = { mode: 'trusted-proxy', trustedProxy: { userHeader: 'x-user', allowLoopback: true }, jwt };
    const endpoints = { chatCompletions: { enabled: true } };
    const snapshot = testSnapshot({ gateway: { auth, trustedProxies: ['127.0.0.1'], http: { endpoints } } });
    const other = await GatewayUnderTest.start(snapshot);
    const token = await issuer.sign({ sub: 'alice', scope: 'operator.write' });
    const ask = async (headers: Record<string, string>) => {
      const { status } = await other.chat(userSays('hi'), { headers });
      return [status, status === 200 ? other.runs.at(-1)?.requester.subject : undefined];
    };
    const proxied = { 'x-user': 'bob', 'x-forwarded-for': '203.0.113.7' };
    expect(await ask({ ...bearer(token), ...proxied })).toEqual([200, 'bob']);
    expect(await ask(bearer(token))).toEqual([200, 'alice']);
    expect(await ask({ ...bearer(token), 'x-forwarded-for': '203.0.113.7' })).toEqual([200, 'alice']);
    expect((await ask(bearer('no-token')))[0]).toBe(401);
    await other.stop();
  });
});
