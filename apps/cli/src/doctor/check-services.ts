import type { BootSettings } from '@clawmesh/config';
import { createLogger, createRedact } from '@clawmesh/telemetry';
import { failure, ok, warning, type Finding } from './finding.js';

const timeoutMs = 5_000;

/** The services that this environment names, each as those that use it do. */
export async function checkServices(boot: BootSettings): Promise<Finding[]> {
  const findings = await Promise.all([
    boot.natsUrl === undefined ? [] : checkNats(boot, boot.natsUrl),
    boot.redisUrl === undefined ? [] : checkRedis(boot.redisUrl),
    boot.databaseUrl === undefined ? [] : checkPostgres(boot.databaseUrl),
  ]);
  return findings.flat();
}

const quiet = createLogger({ level: 'silent', service: 'doctor', redact: createRedact([]) });

async function checkNats({ natsNamespace: namespace }: BootSettings, servers: string): Promise<Finding[]> {
  const { connectNatsBus } = await import('@clawmesh/bus');
  try {
    const bus = await connectNatsBus({
      ...{ servers, namespace, name: 'clawmesh doctor', validate: false, logger: quiet },
      connectTimeoutMs: timeoutMs,
    });
    await bus.close();
    return [ok('nats', 'reachable')];
  } catch (error) {
    return [failure('nats', textOf(error), 'see that it runs, and that NATS_URL names it with its login')];
  }
}

async function checkRedis(url: string): Promise<Finding[]> {
  const { RedisConnection } = await import('@clawmesh/coordination');
  const redis = RedisConnection.open(url, quiet);
  try {
    const until = Date.now() + timeoutMs;
    while (redis.status() === 'down' && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    if (redis.status() === 'up') return [ok('redis', 'reachable')];
    // Workers go on without it, each with what it knows.
    return [warning('redis', 'not reachable', 'see that it runs, and that REDIS_URL names it with its password')];
  } finally {
    await redis.close();
  }
}

async function checkPostgres(url: string): Promise<Finding[]> {
  const { openPostgres, pendingMigration } = await import('@clawmesh/storage');
  const database = openPostgres({ url, logger: quiet, maxConnections: 1 });
  try {
    const pending = await pendingMigration(database);
    if (pending === undefined) return [ok('postgres', 'reachable, and up to date')];
    return [failure('postgres', `the migration ${pending} is missing`, 'clawmesh migrate')];
  } catch (error) {
    return [failure('postgres', textOf(error), 'see that it runs, and that DATABASE_URL names it with its password')];
  } finally {
    await database.close();
  }
}

/** Without what a URL may hold. */
const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\/\/[^@\s/]*@/g, '//');
