import { randomUUID } from 'node:crypto';
import { channels } from '@clawmesh/contracts';
import {
  FailedAuthStore,
  InProcessFailedAuthLimiter,
  RedisConnection,
  SharedFailedAuthLimiter,
  type FailedAuthLimiter,
} from '@clawmesh/coordination';
import type { Adapters } from './adapters.js';

export interface ClusterFailedAuth {
  readonly limiter: FailedAuthLimiter;
  /** Announcements may have been missed. */
  catchUp(): void;
  close(): Promise<void>;
}

/** Who fails to authenticate at any gateway: counted in Redis, if there is one, and announced over the bus. */
export async function clusterFailedAuth(adapters: Adapters): Promise<ClusterFailedAuth> {
  const { bus, boot, logger } = adapters;
  const redis = boot.redisUrl === undefined ? undefined : RedisConnection.open(boot.redisUrl, logger);
  if (!redis) {
    logger.info({}, 'REDIS_URL is not set: gateways tell each other who is locked out, and forget it when they end');
  }
  const store = redis && new FailedAuthStore({ connection: redis, namespace: boot.natsNamespace });
  const limiter = new SharedFailedAuthLimiter({
    id: randomUUID(),
    local: new InProcessFailedAuthLimiter(Date.now),
    store,
    announce: (news) => bus.broadcast(channels.failedAuth, news),
  });
  const hearing = await bus.subscribe(channels.failedAuth, (news) => limiter.hear(news));
  await store?.started();
  return {
    limiter,
    catchUp: () => void limiter.catchUp(),
    close: async () => {
      await hearing.close();
      store?.close();
      await redis?.close();
    },
  };
}
