import { ConfigError } from '@clawmesh/config';
import { givenProfileKeys, noProfileKeys, type ProfileKeys } from '@clawmesh/storage';

/** The keys as the operator gave them; `otherwise` where there are none. Throws `ConfigError`. */
export function profileKeys(given: string | undefined, otherwise: () => ProfileKeys): ProfileKeys {
  if (given === undefined) return otherwise();
  try {
    return givenProfileKeys(given);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'cannot be read';
    throw new ConfigError([{ path: 'CLAWMESH_PROFILE_KEY', reason }]);
  }
}

/** A cluster shares its profiles: it needs a database and a key that all workers have. */
export function clusterProfileKeys(given: string | undefined, databaseUrl: string | undefined): ProfileKeys {
  if (databaseUrl === undefined) return noProfileKeys('DATABASE_URL is not set');
  return profileKeys(given, () => noProfileKeys('CLAWMESH_PROFILE_KEY is not set'));
}
