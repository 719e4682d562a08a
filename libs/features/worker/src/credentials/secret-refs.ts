import { readVariable, resolveSecretRef, type ConfigSnapshot } from '@clawmesh/config';
import type { SecretRef } from '@clawmesh/storage';
import type { ReadSecretFile } from './env-keys.js';

export interface SecretPlaces {
  readonly snapshot: ConfigSnapshot;
  readonly readFile: ReadSecretFile;
}

/** What a profile's reference stands for (PROF-7). Undefined: nothing, and nothing else may stand in for it. */
export function readSecretRef(ref: SecretRef, { snapshot, readFile }: SecretPlaces): string | undefined {
  const { env, config } = snapshot;
  const reading =
    typeof ref === 'string'
      ? readVariable(/^\$(?:\{(.+)\}|([^{].*))$/.exec(ref)?.slice(1).find(Boolean) ?? '', env)
      : // A command is asked when a config is loaded, never by a request (CFG-23).
        resolveSecretRef(ref, { settings: config.secrets, env, readFile });
  return 'secret' in reading ? reading.secret : undefined;
}
