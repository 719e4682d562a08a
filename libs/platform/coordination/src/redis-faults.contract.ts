import { randomUUID } from 'node:crypto';
import { startOwnRedis, TcpProxy, waitUntil, type RunningService } from '@clawmesh/testing';
import { settingsFrom } from './key-ring.harness.contract.js';
import { openRing, type OpenedRing } from './key-ring.redis.harness.contract.js';
import type { RedisKeyRingOptions } from './key-ring.redis.js';
import type { KeyLease, LeaseAnswer, LeaseQuestion } from './key-ring.js';

/** Workers on a Redis of the test's own, reached over a link that the test can break. */
export class FaultyCluster {
  readonly workers: OpenedRing[] = [];
  readonly #namespace = `test-${randomUUID()}`;

  private constructor(
    readonly redis: RunningService,
    readonly link: TcpProxy,
  ) {}

  static async start(): Promise<FaultyCluster> {
    const redis = await startOwnRedis();
    if (!redis) throw new Error('there is no redis-server on the PATH');
    return new FaultyCluster(redis, await TcpProxy.start(redis.url));
  }

  /** Resolves when it is in touch with Redis. */
  async join(options: Partial<RedisKeyRingOptions> = {}): Promise<OpenedRing> {
    const settings = settingsFrom({}, { billingBackoffHours: 8 });
    const worker = openRing(this.link.url, { namespace: this.#namespace, settings: () => settings, ...options });
    this.workers.push(worker);
    await waitUntil(() => worker.ring.state === 'up');
    return worker;
  }

  /** Nobody reaches Redis. */
  close(): void {
    this.link.isClosed = true;
    this.link.cut();
  }

  async reopen(): Promise<void> {
    this.link.isClosed = false;
    await waitUntil(() => this.workers.every(({ ring }) => ring.state === 'up'), 10_000);
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.close()));
    await this.link.stop();
    await this.redis.stop();
  }
}

export function lease(
  { ring }: Pick<OpenedRing, 'ring'>,
  keyIds: readonly string[],
  more: Partial<LeaseQuestion> = {},
): Promise<LeaseAnswer> {
  return ring.lease({
    ...{ provider: 'p', model: 'm', excludedKeyIds: [], deadlineAt: Date.now() + 60_000, hasFallbacks: true },
    candidates: keyIds.map((keyId, rank) => ({ keyId, source: keyId, rank })),
    ...more,
  });
}

/** The key a call gets now; the call says nothing about it. */
export async function leased(worker: OpenedRing, ...keyIds: readonly string[]): Promise<string | undefined> {
  const answer = await lease(worker, keyIds);
  if (answer.granted) await worker.ring.report(answer.lease, { result: 'released' });
  return answer.granted ? answer.lease.keyId : undefined;
}

export async function take(worker: OpenedRing, ...keyIds: readonly string[]): Promise<KeyLease> {
  const answer = await lease(worker, keyIds);
  if (!answer.granted) throw new Error(`refused: ${answer.why}`);
  return answer.lease;
}

export async function fail(worker: OpenedRing, keyId: string, reason: 'rate_limit' | 'billing' = 'rate_limit') {
  const call = await take(worker, keyId);
  await worker.ring.report(call, { result: 'failure', failure: { reason, message: reason, origin: 'upstream' } });
}
