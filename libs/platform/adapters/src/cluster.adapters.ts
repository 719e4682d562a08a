import { connectNatsBus } from '@clawmesh/bus';
import { ConfigError, resolveGatewayAuth, type BootSettings, type SecretSurface } from '@clawmesh/config';
import { noDatabase, openPostgres, ProfileStore, TurnStore, WindowStore, type Database } from '@clawmesh/storage';
import { Metrics, type Logger } from '@clawmesh/telemetry';
import type { Adapters, GatewayAdapters, RunnerAdapters, WorkerAdapters } from './adapters.js';
import { clusterFailedAuth } from './cluster-failed-auth.js';
import { clusterJobSeal } from './cluster-job-seal.js';
import { clusterKeyRing } from './cluster-key-ring.js';
import { openConfig } from './open-config.js';
import { clusterProfileKeys } from './profile-keys.js';

/** What the three services of a cluster stand on: NATS between them, Redis between workers, and between gateways. */
export const clusterAdapters = {
  gateway,
  runner,
  worker,
};

/** Of the secrets in the config each service looks up its own (CFG-23). */
const surfacesOf = {
  'api-gateway': ['gateway'],
  'agent-runner': [],
  'provider-worker': ['providers'],
} as const satisfies Record<string, readonly SecretSurface[]>;

type Service = keyof typeof surfacesOf;

async function connected(boot: BootSettings, service: Service, onConnected = (): void => undefined): Promise<Adapters> {
  const servers = required(boot.natsUrl, 'NATS_URL');
  const jobSeal = clusterJobSeal(boot.envelopeKey);
  const opened = await openConfig(boot, {
    ...{ service, surfaces: surfacesOf[service], allowCommands: false },
    check: (snapshot) => {
      if (service === 'api-gateway') resolveGatewayAuth(snapshot, boot);
    },
  });
  const { configStore, logger } = opened;
  const bus = await connectNatsBus({
    servers,
    namespace: boot.natsNamespace,
    name: service,
    validate: boot.validateMessages,
    logger,
    onStatus: (status) => {
      logger[status === 'disconnected' ? 'warn' : 'info']({ status }, 'connection to NATS');
      if (status === 'connected') onConnected();
    },
  });
  return {
    boot,
    configStore,
    logger,
    metrics: new Metrics(service),
    bus,
    jobSeal,
    readiness: () => ({ failing: bus.connected ? [] : ['nats'] }),
    close: () => {
      opened.close();
      return bus.close();
    },
  };
}

async function gateway(boot: BootSettings): Promise<GatewayAdapters> {
  let onConnected = (): void => undefined;
  const adapters = await connected(boot, 'api-gateway', () => onConnected());
  const failedAuth = await clusterFailedAuth(adapters);
  onConnected = () => failedAuth.catchUp();
  return {
    ...adapters,
    failedAuth: failedAuth.limiter,
    close: async () => {
      await failedAuth.close();
      await adapters.close();
    },
  };
}

async function runner(boot: BootSettings): Promise<RunnerAdapters> {
  const adapters = await connected(boot, 'agent-runner');
  const { logger } = adapters;
  if (boot.databaseUrl === undefined) logger.warn({}, 'DATABASE_URL is not set: responses are not stored');
  const database = databaseOf(boot, logger);
  return {
    ...adapters,
    turnStore: new TurnStore(database),
    close: async () => {
      await database.close();
      await adapters.close();
    },
  };
}

async function worker(boot: BootSettings): Promise<WorkerAdapters> {
  const redisUrl = required(boot.redisUrl, 'REDIS_URL');
  const profileKeys = clusterProfileKeys(boot.profileKey, boot.databaseUrl);
  let onConnected = (): void => undefined;
  const adapters = await connected(boot, 'provider-worker', () => onConnected());
  const { logger } = adapters;
  const database = databaseOf(boot, logger);
  const archive = boot.databaseUrl === undefined ? undefined : new WindowStore(database);
  const keys = await clusterKeyRing({ adapters, redisUrl, archive });
  onConnected = () => keys.catchUp();
  const profileStore = new ProfileStore(database, profileKeys);
  if (profileKeys.missing !== undefined) logger.info({}, `${profileKeys.missing}: there are no auth profiles`);
  return {
    ...adapters,
    profileStore,
    keyRing: keys.keyRing,
    // A worker goes on without Redis: it says so, and stays ready (design: losing Redis loses no request).
    readiness: () => ({ ...adapters.readiness(), details: { ...keys.status(), profiles: profileStore.status() } }),
    close: async () => {
      await keys.close();
      await database.close();
      await adapters.close();
    },
  };
}

/** Of a service that can do without. */
function databaseOf({ databaseUrl: url }: BootSettings, logger: Logger): Database {
  return url === undefined ? noDatabase('DATABASE_URL is not set') : openPostgres({ url, logger });
}

function required(value: string | undefined, variable: string): string {
  if (value !== undefined) return value;
  throw new ConfigError([{ path: variable, reason: 'not set; a service of a cluster needs it' }]);
}
