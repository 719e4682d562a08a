import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBootSettings } from '@clawmesh/config';
import type { KeyLease, KeyRing } from '@clawmesh/coordination';
import { freePort, startNats, startRedis, waitUntil, type RunningService } from '@clawmesh/testing';
import type { WorkerAdapters } from './adapters.js';
import { clusterAdapters } from './cluster.adapters.js';

describe('the key ring of a cluster', () => {
  const services: RunningService[] = [];
  const workers: WorkerAdapters[] = [];

  beforeAll(async () => {
    services.push(await startNats(), await startRedis());
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
  });

  async function startWorkers(count: number, redisUrl = services[1]?.url): Promise<readonly WorkerAdapters[]> {
    const directory = await mkdtemp(join(tmpdir(), 'clawmesh-adapters-'));
    const config = join(directory, 'openclaw.json');
    await writeFile(config, '{}');
    const namespace = `t${Math.random().toString(36).slice(2, 12)}`;
    const env = {
      HOME: directory,
      CLAWMESH_ENVELOPE_KEY: 'of this test and of nobody else ever',
      NATS_URL: services[0]?.url,
      REDIS_URL: redisUrl,
      CLAWMESH_NATS_NAMESPACE: namespace,
    };
    const boot = readBootSettings({ config, logLevel: 'silent' }, env);
    for (let n = 0; n < count; n++) workers.push(await clusterAdapters.worker(boot));
    return workers;
  }

  const ask = (ring: KeyRing, keyIds: readonly string[]) =>
    ring.lease({
      ...{ provider: 'p', model: 'm', excludedKeyIds: [], deadlineAt: Date.now() + 60_000, hasFallbacks: true },
      candidates: keyIds.map((keyId, rank) => ({ keyId, source: keyId, rank })),
    });

  async function limit(ring: KeyRing, keyId: string): Promise<void> {
    const answer = await ask(ring, [keyId]);
    if (!answer.granted) throw new Error('refused');
    const failure = { reason: 'rate_limit', message: 'slow down', origin: 'upstream' } as const;
    await ring.report(answer.lease satisfies KeyLease, { result: 'failure', failure });
  }

  it('CLU-14 CLU-40 a limit of one worker is known to the others, who hear of it too', async () => {
    const [first, second] = (await startWorkers(2)) as [WorkerAdapters, WorkerAdapters];
    await limit(first.keyRing, 'env:a');
    expect(await ask(second.keyRing, ['env:a', 'env:b'])).toMatchObject({ granted: true, lease: { keyId: 'env:b' } });
    const text = await waitUntil(async () => {
      const metrics = await second.metrics.render();
      return metrics.includes('cm_key_propagation_seconds_count{service="provider-worker"} 1') && metrics;
    });
    expect(text).toContain('cm_redis_up{service="provider-worker"} 1');
    expect(await first.metrics.render()).toMatch(/cm_key_window_seconds_count\{[^}]*reason="rate_limit"[^}]*\} 1/);
    expect(second.readiness()).toMatchObject({ failing: [], details: { redis: 'up', keyRing: 'cluster' } });
  });

  it('CLU-24 without any Redis workers serve, say so, and tell each other of limits', async () => {
    const nowhere = `redis://127.0.0.1:${String(await freePort())}`;
    const [first, second] = (await startWorkers(2, nowhere)) as [WorkerAdapters, WorkerAdapters];
    await limit(first.keyRing, 'env:a');
    await waitUntil(async () => (await ask(second.keyRing, ['env:a'])).granted === false);
    expect(await ask(second.keyRing, ['env:a', 'env:b'])).toMatchObject({ granted: true, lease: { keyId: 'env:b' } });
    expect(second.readiness()).toMatchObject({ failing: [], details: { redis: 'down', keyRing: 'local' } });
    expect(await second.metrics.render()).toMatch(/cm_keyring_local_total\{provider="p",[^}]*\} [1-9]/);
  });
});
