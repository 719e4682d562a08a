import { freePort } from './free-port.js';
import type { RunningService } from './running-service.js';
import { findBinary, makeDataDirectory, startBinary } from './start-binary.js';
import { startService } from './start-service.js';

export function startRedis(): Promise<RunningService> {
  return startService({
    name: 'redis',
    environmentVariable: 'REDIS_URL',
    container: {
      image: 'redis:7-alpine',
      port: 6379,
      ready: /Ready to accept connections/,
      url: (authority) => `redis://${authority}`,
    },
    binary: 'redis-server',
    startBinary: startRedisServer,
  });
}

/** A Redis of the test's own, which it may flush and stop; undefined where there is no `redis-server`. */
export async function startOwnRedis(): Promise<RunningService | undefined> {
  const file = findBinary('redis-server');
  return file === undefined ? undefined : { ...(await startRedisServer(file)), source: file };
}

async function startRedisServer(file: string) {
  const [port, directory] = await Promise.all([freePort(), makeDataDirectory()]);
  const stop = await startBinary({
    file,
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory],
    directory,
    readyLine: /Ready to accept connections/,
  });
  return { url: `redis://127.0.0.1:${String(port)}`, stop };
}
