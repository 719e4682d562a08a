import { randomUUID } from 'node:crypto';
import { createLogger, createRedact } from '@clawmesh/telemetry';
import { startOwnRedis, TcpProxy, waitUntil, type RunningService } from '@clawmesh/testing';
import { describeFailedAuthLimiter } from './failed-auth-limiter.contract.js';
import { InProcessFailedAuthLimiter } from './failed-auth-limiter.in-process.js';
import { SharedFailedAuthLimiter, type FailedAuthNews } from './failed-auth-limiter.shared.js';
import { RedisConnection } from './redis-connection.js';
import { FailedAuthStore } from './redis/failed-auth-store.js';

const logger = createLogger({ service: 'test', level: 'silent', redact: createRedact([]) });
const limits = { maxAttempts: 3, windowMs: 60_000, lockoutMs: 300_000 };

/** Gateways on one Redis, whose time the test moves, and which hear each other while they are told to. */
class Gateways {
  now = Date.now();
  areHeard = true;
  readonly #namespace = `test-${randomUUID()}`;
  readonly stores: FailedAuthStore[] = [];
  readonly #open: { limiter: SharedFailedAuthLimiter; close(): Promise<void> }[] = [];

  constructor(readonly url: string) {}

  async join(): Promise<SharedFailedAuthLimiter> {
    const connection = RedisConnection.open(this.url, logger);
    const now = (): number => this.now;
    // The rules are looked at here, not how long a busy machine takes for an answer.
    const time = { wall: now, monotonic: now, redis: now, budgetMs: 10_000 };
    const store = new FailedAuthStore({ connection, namespace: this.#namespace, time });
    const announce = (news: FailedAuthNews): void => this.#announce(news);
    const local = new InProcessFailedAuthLimiter(now);
    const limiter = new SharedFailedAuthLimiter({ id: randomUUID(), local, store, announce });
    const close = async (): Promise<void> => {
      store.close();
      await connection.close();
    };
    this.#open.push({ limiter, close });
    this.stores.push(store);
    await waitUntil(() => store.state === 'up');
    return limiter;
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((gateway) => gateway.close()));
  }

  #announce(news: FailedAuthNews): void {
    if (this.areHeard) for (const { limiter } of this.#open) limiter.hear(news);
  }
}

describe('SharedFailedAuthLimiter on Redis (AUTH-48)', () => {
  let redis: RunningService;
  let gateways: Gateways;
  beforeAll(async () => {
    const started = await startOwnRedis();
    if (!started) throw new Error('there is no redis-server on the PATH');
    redis = started;
  });
  afterAll(() => redis.stop());
  beforeEach(() => {
    gateways = new Gateways(redis.url);
  });
  afterEach(() => gateways.close());

  describeFailedAuthLimiter('as any other', async () => {
    const own = new Gateways(redis.url);
    const limiter = await own.join();
    const pass = (ms: number): void => {
      own.now += ms;
    };
    return { limiter, pass, close: () => own.close() };
  });

  const failTimes = async (limiter: SharedFailedAuthLimiter, times: number, client = '1.1.1.1') => {
    for (let time = 0; time < times; time += 1) await limiter.fail(client, limits);
  };

  it('gateways that hear nothing of each other count together, and refuse at their first failure', async () => {
    gateways.areHeard = false;
    const [a, b] = [await gateways.join(), await gateways.join()];
    await failTimes(a, 1);
    await failTimes(b, 1);
    expect(await a.fail('1.1.1.1', limits)).toEqual({ lockedForMs: 0, recent: 3, locksNow: true });
    expect(b.lockedForMs('1.1.1.1')).toBe(0);
    expect(await b.fail('1.1.1.1', limits)).toEqual({ lockedForMs: 300_000, recent: 0, locksNow: false });
    expect(b.lockedForMs('1.1.1.1')).toBe(300_000);
  });

  it('a lock is known to all that hear of it, and to one that comes later', async () => {
    const [a, b] = [await gateways.join(), await gateways.join()];
    await failTimes(a, 3);
    expect(b.lockedForMs('1.1.1.1')).toBe(300_000);
    gateways.now += 1_000;
    const late = await gateways.join();
    expect(late.lockedForMs('1.1.1.1')).toBe(299_000);
  });

  it('AUTH-44 a success at another gateway, one that comes later too, clears the client', async () => {
    const a = await gateways.join();
    await failTimes(a, 2);
    const late = await gateways.join();
    late.clear('1.1.1.1');
    expect(await a.fail('1.1.1.1', limits)).toMatchObject({ recent: 1, locksNow: false });
  });

  it('a burst at several gateways locks once, after exactly as many refusals as are allowed', async () => {
    const [a, b] = [await gateways.join(), await gateways.join()];
    const burst = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? a : b).fail('1.1.1.1', limits));
    const verdicts = await Promise.all(burst);
    expect(verdicts.filter(({ lockedForMs }) => lockedForMs === 0)).toHaveLength(3);
    expect(verdicts.filter(({ locksNow }) => locksNow)).toHaveLength(1);
  });

