import { channels, type KeyOrderRequest } from '@clawmesh/contracts';
import { InProcessKeyRing, keyRingSettings, type KnownKey } from '@clawmesh/coordination';
import { GatewayUnderTest, testSnapshot, testToken } from '../__fixtures__/gateway-under-test.js';

const first = { keyId: 'env:openai:1a2b3c4d5e6f7081', provider: 'openai', source: 'OPENAI_API_KEY' };
const second = { keyId: 'env:openai:1a2bffff5e6f7081', provider: 'openai', source: 'OPENAI_API_KEY_2' };
const third = { keyId: 'inline:zai:99990000aaaabbbb', provider: 'zai', source: 'models.providers.zai.apiKey' };
const keyless = { keyId: 'none:ollama', provider: 'ollama', source: 'no key needed' };
const known: readonly KnownKey[] = [third, first, keyless, second];

const limited = { reason: 'rate_limit', status: 429, message: 'slow down', origin: 'upstream' } as const;

interface ShownKey {
  readonly provider: string;
  readonly key: string;
  readonly state: string;
}

describe('/admin/keys', () => {
  let gateway: GatewayUnderTest;
  let ring: InProcessKeyRing;
  let orders: KeyOrderRequest[];
  const now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

  /** A worker, as far as the gateway can tell. */
  async function startWorker(bus = gateway.bus) {
    await bus.serve(channels.keyBoard, async ({ message: { provider }, reply }) => {
      const keys = await ring.board(known);
      reply({ status: 'board', keys: keys.filter((key) => provider === undefined || key.provider === provider) });
    });
    await bus.serve(channels.keyOrders, async ({ message, reply }) => {
      orders.push(message);
      reply({ status: 'done', changed: await ring.command(message.order, message.keys) });
    });
  }

  beforeAll(async () => {
    // Scopes are declared by the caller only where there is no secret (AUTH-55).
    gateway = await GatewayUnderTest.start(testSnapshot({ gateway: { auth: { mode: 'none' } } }));
    await startWorker();
  });
  afterAll(() => gateway.stop());
  beforeEach(async () => {
    orders = [];
    ring = new InProcessKeyRing({ now: () => now, settings: () => keyRingSettings(gateway.store.current().config) });
    const question = { provider: 'openai', model: 'm', excludedKeyIds: [], deadlineAt: now + 1_000 };
    const leased = await ring.lease({ ...question, candidates: [{ ...first, rank: 0 }] });
    if (!leased.granted) throw new Error('no lease');
    await ring.report(leased.lease, { result: 'failure', failure: limited, started: true });
  });

  const get = (path = '/admin/keys', headers: Record<string, string> = {}) => gateway.get(path, headers);
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${gateway.origin}/admin/keys/orders`, { method: 'POST', headers, body: JSON.stringify(body) });
  const rowsOf = async (response: Response) => ((await response.json()) as { data: ShownKey[] }).data;

  it('CLU-41 shows the keys by provider, in the order of use, with what keeps it from being used', async () => {
    const response = await get();
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const rows = await rowsOf(response);
    expect(rows.map(({ provider, key, state }) => [provider, key, state])).toEqual([
      ['ollama', 'none', 'usable'],
      ['openai', 'env:1a2b3c4d', 'cooling'],
      ['openai', 'env:1a2bffff', 'usable'],
      ['zai', 'inline:99990000', 'usable'],
    ]);
    expect(rows[1]).toMatchObject({
      ...{ source: 'OPENAI_API_KEY', reason: 'rate_limit', errorCount: 1, inFlight: 0 },
      ...{ until: '2026-01-02T03:04:35.678Z', untilMs: now + 30_000 },
    });
    expect(rows[2]).toMatchObject({ reason: null, model: null, until: null, lastUsedAt: null, lastError: null });
  });

  it('narrows the list to a provider, by any of its spellings', async () => {
    expect((await rowsOf(await get('/admin/keys?provider=Z.AI'))).map(({ key }) => key)).toEqual(['inline:99990000']);
    expect(await rowsOf(await get('/admin/keys?provider=nobody'))).toEqual([]);
  });

  it.each([
    ['by what is shown of it', { provider: 'openai', key: 'env:1a2b3c4d' }, [first]],
    ['by the start of that', { key: 'inline:99' }, [third]],
    ['by its fingerprint alone', { key: '1a2b3' }, [first]],
    ['by its source', { key: 'OPENAI_API_KEY' }, [first]],
    ['as one of a provider that has but one', { provider: 'z.ai' }, [third]],
    ['with all others of its provider', { provider: 'openai' }, [first, second]],
    ['where it has no fingerprint', { provider: 'ollama', key: 'none' }, [keyless]],
  ])('COOL-21 an order names a key %s', async (_, names, keys) => {
    const response = await post({ order: 'disable', ...names });
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await response.json()).toMatchObject({ order: 'disable', changed: keys.length });
    expect(orders).toMatchObject([{ order: 'disable', orderedBy: 'none:anonymous' }]);
    expect(orders[0]?.keys.map(({ keyId }) => keyId).sort()).toEqual(keys.map(({ keyId }) => keyId).sort());
  });

  it('COOL-21 K17 a reset shows at once', async () => {
    expect(await (await post({ order: 'reset', key: 'env:1a2b3c4d' })).json()).toEqual({
      ...{ object: 'key.order', order: 'reset', changed: 1 },
      keys: [{ provider: 'openai', key: 'env:1a2b3c4d', source: 'OPENAI_API_KEY' }],
    });
    expect((await rowsOf(await get())).map(({ state }) => state)).toEqual(['usable', 'usable', 'usable', 'usable']);
  });

  it.each([
    ['that could mean two keys', { order: 'reset', key: '1a2b' }, 400, "key: '1a2b' may mean openai env:1a2b3c4d"],
    ['for every key there is', { order: 'disable' }, 400, 'provider: it or key is required'],
    ['that is none', { order: 'delete', provider: 'openai' }, 400, 'order: '],
    ['with an unknown field', { order: 'reset', provider: 'openai', model: 'm' }, 400, 'model'],
    ['for a key that is not there', { order: 'reset', key: 'feed' }, 404, "No key is called 'feed'."],
    ['for a provider without keys', { order: 'reset', provider: 'x' }, 404, "There is no key of provider 'x'."],
  ])('an order %s is refused', async (_, body, status, message) => {
    const response = await post(body);
    expect([response.status, response.headers.get('cache-control')]).toEqual([status, 'no-store']);
    const { error } = (await response.json()) as { error: { type: string; message: string } };
    expect(error.type).toBe('invalid_request_error');
    expect(error.message).toContain(message);
    expect(orders).toEqual([]);
  });

  it.each(['operator.read', 'operator.write', 'operator.approvals', ''])(
    'AUTH-57, AUTH-60 the scopes %j are not enough',
    async (scopes) => {
      const headers = { 'x-openclaw-scopes': scopes };
      for (const response of [
        await get('/admin/keys', headers),
        await post({ order: 'reset', provider: 'zai' }, headers),
      ]) {
        expect([response.status, response.headers.get('cache-control')]).toEqual([403, 'no-store']);
        expect(await response.json()).toMatchObject({ error: { details: { missingScope: 'operator.admin' } } });
      }
      expect(orders).toEqual([]);
    },
  );

  it('AUTH-60 operator.admin is enough', async () => {
    expect((await get('/admin/keys', { 'x-openclaw-scopes': 'operator.admin' })).status).toBe(200);
  });

  it('HTTP-7 the board is read with GET, orders are given with POST', async () => {
    const posted = await fetch(`${gateway.origin}/admin/keys`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
    const got = await get('/admin/keys/orders');
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('KEY-14 shows eight characters of a fingerprint, not all of it', async () => {
    const bodies = [await get(), await post({ order: 'reset', provider: 'openai' })].map((response) => response.text());
    for (const body of await Promise.all(bodies)) expect(body).not.toMatch(/[0-9a-f]{16}/);
  });
});

describe('/admin/keys of a gateway with a secret and without a worker', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start();
  });
  afterAll(() => gateway.stop());

  it('AUTH-60 wants the secret', async () => {
    const wrong = await gateway.get('/admin/keys', { authorization: 'Bearer wrong' });
    expect([wrong.status, (await gateway.get('/admin/keys', {})).status]).toEqual([401, 401]);
  });

  it('says that no worker is there', async () => {
    const body = JSON.stringify({ order: 'reset', provider: 'openai' });
    const headers = { authorization: `Bearer ${testToken}` };
    const ordered = await fetch(`${gateway.origin}/admin/keys/orders`, { method: 'POST', body, headers });
    for (const response of [await gateway.get('/admin/keys'), ordered]) {
      expect([response.status, response.headers.get('cache-control')]).toEqual([503, 'no-store']);
      expect(await response.json()).toEqual({
        error: { type: 'api_error', code: 'no_workers', message: 'no worker is available' },
      });
    }
  });
});
