import type { ConfigSnapshot } from '@clawmesh/config';
import type { KnownKey } from '@clawmesh/coordination';
import { isRouteProblem, providerRegistry, resolveRoute } from '@clawmesh/providers';
import { collectCredentials } from '../credentials/collect-credentials.js';
import { SecretFiles } from '../credentials/secret-files.js';

/** Stands for the models of a provider that the config does not list. */
const anyModel = 'any';

/** Every credential this worker can serve, whether or not it ever did. Reads mounted secrets. */
export function knownKeys(snapshot: ConfigSnapshot): KnownKey[] {
  const configured = snapshot.config.models.providers;
  const providers = new Set([...Object.keys(configured), ...providerRegistry.map(({ id }) => id)]);
  const keys = [...providers].flatMap((provider) => keysOf(snapshot, provider, Object.hasOwn(configured, provider)));
  return [...new Map(keys.map((key) => [key.keyId, key])).values()];
}

function keysOf(snapshot: ConfigSnapshot, provider: string, isConfigured: boolean): KnownKey[] {
  const files = new SecretFiles();
  return modelsOf(snapshot, provider).flatMap((model) => {
    const route = resolveRoute(snapshot.config.models, provider, model);
    if (isRouteProblem(route)) return [];
    const found = collectCredentials({ snapshot, route, readFile: (path) => files.read(path) });
    // A vendor that needs no key is nobody's business until somebody uses it.
    return found
      .filter(({ key }) => isConfigured || key !== undefined)
      .map(({ keyId, source }) => ({ keyId, provider, source }));
  });
}

/** A model may have an endpoint of its own, where the same key is another credential (CLU-1). */
function modelsOf({ config }: ConfigSnapshot, provider: string): string[] {
  const rows = config.models.providers[provider]?.models ?? [];
  return [...rows.filter(({ baseUrl }) => baseUrl).map(({ id }) => id), rows[0]?.id ?? anyModel];
}
