import { embeddingSettings, perSnapshot, type ConfigSnapshot, type EmbeddingSettings } from '@clawmesh/config';
import type { EmbeddingJob } from '@clawmesh/contracts';
import { embeddingApiName, findProvider, isRouteProblem, resolveRoute, type RouteProblem } from '@clawmesh/providers';
import { embeddingApi, type EmbeddingApi } from '@clawmesh/wire';
import { buildPlan, type AttemptPlan, type PlanInputs, type PlanSources } from '../attempt/attempt-plan.js';
import { carriesCredential } from '../credentials/credential-headers.js';
import { noProfiles } from '../credentials/profiles/profile-view.js';

/** Everything about embeddings of one model that does not depend on the request. */
export interface EmbeddingPlan extends AttemptPlan {
  readonly api: EmbeddingApi;
  readonly maxInputs: number;
}

/** Why nothing can be embedded so. */
export type EmbeddingProblem = RouteProblem | { readonly problem: 'format'; readonly message: string };

/** Admins may ask for models nobody has heard of; they must not fill the memory. */
const maxPlans = 1_000;

const plansOf = perSnapshot(() => new Map<string, EmbeddingPlan | EmbeddingProblem>());

/** Built once per agent, model, config revision and content of mounted secrets and of profiles. */
export function planEmbedding(
  sources: PlanSources,
  { agentId, provider, model, configRevision }: Pick<EmbeddingJob, 'agentId' | 'provider' | 'model' | 'configRevision'>,
): EmbeddingPlan | EmbeddingProblem {
  const configured = sources.config.of(configRevision);
  const settings = embeddingSettings(configured, agentId);
  // With a key of its own no other is used (HTTP-101).
  const profiles = settings.remote.apiKey ? noProfiles : sources.profiles.current();
  const now = sources.now();
  const plans = plansOf(configured);
  const id = `${agentId} ${provider}/${model}`;
  const known = plans.get(id);
  if (known && ('problem' in known || known.freshness.lasts(profiles, now))) return known;
  const snapshot = endpointOf(configured, { ...settings, provider });
  const plan = buildEmbeddingPlan({ snapshot, profiles, agentId, now }, provider, model);
  if (plans.size >= maxPlans) plans.clear();
  plans.set(id, plan);
  return plan;
}

function buildEmbeddingPlan(inputs: PlanInputs, provider: string, model: string): EmbeddingPlan | EmbeddingProblem {
  const vendor = findProvider(provider);
  const route = resolveRoute(inputs.snapshot.config.models, provider, model);
  if (isRouteProblem(route)) return route;
  const name = embeddingApiName(vendor, route.api);
  if (name === undefined) {
    const message = `Provider "${provider}" has no embeddings: its API (${route.api}) knows none.`;
    return { problem: 'format', message };
  }
  const plan = buildPlan(inputs, route);
  if ('problem' in plan) return plan;
  const api = embeddingApi(name);
  return { ...plan, api, maxInputs: vendor?.embedding?.maxInputs ?? api.maxInputs };
}

/** The config as embeddings of an agent see it: `memory.search.remote` over the provider's endpoint (HTTP-101). */
function endpointOf(snapshot: ConfigSnapshot, settings: EmbeddingSettings): ConfigSnapshot {
  const { provider, remote } = settings;
  const { models } = snapshot.config;
  const configured = Object.hasOwn(models.providers, provider) ? models.providers[provider] : undefined;
  const seen = withSecretsOf(snapshot, settings);
  if (seen === snapshot && !configured && !remote.baseUrl && !remote.headers) return snapshot;

  const inherited = Object.entries(configured?.headers ?? {}).filter(
    ([name]) => !remote.apiKey || !carriesCredential(name),
  );
  const endpoint = {
    ...configured,
    ...(remote.baseUrl && { baseUrl: remote.baseUrl }),
    ...(remote.apiKey && { apiKey: remote.apiKey }),
    headers: { ...Object.fromEntries(inherited), ...remote.headers },
  };
  // Listed models are chat models: an embedding model need not be among them.
  const endpoints = { mode: 'merge' as const, providers: { ...models.providers, [provider]: endpoint } };
  return { ...seen, config: { ...seen.config, models: endpoints } };
}

/** With a key of its own, or one that cannot be had, an endpoint has no other (HTTP-101, CFG-24). */
function withSecretsOf(
  snapshot: ConfigSnapshot,
  { provider, remote, isUnavailable }: EmbeddingSettings,
): ConfigSnapshot {
  if (!isUnavailable && !remote.apiKey) return snapshot;
  const unavailable = new Map(snapshot.unavailable);
  const path = `models.providers.${provider}`;
  if (isUnavailable) unavailable.set(path, 'memory.search.remote');
  else unavailable.delete(path);
  return { ...withoutOtherKeys(snapshot), unavailable };
}

/** The variables stay that only tell keys apart. */
function withoutOtherKeys(snapshot: ConfigSnapshot): ConfigSnapshot {
  const { CLAWMESH_FINGERPRINT_KEY, CLAWMESH_PROFILE_KEY } = snapshot.env;
  const { clawmesh } = snapshot.config;
  const config = { ...snapshot.config, clawmesh: { ...clawmesh, keys: { ...clawmesh.keys, additional: {} } } };
  return { ...snapshot, env: { CLAWMESH_FINGERPRINT_KEY, CLAWMESH_PROFILE_KEY }, config };
}