  it('AUTH-46 Redis keeps as many clients as one process does', async () => {
    const a = await gateways.join();
    const once = { ...limits, maxAttempts: 1 };
    for (let from = 0; from < 9_999; from += 1_000) {
      const clients = Array.from({ length: Math.min(1_000, 9_999 - from) }, (_, at) => `locked-${String(from + at)}`);
      await Promise.all(clients.map((client) => a.fail(client, once)));
    }
    await a.fail('open', limits);
    await a.fail('last', once);
    // One that knows nothing by itself asks.
    gateways.areHeard = false;
    const verdict = await a.fail('newer', once);
    expect(verdict).toMatchObject({ lockedForMs: 300_000, recent: 0 });
  });
});

describe('SharedFailedAuthLimiter with a Redis that goes away (AUTH-48)', () => {
  const cleanups: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  });

  it('keeps the locks it knew, makes new ones, and tells Redis of them when it is back', async () => {
    const redis = await startOwnRedis();
    if (!redis) throw new Error('there is no redis-server on the PATH');
    cleanups.push(() => redis.stop());
    const link = await TcpProxy.start(redis.url);
    cleanups.push(() => link.stop());
    const gateways = new Gateways(link.url);
    cleanups.push(() => gateways.close());
    const limiter = await gateways.join();
    const [store] = gateways.stores;
    for (let time = 0; time < 3; time += 1) await limiter.fail('1.1.1.1', limits);

    link.isClosed = true;
    link.cut();
    await waitUntil(() => store?.state === 'down');
    expect(limiter.lockedForMs('1.1.1.1')).toBe(300_000);
    for (let time = 0; time < 3; time += 1) await limiter.fail('2.2.2.2', limits);
    expect(limiter.lockedForMs('2.2.2.2')).toBe(300_000);

    link.isClosed = false;
    await waitUntil(() => store?.state === 'up', 10_000);
    const late = await gateways.join();
    expect(late.lockedForMs('1.1.1.1')).toBe(300_000);
    expect(late.lockedForMs('2.2.2.2')).toBe(300_000);
  }, 20_000);

  it('counts alone when there was never a Redis, without keeping anybody waiting for long', async () => {
    const connection = RedisConnection.open('redis://127.0.0.1:1', logger);
    const store = new FailedAuthStore({ connection, namespace: 'none' });
    const local = new InProcessFailedAuthLimiter(() => 0);
    const limiter = new SharedFailedAuthLimiter({ id: 'a', local, store, announce: () => undefined });
    await limiter.fail('1.1.1.1', limits);
    await limiter.fail('1.1.1.1', limits);
    expect(await limiter.fail('1.1.1.1', limits)).toEqual({ lockedForMs: 0, recent: 3, locksNow: true });
    store.close();
    await connection.close();
  });
});
