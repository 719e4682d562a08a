import { BusTransport, InProcessBus } from '@clawmesh/bus';
import { ConfigStore, createSnapshot } from '@clawmesh/config';
import { channels, JobSeal, type BoardKey, type KeyOrderRequest } from '@clawmesh/contracts';
import { InProcessKeyRing, keyRingSettings, type LeaseAnswer } from '@clawmesh/coordination';
import { createLogger, createRedact, Logger, Metrics } from '@clawmesh/telemetry';
import { testSeal } from '@clawmesh/testing';
import { NestFactory } from '@nestjs/core';
import { withoutProfiles } from '../__fixtures__/profile-views.js';
import { KeyController } from './key.controller.js';
import { KeyOperations } from './key-operations.js';

const secrets = ['sk-first-secret', 'sk-second-secret', 'sk-inline-secret'];
const limited = { reason: 'rate_limit', status: 429, message: 'slow down', origin: 'upstream' } as const;

const sealed = (order: KeyOrderRequest): KeyOrderRequest => ({ ...order, seal: testSeal.ofKeyOrder(order) });

/** The controller on a bus, over the ring of one process and the keys of an environment and a config. */
async function startKeys() {
  const clock = { now: 1_000_000 };
  const own = { baseUrl: 'https://models.example.com/v1', apiKey: secrets[2], models: [] };
  const snapshot = createSnapshot({
    raw: { models: { providers: { own, local: { baseUrl: 'http://127.0.0.1:1/v1', models: [] } } } },
    env: { OPENAI_API_KEYS: `${secrets[0]},${secrets[1]}` },
    stateDir: '/nowhere',
  });
  const config = new ConfigStore(snapshot);
  const keyRing = new InProcessKeyRing({
    now: () => clock.now,
    settings: () => keyRingSettings(config.current().config),
  });
  const log: string[] = [];
  const logger = createLogger({
    ...{ service: 'worker', level: 'debug', redact: createRedact([]) },
    write: (line) => void log.push(line),
  });
  const bus = new InProcessBus({ validate: true });
  const metrics = new Metrics('worker');
  const providers = [
    {
      provide: KeyOperations,
      useValue: new KeyOperations({ config, keyRing, logger, profiles: withoutProfiles, now: Date.now }),
    },
    { provide: Metrics, useValue: metrics },
    { provide: JobSeal, useValue: testSeal },
    { provide: Logger, useValue: logger },
  ];
  const strategy = new BusTransport({ bus, slots: 1, consumes: [channels.keyBoard, channels.keyOrders] });
  const root = { module: class Root {}, controllers: [KeyController], providers };
  const app = await NestFactory.createMicroservice(root, { strategy, logger: false });
  await app.listen();

  const onNoResponders = (): never => {
    throw new Error('nobody serves');
  };
  return {
    clock,
    log,
    metrics,
    keyRing,
    board: (provider?: string) =>
      new Promise<readonly BoardKey[]>((resolve, reject) => {
        bus.call(
          channels.keyBoard,
          { provider },
          {
            onReply: (reply) =>
              reply.status === 'board' ? resolve(reply.keys) : reject(new Error(reply.failure.message)),
            onNoResponders,
          },
        );
      }),
    order: (order: KeyOrderRequest['order'], keys: readonly BoardKey[], seal = sealed) =>
      new Promise((resolve) => {
        const named = keys.map(({ keyId, provider, source }) => ({ keyId, provider, source }));
        const request = seal({ order, keys: named, orderedBy: 'token:alice', deadlineAt: Date.now() + 60_000 });
        bus.call(channels.keyOrders, request, { onReply: resolve, onNoResponders });
      }),
    lease: async (keys: readonly BoardKey[]): Promise<LeaseAnswer> =>
      keyRing.lease({
        ...{ provider: 'openai', model: 'gpt-5.5', excludedKeyIds: [], deadlineAt: clock.now + 60_000 },
        candidates: keys.map(({ keyId, source }, rank) => ({ keyId, source, rank })),
      }),
    async close() {
      await app.close();
      await bus.close();
    },
  };
}

