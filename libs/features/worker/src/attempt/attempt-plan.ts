import { perSnapshot, type ConfigSnapshot, type ConfigStore } from '@clawmesh/config';
import { effectiveWindow, isRouteProblem, resolveRoute, type Route, type RouteProblem } from '@clawmesh/providers';
import { createRedact } from '@clawmesh/telemetry';
import { wireApi, type WireApi } from '@clawmesh/wire';
import { credentialHeaders } from '../credentials/credential-headers.js';
import { credentialRoute } from '../credentials/credential-route.js';
import { KeyChoices } from '../credentials/choose-keys.js';
import { collectCredentials, type PoolQuestion } from '../credentials/collect-credentials.js';
import type { Credential } from '../credentials/credential.js';
import { PlanFreshness } from '../credentials/plan-freshness.js';
import type { AuthProfiles } from '../credentials/profiles/auth-profiles.js';
import { SecretFiles } from '../credentials/secret-files.js';
import { createSanitize, type Sanitize } from '../failure/describe-failure.js';
import { attributionHeaders } from '../upstream/attribution.js';
import { joinHeaders } from '../upstream/join-headers.js';
import { upstreamTimeouts, type UpstreamTimeouts } from '../upstream/timeouts.js';
import { rotationRules, type RotationRules } from './credential-walk.js';

/** A credential with the headers of its requests. */
export interface PlannedCredential extends Pick<Credential, 'keyId' | 'source' | 'type'> {
  readonly headers: Readonly<Record<string, string>>;
  /** The route as requests with this credential are encoded for it. */
  readonly route: Route;
}

/** Everything about calls of one model by one agent that does not depend on the request. */
export interface AttemptPlan {
  readonly route: Route;
  readonly wire: WireApi;
  readonly origin: string;
  /** The path of the base URL, without a trailing slash. */
  readonly basePath: string;
  readonly timeouts: UpstreamTimeouts;
  /** Tokens a request may have; undefined if nobody said (META-1, META-3). */
  readonly window: number | undefined;
  readonly keys: KeyChoices;
  readonly credentials: ReadonlyMap<string, PlannedCredential>;
  readonly rotation: RotationRules;
  readonly sanitize: Sanitize;
  readonly freshness: PlanFreshness;
  /** What its credentials were taken from. */
  readonly madeFrom: Pick<PlanInputs, 'snapshot' | 'profiles'>;
}

/** What plans are made from. */
export interface PlanSources {
  readonly config: ConfigStore;
  readonly profiles: Pick<AuthProfiles, 'current'>;
  readonly now: () => number;
}

export interface PlannedCall {
  /** The config it was admitted under (CFG-34). */
  readonly configRevision: string;
  readonly agentId: string;
  readonly provider: string;
  readonly model: string;
}

/** Clients may ask for models nobody has heard of; they must not fill the memory. */
const maxPlans = 1_000;

const plansOf = perSnapshot(() => new Map<string, AttemptPlan | RouteProblem>());

/** Built once per model, config revision, content of mounted secrets and of profiles, and agent that has its own. */
export function planAttempt(sources: PlanSources, call: PlannedCall): AttemptPlan | RouteProblem {
  const snapshot = sources.config.of(call.configRevision);
  const profiles = sources.profiles.current();
  const { agentId, provider, model } = call;
  const plans = plansOf(snapshot);
  const id = profiles.owners.has(agentId) ? `${agentId} ${provider}/${model}` : `${provider}/${model}`;
  const known = plans.get(id);
  if (known && ('problem' in known || known.freshness.lasts(profiles, sources.now()))) return known;
  const route = resolveRoute(snapshot.config.models, provider, model);
  const plan = buildPlan({ snapshot, profiles, agentId, now: sources.now() }, route);
  if (plans.size >= maxPlans) plans.clear();
  plans.set(id, plan);
  return plan;
}

export type PlanInputs = Pick<PoolQuestion, 'snapshot' | 'profiles' | 'agentId' | 'now'>;

/** For callers that keep their plans themselves. Reads mounted secrets. */
export function buildPlan(inputs: PlanInputs, route: Route | RouteProblem): AttemptPlan | RouteProblem {
  if (isRouteProblem(route)) return route;
  const { snapshot, profiles } = inputs;
  const wire = wireApi(route.api);
  const url = new URL(route.baseUrl);
  const files = new SecretFiles();
  const pool = collectCredentials({ route, readFile: (path) => files.read(path), ...inputs });
  const credentials = [...pool.credentials, ...(pool.profiles?.usable.values() ?? [])];
  const attribution = attributionOf(snapshot, route);
  const plannedHeaders = ({ key }: Credential) =>
    joinHeaders(lowerCased(route.headers), key === undefined ? {} : credentialHeaders(key, wire, route), attribution);
  const secrets = [...credentials.flatMap(({ key }) => key ?? []), ...Object.values(route.headers)];
  return {
    route,
    wire,
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    timeouts: upstreamTimeouts(route),
    window: route.entry.windowAssumed ? undefined : effectiveWindow(route.entry),
    keys: new KeyChoices(pool, route.provider, snapshot),
    credentials: new Map(
      // Of one secret the first counts: it is the one that is a candidate (CRED-6).
      credentials.toReversed().map((credential) => {
        const { keyId, source, type, key } = credential;
        const ofKey = credentialRoute(key, route, snapshot);
        return [keyId, { keyId, source, type, headers: plannedHeaders(credential), route: ofKey }];
      }),
    ),
    rotation: rotationRules(snapshot),
    sanitize: createSanitize(route, createRedact(secrets)),
    freshness: new PlanFreshness(profiles, files, pool.profiles?.unchangedUntil),
    madeFrom: { snapshot, profiles },
  };
}

function attributionOf({ config, env }: ConfigSnapshot, route: Route): Readonly<Record<string, string>> {
  const { enabled, siteUrl } = config.clawmesh.attribution;
  return enabled ? attributionHeaders(route, { siteUrl, kiloFeature: env['KILOCODE_FEATURE'] }) : {};
}

/** Names are unique only in one spelling, and a header sent twice is an error for some upstreams. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
