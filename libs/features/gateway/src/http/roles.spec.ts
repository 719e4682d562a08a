import { ConfigStore } from '@clawmesh/config';
import { waitUntil } from '@clawmesh/testing';
import { GatewayUnderTest, testSnapshot, testToken, userSays } from '../__fixtures__/gateway-under-test.js';

const role = { sessions: { others: 'none' }, agents: '*', scopes: ['operator.write'] };
const roles = {
  default: 'dev',
  definitions: {
    dev: { ...role, agents: ['Main', 'dev'] },
    reader: { ...role, scopes: ['operator.read'] },
    boss: { ...role, scopes: ['operator.admin'] },
  },
  users: { bob: 'reader', carol: 'boss' },
};
const proxy = {
  auth: {
    mode: 'trusted-proxy',
    trustedProxy: { userHeader: 'x-user', allowLoopback: true },
    password: 'a-good-password',
  },
  trustedProxies: ['127.0.0.1'],
  http: {
    endpoints: { chatCompletions: { enabled: true }, responses: { enabled: true }, messages: { enabled: true } },
  },
};
const agents = { entries: { main: { default: true }, dev: {}, ops: {} } };
const under = (gateway: object) => testSnapshot({ gateway, agents });

describe('named roles', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start(under({ ...proxy, roles }));
  });
  afterAll(() => gateway.stop());

  const as = (user: string, more: Record<string, string> = {}) => ({
    'x-user': user,
    'x-forwarded-for': '203.0.113.7',
    ...more,
  });
  const post = (path: string, headers: Record<string, string>, body: object) =>
    fetch(gateway.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const chat = (headers: Record<string, string>, model = 'openclaw') =>
    post('/v1/chat/completions', headers, { model, ...userSays('hi') });

  it('AUTH-71 a role takes scopes away, and the run carries what is left', async () => {
    expect((await chat(as('alice'))).status).toBe(200);
    expect(gateway.runs.at(-1)?.requester).toEqual({
      method: 'trusted-proxy',
      subject: 'alice',
      isOwner: false,
      scopes: ['operator.read', 'operator.write', 'operator.sessions.read', 'operator.sessions.write', 'operator.talk'],
    });
    expect(await (await chat(as('bob'))).json()).toMatchObject({ error: { message: 'missing scope: operator.write' } });
    expect((await gateway.get('/v1/models', as('bob'))).status).toBe(200);
    expect((await chat(as('carol'))).status).toBe(200);
    expect(gateway.runs.at(-1)?.requester.isOwner).toBe(true);
  });

  it('AUTH-71 a role never adds to what was declared', async () => {
    const declared = as('carol', { 'x-openclaw-scopes': 'operator.read' });
    expect((await chat(declared)).status).toBe(403);
  });

  it.each([
    ['/v1/chat/completions', userSays('hi')],
    ['/v1/responses', { input: 'hi' }],
    ['/v1/messages', { max_tokens: 9, ...userSays('hi') }],
    ['/v1/messages/count_tokens', userSays('hi')],
    ['/v1/embeddings', { input: 'hi' }],
  ])('AUTH-71, HTTP-28 an agent that is not of the role is a 403 before the run: %s', async (path, body) => {
    const before = gateway.runs.length;
    const response = await post(path, as('alice'), { model: 'openclaw/ops', ...body });
    expect(response.status).toBe(403);
    const type = path.startsWith('/v1/messages') ? 'permission_error' : 'forbidden';
    expect(await response.json()).toMatchObject({ error: { type, message: "The agent 'ops' is not open to you." } });
    expect(gateway.runs).toHaveLength(before);
  });

  it('AUTH-71 the header and the session name agents too', async () => {
    expect((await chat(as('alice', { 'x-openclaw-agent-id': 'ops' }))).status).toBe(403);
    expect((await chat(as('alice', { 'x-openclaw-session-key': 'agent:ops:main' }))).status).toBe(403);
    expect((await chat(as('carol'), 'openclaw/ops')).status).toBe(200);
    expect((await chat(as('alice'), 'openclaw/dev')).status).toBe(200);
  });

  it('AUTH-71 a shared secret is not limited', async () => {
    const response = await chat({ authorization: 'Bearer a-good-password' }, 'openclaw/ops');
    expect(response.status).toBe(200);
    expect(gateway.runs.at(-1)?.requester).toMatchObject({ method: 'password', isOwner: true });
  });
});

it('AUTH-72 with roles a caller without a verified name is refused', async () => {
  const gateway = await GatewayUnderTest.start(under({ auth: { mode: 'none' }, roles }));
  expect((await gateway.chat(userSays('hi'))).status).toBe(401);
  await gateway.stop();
});

/** A request whose body ends after something happened to the config. */
async function midBody(
  gateway: GatewayUnderTest,
  headers: Record<string, string>,
  change: (store: ConfigStore) => void,
) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  void writer.write(Buffer.from('{"messages":[{"role":"user","content":"hi"}]'));
  const response = fetch(`${gateway.origin}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: readable,
    // Not in the types of fetch, and needed for a body that is not there yet.
    ...{ duplex: 'half' },
  });
  await waitUntil(() => gateway.drain.inFlight === 1);
  await new Promise(setImmediate); // until it is admitted
  change(gateway.store);
  await writer.write(Buffer.from('}'));
  await writer.close();
  return (await response).status;
}

describe('a config that changes while a body is read (HTTP-20, AUTH-74, AUTH-80)', () => {
  const user = { 'x-user': 'alice', 'x-forwarded-for': '203.0.113.7' };
  const right = { authorization: `Bearer ${testToken}` };
  const { auth } = proxy;
  const tokenOf = (token: string) => under({ auth: { mode: 'token', token } });
  const usersOf = (...allowUsers: string[]) =>
    under({ ...proxy, auth: { ...auth, trustedProxy: { ...auth.trustedProxy, allowUsers } } });

  it.each([
    ['nothing of meaning', tokenOf(testToken), right, under({ auth: { mode: 'token', token: testToken }, roles }), 200],
    ['the token', tokenOf(testToken), right, tokenOf('another-token'), 401],
    ['the users', usersOf('alice'), user, usersOf('bob'), 401],
    ['the proxies', under(proxy), user, under({ ...proxy, trustedProxies: ['10.0.0.1'] }), 403],
    ['the roles: no scope', under(proxy), user, under({ ...proxy, roles: { ...roles, default: 'reader' } }), 403],
    [
      'the password',
      under(proxy),
      { authorization: 'Bearer a-good-password' },
      under({ ...proxy, auth: { ...auth, password: 'new-password' } }),
      401,
    ],
    ['the mode, which waits for a restart', tokenOf(testToken), right, under(proxy), 200],
  ])('%s', async (_what, before, headers, after, status) => {
    const gateway = await GatewayUnderTest.start(before);
    expect(await midBody(gateway, headers, (store) => store.replace(after))).toBe(status);
    await gateway.stop();
  });
});