describe('KeyController', () => {
  let keys: Awaited<ReturnType<typeof startKeys>>;
  beforeEach(async () => {
    keys = await startKeys();
  });
  afterEach(() => keys.close());

  /** The keys of openai, the first of which has just met its limit. */
  async function withFirstLimited(): Promise<readonly BoardKey[]> {
    const fresh = await keys.board('openai');
    const answer = await keys.lease(fresh);
    if (!answer.granted) throw new Error('no lease');
    await keys.keyRing.report(answer.lease, { result: 'failure', failure: limited, started: true });
    return keys.board('openai');
  }
  const stateOf = (rows: readonly BoardKey[]) => rows.map(({ state }) => state);

  it('CLU-41 shows every credential that can be served, before any was used', async () => {
    const rows = await keys.board();
    expect(rows.map(({ provider, source, state }) => [provider, source, state])).toEqual(
      expect.arrayContaining([
        ['openai', 'OPENAI_API_KEYS', 'usable'],
        ['own', 'models.providers.own.apiKey', 'usable'],
        ['local', 'no key needed', 'usable'],
      ]),
    );
    expect(rows.filter(({ provider }) => provider === 'openai')).toHaveLength(2);
    expect(rows.filter(({ source }) => source === 'no key needed')).toHaveLength(1);
    expect(await keys.board('own')).toHaveLength(1);
  });

  it('CLU-41 shows why a key rests, and until when', async () => {
    const [first, second] = await withFirstLimited();
    expect(first).toMatchObject({
      state: 'cooling',
      reason: 'rate_limit',
      until: keys.clock.now + 30_000,
      errorCount: 1,
    });
    expect(second).toMatchObject({ state: 'usable', errorCount: 0, inFlight: 0 });
  });

  it('KEY-11 shows the keys of a provider as they are preferred, whatever was used first', async () => {
    const [first, second] = await keys.board('openai');
    if (!first || !second) throw new Error('no keys');
    const other = await startKeys();
    await other.lease([second]);
    expect((await other.board('openai')).map(({ keyId }) => keyId)).toEqual([first.keyId, second.keyId]);
    await other.close();
  });

  it('COOL-21 K17 a key that is reset is usable at once', async () => {
    const [first] = await withFirstLimited();
    if (!first) throw new Error('no key');
    expect(await keys.order('reset', [first])).toEqual({ status: 'done', changed: 1 });
    expect(stateOf(await keys.board('openai')).sort()).toEqual(['usable', 'usable']);
    expect(await keys.lease([first])).toMatchObject({ granted: true, lease: { keyId: first.keyId } });
  });

  it('a key that is disabled stays out until it is enabled', async () => {
    const [first, second] = await keys.board('openai');
    if (!first || !second) throw new Error('no keys');
    expect(await keys.order('disable', [first])).toEqual({ status: 'done', changed: 1 });
    keys.clock.now += 7 * 24 * 3_600_000;
    expect((await keys.board('openai')).find(({ keyId }) => keyId === first.keyId)).toMatchObject({
      state: 'disabled',
      reason: 'operator',
    });
    expect(await keys.lease([first, second])).toMatchObject({ lease: { keyId: second.keyId } });
    await keys.order('enable', [first]);
    expect(await keys.lease([first, second])).toMatchObject({ lease: { keyId: first.keyId } });
  });

  it.each([
    ['without a seal', (order: KeyOrderRequest) => order],
    ['of somebody else', (order: KeyOrderRequest) => ({ ...sealed(order), orderedBy: 'token:bob' })],
    ['for another key', (order: KeyOrderRequest) => ({ ...sealed(order), keys: [] })],
    ['that is late', (order: KeyOrderRequest) => sealed({ ...order, deadlineAt: Date.now() - 1 })],
  ])('AUTH-82 refuses an order %s', async (_, seal) => {
    const rows = await keys.board('openai');
    expect(await keys.order('disable', rows, seal)).toMatchObject({ failure: { code: 'unauthenticated_job' } });
    expect(stateOf(await keys.board('openai'))).toEqual(['usable', 'usable']);
    expect(keys.log.join()).toContain('refused an order');
  });

  it('CLU-40 cm_keys counts them by state, the empty ones too', async () => {
    await withFirstLimited();
    const text = await keys.metrics.render();
    for (const [state, count] of [
      ['usable', 1],
      ['cooling', 1],
      ['disabled', 0],
    ] as const)
      expect(text).toContain(`cm_keys{provider="openai",state="${state}",service="worker"} ${count}\n`);
  });

  it('KEY-14 no secret is on the board, in the metrics or in the log of an order', async () => {
    const rows = await withFirstLimited();
    await keys.order('disable', rows);
    const said = [JSON.stringify(await keys.board()), await keys.metrics.render(), ...keys.log].join('\n');
    for (const secret of secrets) expect(said).not.toContain(secret);
    expect(keys.log.join()).toContain('token:alice');
  });
});
