import { providerRegistry, type ProviderRow } from '@clawmesh/providers';
import { collectEnvKeys, liveOverrideKey, type Environment } from './env-keys.js';

/** What a gateway answers with that nobody told: `provider/model` of the first vendor with a key in the environment. */
export function firstModelWithKey(env: Environment): string | undefined {
  const vendor = providerRegistry.find((row) => row.defaultModel && row.baseUrl && hasKey(row, env));
  return vendor && `${vendor.id}/${vendor.defaultModel}`;
}

/** Mounted secrets are not read for this. */
function hasKey({ envPrefix, envKeys }: ProviderRow, env: Environment): boolean {
  if (liveOverrideKey(env, envPrefix)) return true;
  return collectEnvKeys(env, { prefix: envPrefix, others: envKeys }, () => undefined).length > 0;
}
