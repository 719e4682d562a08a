import { freePort } from '@clawmesh/testing';
import { clawmesh } from './client/clawmesh.js';
import { ask, post, streamChat } from './client/stream-chat.js';
import { describeCluster } from './targets/available-targets.js';
import { keyedKeys, keyedProvider } from './targets/behaviours.js';
import { Cluster } from './targets/cluster.js';
import { targetConfig } from './targets/target-config.js';
import { onTarget, type Configure } from './targets/target.js';

/** Short, so that a test lives through many; a provider that asks for less is not believed (COOL-19). */
const cooldownMs = 2_000;
const configure: Configure = ({ mock, token }) => ({
  ...targetConfig({ mockUrl: mock.url, token }),
  clawmesh: { auth: { cooldownScheduleMs: [cooldownMs] } },
});
const askedSeconds = 1;
const limitedKeys = keyedKeys.slice(0, 3);

/** One request, every other one streamed; what is wrong with its answer, if anything. */
async function faultOf(cluster: Cluster, seed: string, isStreamed: boolean): Promise<string | undefined> {
  if (!isStreamed) {
    const response = await post(cluster, ask('openai-keyed', seed));
    const body = await response.text();
    return response.status === 200 ? undefined : `${response.status} ${body}`;
  }
  const { status, error, isDone, finishReason } = await streamChat(cluster, { agent: 'openai-keyed', seed });
  const isWell = status === 200 && error === undefined && isDone && finishReason === 'stop';
  return isWell ? undefined : JSON.stringify({ status, error, isDone, finishReason });
}

/** Asks one after the other until every worker knows which keys are limited; the faults of that. */
async function findOut(cluster: Cluster): Promise<string[]> {
  const faults: string[] = [];
  do {
    const fault = await faultOf(cluster, 'keys-find-out', false);
    if (fault !== undefined) faults.push(fault);
  } while ((await attemptsOf(cluster)).includes(0));
  return faults;
}

/** The faults of so many requests, 4 at a time. */
async function faultsOf(cluster: Cluster, requests: number): Promise<string[]> {
  const faults: string[] = [];
  let next = 0;
  const askOn = async (): Promise<void> => {
    while (next < requests) {
      const at = next++;
      const fault = await faultOf(cluster, `keys-${at}`, at % 2 === 1);
      if (fault !== undefined) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: 4 }, askOn));
  return faults;
}

/** The calls of a key in each cooldown, which begins with the first of them. */
function callsByCooldown(calls: readonly number[]): number[] {
  const counts: number[] = [];
  let startedAt = -Infinity;
  for (const at of calls) {
    // Milliseconds are rounded on both sides.
    const isOver = at >= startedAt + cooldownMs - 2;
    counts.push(isOver ? 1 : (counts.pop() ?? 0) + 1);
    if (isOver) startedAt = at;
  }
  return counts;
}

/** A metric of the keyed provider, as each worker counts it. */
async function countsOf(cluster: Cluster, name: string): Promise<number[]> {
  const texts = cluster.running('provider-worker').map((worker) => cluster.health(worker, '/metrics'));
  return (await Promise.all(texts)).map((text) => metric(text, name, keyedProvider));
}

const attemptsOf = (cluster: Cluster): Promise<number[]> => countsOf(cluster, 'cm_model_attempts_total');

/** The sum of a metric's values, over the labels of a provider if one is named. */
function metric(text: string, name: string, provider = ''): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(name) && line.includes(provider))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

describeCluster('keys that two workers share', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start({ configure });
    await cluster.startWorker();
    for (const key of limitedKeys) await cluster.mock.limit(key, askedSeconds);
  });
  afterAll(() => cluster?.stop());

  it(
    '1 000 requests over five keys of which three are limited: no client sees an error, and a limited key is called once a cooldown',
    onTarget(
      () => cluster,
      async () => {
        const startedAt = Date.now();
        expect(await findOut(cluster)).toEqual([]);
        expect(await faultsOf(cluster, 1_000)).toEqual([]);
        const tookMs = Date.now() - startedAt;

        // CLU-26: a worker that Redis answered too late, as on a busy machine, tried a key by itself.
        const locals = await countsOf(cluster, 'cm_keyring_local_total');
        const perCooldown = locals.every((count) => count === 0) ? 1 : 2;
        for (const key of limitedKeys) {
          const calls = await cluster.mock.calls(key);
          const counts = callsByCooldown(calls);
          expect(counts.filter((count) => count > perCooldown)).toEqual([]);
          // It was found out, and is tried again after its rests.
          expect(counts.length).toBeGreaterThan(tookMs / cooldownMs / 2);
        }
        const attempts = await attemptsOf(cluster);
        expect(attempts).toHaveLength(2);
        for (const count of attempts) expect(count).toBeGreaterThan(100);
      },
    ),
  );
});

describeCluster('keys while Redis is away', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    const nobody = `redis://127.0.0.1:${await freePort()}`;
    cluster = await Cluster.start({ configure, environment: { REDIS_URL: nobody } });
    await cluster.startWorker();
    for (const key of limitedKeys) await cluster.mock.limit(key, askedSeconds);
  });
  afterAll(() => cluster?.stop());

  const check = (body: () => Promise<void>) => onTarget(() => cluster, body);

  it(
    'CLU-24 every request is answered, each worker keeps to its own cooldowns',
    check(async () => {
      expect(await findOut(cluster)).toEqual([]);
      expect(await faultsOf(cluster, 300)).toEqual([]);
      for (const key of limitedKeys) {
        const calls = await cluster.mock.calls(key);
        expect(callsByCooldown(calls).filter((count) => count > 2)).toEqual([]);
      }
    }),
  );

  it(
    'CLU-24 a worker says so in its readiness and its metrics, and is ready',
    check(async () => {
      for (const worker of cluster.running('provider-worker')) {
        const readiness = JSON.parse(await cluster.health(worker, '/readyz')) as object;
        expect(readiness).toMatchObject({ ready: true, redis: 'down', keyRing: 'local' });
        const metrics = await cluster.health(worker, '/metrics');
        expect(metrics.split('\n').find((line) => line.startsWith('cm_redis_up'))).toMatch(/ 0$/);
        expect(metric(metrics, 'cm_keyring_local_total')).toBeGreaterThan(0);
      }
    }),
  );

  it(
    'CLU-41 operators still see a board',
    check(async () => {
      const access = ['--url', cluster.url, '--token', cluster.token];
      const { status, stdout } = await clawmesh(['keys', '--provider', keyedProvider, ...access]);
      expect(status).toBe(0);
      expect(stdout.split('\n').filter((line) => line.startsWith(keyedProvider))).toHaveLength(keyedKeys.length);
    }),
  );
});
