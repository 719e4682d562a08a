import { createSnapshot } from '@clawmesh/config';
import { startOwnRedis, waitUntil, type RunningService } from '@clawmesh/testing';
import { openRing, type OpenedRing } from './key-ring.redis.harness.contract.js';
import { keyRingSettings } from './key-ring-settings.js';
import type { LeaseAnswer } from './key-ring.js';

/** What goes to Redis, and what is left there. */
describe('RedisKeyRing, seen from Redis', () => {
  let redis: RunningService;
  let worker: OpenedRing;

  beforeAll(async () => {
    const own = await startOwnRedis();
    if (!own) throw new Error('there is no redis-server on the PATH');
    redis = own;
    const { config } = createSnapshot({ raw: {}, env: {}, stateDir: '/nowhere' });
    worker = openRing(redis.url, { namespace: 'ns', settings: () => keyRingSettings(config) });
    await waitUntil(() => worker.ring.state === 'up');
  });
  afterAll(async () => {
    await worker.close();
    await redis.stop();
  });

  const lease = (): Promise<LeaseAnswer> =>
    worker.ring.lease({
      ...{ provider: 'p', model: 'm', excludedKeyIds: [], session: 'someone@example.com' },
      candidates: [{ keyId: 'env:p:0123456789abcdef', source: 'P_API_KEY', rank: 0, isSticky: true }],
      deadlineAt: Date.now() + 600_000,
    });

  it('CLU-3 a lease of a healthy key is one script, and nothing else', async () => {
    await lease();
    const { client } = worker.connection;
    await client.config('RESETSTAT');
    const answers = await Promise.all(Array.from({ length: 50 }, lease));
    expect(answers.every(({ granted }) => granted)).toBe(true);
    const stats = String(await client.info('commandstats'));
    expect(/^cmdstat_evalsha:calls=(\d+),/m.exec(stats)?.[1]).toBe('50');
    expect(stats).not.toMatch(/^cmdstat_eval:/m);
  });

  it('CLU-2 KEY-14 what it keeps of a provider has one hash tag, and names nobody', async () => {
    const names = await worker.connection.client.keys('*');
    const ofProvider = names.filter((name) => name.startsWith('cm:{ns:p}:'));
    expect(ofProvider.length).toBeGreaterThan(3);
    // The list of the providers there are is none of theirs.
    expect(names.filter((name) => !ofProvider.includes(name))).toEqual(['cm:ns:providers']);
    expect(names.join('\n')).not.toContain('example.com');
  });
});
