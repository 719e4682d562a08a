import type { Logger } from '@clawmesh/telemetry';
import { Redis } from 'ioredis';

const mostDelayMs = 2_000;
/** ioredis holds the process this long after a close, even if there is no connection left to end. */
const disconnectTimeoutMs = 200;

/** One process's connection to Redis. It reconnects by itself, and its troubles never reach a caller as an exception. */
export class RedisConnection {
  private constructor(readonly client: Redis) {}

  /** Returns at once; the connection comes up when it can. */
  static open(url: string, logger: Logger): RedisConnection {
    const client = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      disconnectTimeout: disconnectTimeoutMs,
      retryStrategy: (times) => Math.min(50 * 2 ** times, mostDelayMs),
    });
    let isUp = true; // so that the first failure is a change
    client.on('ready', () => {
      isUp = true;
      logger.info({}, 'connected to Redis');
      void warnOfEviction(client, logger);
    });
    client.on('error', (err) => {
      if (isUp) logger.warn({ err }, 'Redis is not reachable; this process goes on without it');
      isUp = false;
    });
    // The listener above has heard of it; ioredis goes on trying.
    client.connect().catch(() => undefined);
    return new RedisConnection(client);
  }

  status(): 'up' | 'down' {
    return this.client.status === 'ready' ? 'up' : 'down';
  }

  close(): Promise<void> {
    this.client.disconnect();
    return Promise.resolve();
  }
}

/** Records of keys must not be thrown away to make room (CLU-2). */
async function warnOfEviction(client: Redis, logger: Logger): Promise<void> {
  const answer: unknown = await client.config('GET', 'maxmemory-policy').catch(() => undefined); // not everybody may ask
  const policy = Array.isArray(answer) ? String(answer[1]) : 'noeviction';
  if (!policy.startsWith('allkeys-')) return;
  logger.warn(
    { policy },
    'this Redis may drop what it is told about keys: set maxmemory-policy to noeviction or volatile-*',
  );
}
