import type { Bus } from '@clawmesh/bus';
import { channels } from '@clawmesh/contracts';
import {
  keyRingSettings,
  MeasuredKeyRing,
  RedisConnection,
  RedisKeyRing,
  RedisRingMonitor,
  type KeyNews,
  type KeyRing,
  type WindowArchive,
} from '@clawmesh/coordination';
import type { Adapters } from './adapters.js';

export interface ClusterKeyRingOptions {
  readonly adapters: Adapters;
  readonly redisUrl: string;
  readonly archive: WindowArchive | undefined;
}

export interface ClusterKeyRing {
  readonly keyRing: KeyRing;
  /** For readiness: a worker without Redis goes on, and says so (CLU-24). */
  status(): { readonly redis: string; readonly keyRing: 'cluster' | 'local' };
  /** Announcements may have been missed (CLU-14). */
  catchUp(): void;
  close(): Promise<void>;
}

/** The keys of all workers, in Redis; changes are announced over the bus. */
export async function clusterKeyRing({ adapters, redisUrl, archive }: ClusterKeyRingOptions): Promise<ClusterKeyRing> {
  const { bus, boot, configStore, logger, metrics } = adapters;
  const connection = RedisConnection.open(redisUrl, logger);
  const ring = new RedisKeyRing({
    connection,
    namespace: boot.natsNamespace,
    settings: () => keyRingSettings(configStore.current().config),
    onFailure: () => configStore.current().config.clawmesh.redis.onFailure,
    logger,
    events: new RedisRingMonitor(metrics, logger),
    announce: (news) => announce(bus, news),
    archive,
  });
  const hearing = await bus.subscribe(channels.keyHealth, (news) => ring.hear(news as KeyNews)); // absent or undefined: the same
  return {
    keyRing: new MeasuredKeyRing(ring, metrics),
    status: () => ({ redis: ring.state, keyRing: ring.state === 'up' ? 'cluster' : 'local' }),
    catchUp: () => ring.catchUp(),
    close: async () => {
      await hearing.close();
      await ring.close();
      await connection.close();
    },
  };
}

/** What an upstream said is for operators, who ask for it: it need not go to everybody. */
function announce(bus: Bus, news: KeyNews): void {
  const records = news.records.map(({ lastError: _, ...record }) => record);
  bus.broadcast(channels.keyHealth, { ...news, records });
}
