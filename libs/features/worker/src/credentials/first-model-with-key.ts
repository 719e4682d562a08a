import { providerRegistry } from '@clawmesh/providers';
import type { Environment } from './env-keys.js';
import { environmentKeys } from './environment-keys.js';

/** What a gateway answers with that nobody told: `provider/model` of the first vendor with a key in the environment. */
export function firstModelWithKey(env: Environment): string | undefined {
  const vendor = providerRegistry.find(
    (row) => row.defaultModel && row.baseUrl && environmentKeys(row, env).length > 0,
  );
  return vendor && `${vendor.id}/${vendor.defaultModel}`;
}
