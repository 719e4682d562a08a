import type { ConfigSnapshot } from '@clawmesh/config';
import type { KnownKey } from '@clawmesh/coordination';
import { canonicalProviderId, isRouteProblem, providerRegistry, resolveRoute } from '@clawmesh/providers';
import { collectCredentials } from './collect-credentials.js';
import type { Credential } from './credential.js';
import type { ProfileView } from './profiles/profile-view.js';
import { SecretFiles } from './secret-files.js';

/** A credential to show: never its secret (KEY-14). */
export interface ListedCredential extends KnownKey {
  readonly type: Credential['type'];
}

export interface ListSources {
  readonly snapshot: ConfigSnapshot;
  readonly profiles: ProfileView;
  readonly now: number;
}

/** Stands for the models of a provider that the config does not list. */
const anyModel = 'any';

/**
 * Every credential this worker can serve, for any agent, whether or not it ever did; those of a provider as it prefers
 * them. Reads mounted secrets.
 */
export function listCredentials(sources: ListSources): ListedCredential[] {
  const { config } = sources.snapshot;
  const declared = new Set([
    ...Object.keys(config.models.providers),
    ...sources.profiles.stored.profiles.map(({ provider }) => canonicalProviderId(provider)),
  ]);
  const providers = new Set([...declared, ...providerRegistry.map(({ id }) => id)]);
  const found = [...providers].flatMap((provider) =>
    // A vendor that needs no key is nobody's business until somebody uses it.
    credentialsOf(sources, provider).filter(({ type }) => type !== 'none' || declared.has(provider)),
  );
  const seen = new Set<string>();
  return found.filter(({ keyId }) => !seen.has(keyId) && seen.add(keyId));
}

function credentialsOf(sources: ListSources, provider: string): ListedCredential[] {
  const { snapshot, profiles, now } = sources;
  const files = new SecretFiles();
  const readFile = (path: string): string | undefined => files.read(path);
  // Of an agent without profiles of its own there are the shared ones.
  const agentIds = ['', ...profiles.owners];
  return modelsOf(snapshot, provider).flatMap((model) => {
    const route = resolveRoute(snapshot.config.models, provider, model);
    if (isRouteProblem(route)) return [];
    const pools = agentIds.map((agentId) => collectCredentials({ snapshot, profiles, now, readFile, route, agentId }));
    return pools
      .flatMap((pool) => [...pool.credentials, ...(pool.profiles?.usable.values() ?? [])])
      .map(({ keyId, source, type }) => ({ keyId, provider, source, type }));
  });
}

/** A model may have an endpoint of its own, where the same key is another credential (CLU-1). */
function modelsOf({ config }: ConfigSnapshot, provider: string): string[] {
  const rows = config.models.providers[provider]?.models ?? [];
  return [...rows.filter(({ baseUrl }) => baseUrl).map(({ id }) => id), rows[0]?.id ?? anyModel];
}
