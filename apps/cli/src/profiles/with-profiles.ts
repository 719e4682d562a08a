import { join } from 'node:path';
import {
  claimGateway,
  GatewayRunsError,
  processEnvironment,
  readBootSettings,
  type BootSettings,
  type GatewayClaim,
} from '@clawmesh/config';
import type { Database, ProfileAccess, ProfileKeys } from '@clawmesh/storage';
import { createLogger, createRedact, productVersion } from '@clawmesh/telemetry';
import { CommandError } from '../command-error.js';
import { withProgress } from '../terminal/progress.js';

type Storage = typeof import('@clawmesh/storage');

/**
 * Does something with the auth profiles: those of the cluster's database, of the gateway that runs here, or else of the
 * database in the state directory, which nobody else opens meanwhile (CLI-34).
 */
export async function withProfiles<T>(work: (access: ProfileAccess) => Promise<T>): Promise<T> {
  const boot = readBootSettings({}, processEnvironment());
  // Not before it is asked for: every other command would wait for it.
  const storage = await import('@clawmesh/storage');
  return withProgress('Opening the auth profiles', () => {
    if (boot.databaseUrl !== undefined) return inPostgres(boot.databaseUrl, { boot, storage, work });
    return inStateDir({ boot, storage, work });
  });
}

interface Task<T> {
  readonly boot: BootSettings;
  readonly storage: Storage;
  readonly work: (access: ProfileAccess) => Promise<T>;
}

function inPostgres<T>(url: string, { boot: { profileKey }, storage, work }: Task<T>): Promise<T> {
  const missing = 'CLAWMESH_PROFILE_KEY is not set: it encrypts the profiles, and is the one that the workers have';
  if (profileKey === undefined) throw new CommandError(missing);
  const database = storage.openPostgres({ url, logger: quiet(url) });
  return onDatabase({ database, keys: storage.givenProfileKeys(profileKey) }, storage, work);
}

async function inStateDir<T>(task: Task<T>): Promise<T> {
  const { boot, storage, work } = task;
  const { stateDir, profileKey } = boot;
  const claim = await claimState(boot).catch((error: unknown) => {
    if (error instanceof GatewayRunsError) return error;
    throw error;
  });
  if (claim instanceof GatewayRunsError) return throughGateway(claim, task);
  try {
    const database = storage.openPglite({ directory: join(stateDir, 'database'), logger: quiet() });
    const file = (): ProfileKeys => storage.profileKeyFile(join(stateDir, 'profile.key'));
    const keys = profileKey === undefined ? file() : storage.givenProfileKeys(profileKey);
    return await onDatabase({ database, keys }, storage, work);
  } finally {
    await claim.release();
  }
}

async function onDatabase<T>(
  { database, keys }: { readonly database: Database; readonly keys: ProfileKeys },
  { ProfileStore, storeAccess }: Storage,
  work: Task<T>['work'],
): Promise<T> {
  try {
    return await work(storeAccess(new ProfileStore(database, keys)));
  } finally {
    await database.close();
  }
}

/** So that no gateway starts while this process has the database. */
function claimState({ stateDir, configPath }: BootSettings): Promise<GatewayClaim> {
  return claimGateway(stateDir, { startedAt: Date.now(), version: productVersion, configPath, flags: {} });
}

const unreachable: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'EACCES']);

function throughGateway<T>({ record }: GatewayRunsError, { boot, storage, work }: Task<T>): Promise<T> {
  return work(storage.connectProfiles(storage.profileSocketPath(boot.stateDir))).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!unreachable.has(code)) throw error;
    throw new CommandError(
      `another process has the auth profiles (pid ${record.pid}) and does not answer (${code}): ` +
        'try again, or stop it with `clawmesh gateway stop`.',
    );
  });
}

/** A person at the command line reads answers, not a log. */
const quiet = (...secrets: readonly string[]) =>
  createLogger({ level: 'silent', service: 'clawmesh', redact: createRedact(secrets) });
