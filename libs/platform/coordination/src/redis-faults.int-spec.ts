import { setTimeout as delay } from 'node:timers/promises';
import { startOwnRedis, waitUntil } from '@clawmesh/testing';
import { settingsFrom } from './key-ring.harness.contract.js';
import { noEvents } from './key-ring.redis.harness.contract.js';
import { systemTime } from './key-ring.redis.js';
import { fail, FaultyCluster, lease, leased, take } from './redis-faults.contract.js';
import type { ArchivedWindow } from './window-archive.js';

/** What faults of Redis do to calls: nothing (design §4, CLU-23 to CLU-27). */
describe('RedisKeyRing with a Redis that is away, slow or empty', () => {
  let cluster: FaultyCluster;

  beforeEach(async () => {
    cluster = await FaultyCluster.start();
  });
  afterEach(() => cluster.stop());

  /** Calls of all workers, one after the other each, for so long. Returns how many there were of each key. */
  async function load(forMs: number, keyIds: readonly string[]): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    const until = performance.now() + forMs;
    const calls = cluster.workers.map(async (worker) => {
      while (performance.now() < until) {
        const call = await take(worker, ...keyIds);
        counts[call.keyId] = (counts[call.keyId] ?? 0) + 1;
        await delay(5);
        worker.ring.answered(call);
        await worker.ring.report(call, { result: 'success' });
      }
    });
    await Promise.all(calls);
    return counts;
  }

  it('K10 stopped for 10 s under load: no call is lost, cooling keys stay unused, and all agree afterwards', async () => {
    const states: string[] = [];
    const first = await cluster.join({ events: { ...noEvents, redisIs: (state) => states.push(state) } });
    const second = await cluster.join();
    await fail(first, 'env:a');
    await waitUntil(async () => (await leased(second, 'env:a')) === undefined);
    cluster.close();
    const loading = load(10_000, ['env:a', 'env:b', 'env:c']);
    await delay(200);
    expect([first.ring.state, second.ring.state]).toEqual(['down', 'down']);
    await fail(second, 'env:b');
    await delay(9_000);
    await cluster.reopen();
    const counts = await loading;
    expect(Object.keys(counts).sort()).toEqual(['env:b', 'env:c']);
    // What one worker learnt alone is known to all now, and to one that was not there.
    const late = await cluster.join();
    for (const worker of [first, second, late]) expect(await leased(worker, 'env:a', 'env:b')).toBeUndefined();
    // A busy machine may take the first trial for a slow one.
    expect(states.filter((state) => state !== 'slow')).toEqual(['up', 'down', 'up']);
  });

  it('CLU-23 answering in 2 s: calls wait for 50 ms at first, then not at all, and late leases are given back', async () => {
    const worker = await cluster.join();
    await fail(worker, 'env:a');
    cluster.link.delayMs = 2_000;
    const slowest = await slowestOf(10, () => leased(worker, 'env:a', 'env:b'));
    expect(slowest.answers).toEqual(Array.from({ length: 10 }, () => 'env:b'));
    expect(worker.ring.state).toBe('slow');
    expect(slowest.ms).toBeLessThan(1_000);
    cluster.link.delayMs = 0;
    await waitUntil(() => worker.ring.state === 'up', 10_000);
    await worker.ring.flush();
    const other = await cluster.join();
    const inFlight = async () => (await other.ring.board()).map((row) => row.inFlight);
    await waitUntil(async () => (await inFlight()).every((count) => count === 0));
    expect(await leased(other, 'env:a', 'env:b')).toBe('env:b');
  });

  it('CLU-24 a worker that is told to refuse without Redis does so', async () => {
    const worker = await cluster.join({ onFailure: () => 'fail' });
    cluster.close();
    await waitUntil(() => worker.ring.state === 'down');
    expect(await lease(worker, ['env:a'])).toMatchObject({ granted: false, why: 'unavailable', soonestInMs: 2_000 });
  });

  it('CLU-25 calls of the time without Redis count again when it is back', async () => {
    const worker = await cluster.join();
    const before = await take(worker, 'env:a');
    cluster.close();
    await waitUntil(() => worker.ring.state === 'down');
    const during = await take(worker, 'env:a');
    await cluster.reopen();
    const other = await cluster.join();
    await waitUntil(async () => (await other.ring.board())[0]?.inFlight === 2);
    for (const call of [before, during]) await worker.ring.report(call, { result: 'success' });
    await worker.ring.flush();
    expect((await other.ring.board())[0]?.inFlight).toBe(0);
  });

  it('CLU-5 CLU-25 a call that fails without Redis gives its place back when it is back', async () => {
    const worker = await cluster.join();
    const call = await take(worker, 'env:a');
    cluster.close();
    await waitUntil(() => worker.ring.state === 'down');
    const failure = { reason: 'rate_limit', message: 'slow down', origin: 'upstream' } as const;
    await worker.ring.report(call, { result: 'failure', failure });
    await cluster.reopen();
    await worker.ring.flush();
    expect(await worker.ring.board()).toMatchObject([{ state: 'cooling', inFlight: 0 }]);
  });

  it('CLU-27 failed over to an empty one: every window that a worker knows is back', async () => {
    const [first, second] = [await cluster.join(), await cluster.join()];
    await fail(first, 'env:a');
    await fail(second, 'env:b');
    const empty = await startOwnRedis();
    if (!empty) throw new Error('there is no redis-server on the PATH');
    cluster.link.leadTo(empty.url);
    cluster.link.cut();
    await waitUntil(() => [first, second].every(({ ring }) => ring.state === 'down'));
    await cluster.reopen();
    const late = await cluster.join();
    for (const worker of [first, second, late]) {
      expect(await leased(worker, 'env:a', 'env:b', 'env:c')).toBe('env:c');
    }
    await empty.stop();
  });

  /** As the database does it. */
  function anArchive() {
    const rows = new Map<string, ArchivedWindow>();
    return {
      save: (windows: readonly ArchivedWindow[]) => {
        for (const window of windows) rows.set(window.keyId, window);
        return Promise.resolve();
      },
      load: (provider: string, now: number) => {
        const open = [...rows.values()].filter((row) => row.provider === provider && row.until > now);
        return Promise.resolve(open.map(({ record }) => record));
      },
    };
  }

  it('K11 CLU-27 flushed: a window of 8 h holds, also for a worker that never saw it', async () => {
    const archive = anArchive();
    const worker = await cluster.join({ archive });
    await fail(worker, 'env:a', 'billing');
    await fail(worker, 'env:b');
    await worker.ring.command('disable', [{ keyId: 'env:d', provider: 'p', source: 'D' }]);
    await cluster.workers[0]?.connection.client.flushall();
    const late = await cluster.join({ archive });
    expect(await leased(late, 'env:a', 'env:d', 'env:c')).toBe('env:c');
    // The first worker saw the short one too, and tells of it when it notices.
    expect(await leased(worker, 'env:a', 'env:b', 'env:c')).toBe('env:c');
    expect(await leased(late, 'env:a', 'env:b', 'env:c')).toBe('env:c');
  });

  it('CLU-27 flushed: what only one worker knew is not forgotten, whichever of them notices first', async () => {
    const [first, second] = [await cluster.join(), await cluster.join()];
    await fail(second, 'env:b');
    const call = await take(second, 'env:c');
    await first.connection.client.flushall();
    expect(await leased(first, 'env:b', 'env:c')).toBe('env:b');
    await second.ring.report(call, { result: 'success' });
    await second.ring.flush();
    await waitUntil(async () => (await leased(first, 'env:b', 'env:c')) === 'env:c');
    expect(await leased(second, 'env:b', 'env:c')).toBe('env:c');
  });

  it('K11 a window that was ended early does not come back', async () => {
    const archive = anArchive();
    const worker = await cluster.join({ archive });
    await fail(worker, 'env:a', 'billing');
    await worker.close();
    cluster.workers.splice(0);
    const other = await cluster.join({ archive });
    await other.ring.command('reset', [{ keyId: 'env:a', provider: 'p', source: 'A' }]);
    await other.connection.client.flushall();
    expect(await leased(other, 'env:a', 'env:b')).toBe('env:a');
  });

  it('up and down every 500 ms under load: no call is lost, no cooling key used, and all agree afterwards', async () => {
    const [first, second] = [await cluster.join(), await cluster.join()];
    await fail(first, 'env:a');
    await waitUntil(async () => (await leased(second, 'env:a')) === undefined);
    const loading = load(5_000, ['env:a', 'env:b']);
    for (let turn = 0; turn < 10; turn++) {
      if (turn % 2 === 0) cluster.close();
      else cluster.link.isClosed = false;
      await delay(500);
    }
    expect(Object.keys(await loading)).toEqual(['env:b']);
    await cluster.reopen();
    expect(await leased(await cluster.join(), 'env:a')).toBeUndefined();
  });

  it('K9 CLU-13 a machine five minutes ahead: windows are right, and there is an alarm', async () => {
    const alarms: boolean[] = [];
    const events = { ...noEvents, skewed: (_: number, isAlarming: boolean) => void alarms.push(isAlarming) };
    const ahead = await cluster.join({ events, time: { ...systemTime, wall: () => Date.now() + 5 * 60_000 } });
    const other = await cluster.join();
    await fail(ahead, 'env:a');
    const answer = await lease(other, ['env:a']);
    expect(answer).toMatchObject({ granted: false, why: 'cooling' });
    expect(!answer.granted && answer.soonestInMs).toBeGreaterThan(29_000);
    expect(!answer.granted && answer.soonestInMs).toBeLessThanOrEqual(30_000);
    expect(alarms).toContain(true);
  });

  it('CLU-13 CLU-24 a machine five minutes behind counts its calls without Redis, and waits for their end', async () => {
    const behind = { ...systemTime, wall: () => Date.now() - 5 * 60_000 };
    const settings = settingsFrom({ keys: { maxInFlight: 1 } });
    const worker = await cluster.join({ time: behind, settings: () => settings });
    await leased(worker, 'env:a');
    cluster.close();
    await waitUntil(() => worker.ring.state === 'down');
    const deadlineAt = behind.wall() + 60_000;
    const first = await lease(worker, ['env:a'], { deadlineAt });
    const second = lease(worker, ['env:a'], { deadlineAt });
    await new Promise(setImmediate);
    if (first.granted) await worker.ring.report(first.lease, { result: 'released' });
    expect(await second).toMatchObject({ granted: true });
  });

  it('CLU-11 without Redis, too, what an older call reports after a reset is ignored', async () => {
    const worker = await cluster.join();
    const late = await take(worker, 'env:a');
    cluster.close();
    await waitUntil(() => worker.ring.state === 'down');
    await worker.ring.command('reset', [{ keyId: 'env:a', provider: 'p', source: 'A' }]);
    const failure = { reason: 'rate_limit', message: 'slow down', origin: 'upstream' } as const;
    await worker.ring.report(late, { result: 'failure', failure });
    expect(await leased(worker, 'env:a')).toBe('env:a');
  });

  it('CLU-39 a worker that stops tells what it has not told yet, and gives back what it holds', async () => {
    const worker = await cluster.join();
    const other = await cluster.join();
    await take(worker, 'env:a');
    const done = await take(worker, 'env:b');
    worker.ring.answered(done);
    await worker.ring.report(done, { result: 'success' });
    cluster.workers.splice(0, 1);
    await worker.close();
    const board = await other.ring.board();
    expect(board).toMatchObject([
      { keyId: 'env:a', inFlight: 0 },
      { keyId: 'env:b', inFlight: 0 },
    ]);
    expect(board[1]?.lastUsedAt).toBeGreaterThan(0);
  });
});

async function slowestOf<T>(times: number, act: () => Promise<T>): Promise<{ ms: number; answers: T[] }> {
  const answers: T[] = [];
  let ms = 0;
  for (let n = 0; n < times; n++) {
    const startedAt = performance.now();
    answers.push(await act());
    ms = Math.max(ms, performance.now() - startedAt);
  }
  return { ms, answers };
}
