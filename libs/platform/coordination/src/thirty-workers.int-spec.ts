import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startRedis, waitUntil, type RunningService } from '@clawmesh/testing';
import { settingsFrom } from './key-ring.harness.contract.js';
import { noEvents, openRing, type OpenedRing } from './key-ring.redis.harness.contract.js';
import { systemTime } from './key-ring.redis.js';
import { fail, lease } from './redis-faults.contract.js';

const workerCount = 30;
const rounds = 20;
const limit = { reason: 'rate_limit', message: 'slow down', origin: 'upstream' } as const;

/** Thirty workers in one process, each with a connection of its own, in real time. */
describe('RedisKeyRing with thirty workers', () => {
  let redis: RunningService;
  let workers: readonly OpenedRing[];
  let locals = 0;
  /** The time of Redis, moved by this much. */
  let shiftMs = 0;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  async function open(clawmesh: object = {}): Promise<void> {
    const settings = settingsFrom(clawmesh);
    const namespace = `test-${randomUUID()}`;
    const events = { ...noEvents, leasedLocally: () => void locals++ };
    const redisTime = () => (shiftMs === 0 ? undefined : Date.now() + shiftMs);
    // Thirty of them on one thread may take longer for an answer than one would.
    const time = { ...systemTime, budgetMs: 2_000, redis: redisTime };
    workers = Array.from({ length: workerCount }, () =>
      openRing(redis.url, { namespace, settings: () => settings, time, events }),
    );
    await waitUntil(() => workers.every(({ ring }) => ring.state === 'up'), 20_000);
  }

  beforeEach(() => {
    locals = 0;
    shiftMs = 0;
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.close()));
    expect(locals).toBe(0);
  });

  /** All workers call without a pause, first key first, until told otherwise. */
  async function underLoad(keyIds: readonly string[], isLimited: (keyId: string) => boolean, act: () => Promise<void>) {
    const calls: { worker: number; keyId: string; leasedAt: number; reportedAt: number }[] = [];
    let isOver = false;
    const loops = workers.map(async ({ ring }, worker) => {
      while (!isOver) {
        const answer = await lease({ ring }, keyIds);
        const leasedAt = performance.now();
        if (!answer.granted) {
          await delay(5);
          continue;
        }
        await delay(2); // the upstream
        const { keyId } = answer.lease;
        const failed = isLimited(keyId);
        await ring.report(answer.lease, failed ? { result: 'failure', failure: limit } : { result: 'success' });
        calls.push({ worker, keyId, leasedAt, reportedAt: failed ? performance.now() : Infinity });
      }
    });
    await act();
    isOver = true;
    await Promise.all(loops);
    return calls;
  }

  it('a key that starts to answer 429 is called once more by each worker at the most', async () => {
    await open();
    const lags: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const [first, second] = [`env:${String(round)}a`, `env:${String(round)}b`];
      let limitedAt = Infinity;
      const isLimited = (keyId: string): boolean => keyId === first && performance.now() >= limitedAt;
      const calls = await underLoad([first, second], isLimited, async () => {
        await delay(50);
        limitedAt = performance.now();
        await delay(150);
      });
      const refused = calls.filter(({ reportedAt }) => reportedAt < Infinity);
      const knownAt = Math.min(...refused.map(({ reportedAt }) => reportedAt));
      const later = calls.filter(({ keyId, leasedAt }) => keyId === first && leasedAt > knownAt);
      // I1: what was asked before the first report returned may have been answered after it.
      for (const { worker } of workers.map((_, worker) => ({ worker }))) {
        expect(later.filter((call) => call.worker === worker).length).toBeLessThanOrEqual(1);
        expect(refused.filter((call) => call.worker === worker).length).toBeLessThanOrEqual(1);
      }
      lags.push(...lagsOf(calls, first, limitedAt));
    }
    lags.sort((a, b) => a - b);
    const at = (share: number): string => (lags[Math.ceil(share * lags.length) - 1] ?? NaN).toFixed(1);
    process.stdout.write(
      `from the first 429 to the last lease of the key, by worker: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms\n`,
    );
    expect(lags).toHaveLength(workerCount * rounds);
    expect(Number(at(0.99))).toBeLessThan(1_000);
  });

  /** For each worker, how long after the first 429 it got the key for the last time. */
  function lagsOf(calls: readonly { worker: number; keyId: string; leasedAt: number }[], keyId: string, since: number) {
    return workers.map((_, worker) => {
      const own = calls.filter((call) => call.worker === worker && call.keyId === keyId);
      return Math.max(0, ...own.map(({ leasedAt }) => leasedAt - since));
    });
  }

  it('I3 CLU-15 exactly one probe goes out when its window is over', async () => {
    await open();
    const [first] = workers as [OpenedRing];
    await fail(first, 'env:a');
    shiftMs = 30_500;
    const answers = await Promise.all(workers.map((worker) => lease(worker, ['env:a'])));
    const granted = answers.flatMap((answer) => (answer.granted ? [answer.lease] : []));
    expect(granted).toMatchObject([{ probe: 'half-open' }]);
  });

  it('all keys limited at once: each worker calls each of them once at the most, and then nobody any', async () => {
    await open();
    const keyIds = ['env:a', 'env:b', 'env:c', 'env:d', 'env:e'];
    const calls = await underLoad(
      keyIds,
      () => true,
      () => delay(400),
    );
    for (const keyId of keyIds) {
      const ofKey = calls.filter((call) => call.keyId === keyId).map(({ worker }) => worker);
      expect(ofKey).toHaveLength(new Set(ofKey).size);
    }
    const answers = await Promise.all(workers.map((worker) => lease(worker, keyIds)));
    for (const answer of answers)
      expect(answer).toMatchObject({ granted: false, why: 'cooling', reason: 'rate_limit' });
  });

  it('a provider that is limited every other 500 ms: no call in a window, and a probe at a time', async () => {
    await open({ auth: { cooldownScheduleMs: [150, 300, 600] }, keys: { slowStart: false } });
    const startedAt = performance.now();
    const isLimited = (): boolean => Math.floor((performance.now() - startedAt) / 500) % 2 === 1;
    const calls = await underLoad(['env:a'], isLimited, () => delay(4_000));
    const reports = calls.filter(({ reportedAt }) => reportedAt < Infinity).map(({ reportedAt }) => reportedAt);
    const opened = reports.sort((a, b) => a - b).filter((at, n) => n === 0 || at - (reports[n - 1] ?? 0) > 100);
    expect(opened.length).toBeGreaterThan(3);
    // The shortest window is 150 ms; 50 of them are for answers on their way.
    for (const at of opened) {
      const within = calls.filter(({ leasedAt }) => leasedAt > at + 50 && leasedAt < at + 140);
      expect(within).toEqual([]);
    }
  });
});
