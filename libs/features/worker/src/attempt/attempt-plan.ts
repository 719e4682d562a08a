import { perSnapshot, type ConfigSnapshot } from '@clawmesh/config';
import type { KeyCandidate } from '@clawmesh/coordination';
import { effectiveWindow, isRouteProblem, resolveRoute, type Route, type RouteProblem } from '@clawmesh/providers';
import { createRedact } from '@clawmesh/telemetry';
import { wireApi, type WireApi } from '@clawmesh/wire';
import { credentialHeaders } from '../credentials/credential-headers.js';
import { credentialRoute } from '../credentials/credential-route.js';
import { collectCredentials, type Credential } from '../credentials/collect-credentials.js';
import { SecretFiles } from '../credentials/secret-files.js';
import { createSanitize, type Sanitize } from '../failure/describe-failure.js';
import { attributionHeaders } from '../upstream/attribution.js';
import { joinHeaders } from '../upstream/join-headers.js';
import { upstreamTimeouts, type UpstreamTimeouts } from '../upstream/timeouts.js';
import { rotationRules, type RotationRules } from './credential-walk.js';

/** A credential with the headers of its requests. */
export interface PlannedCredential {
  readonly keyId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The route as requests with this credential are encoded for it. */
  readonly route: Route;
}

/** Everything about calls of one model that does not depend on the request. */
export interface AttemptPlan {
  readonly route: Route;
  readonly wire: WireApi;
  readonly origin: string;
  /** The path of the base URL, without a trailing slash. */
  readonly basePath: string;
  readonly timeouts: UpstreamTimeouts;
  /** Tokens a request may have; undefined if nobody said (META-1, META-3). */
  readonly window: number | undefined;
  readonly candidates: readonly KeyCandidate[];
  readonly credentials: ReadonlyMap<string, PlannedCredential>;
  readonly rotation: RotationRules;
  readonly sanitize: Sanitize;
  readonly secretFiles: SecretFiles;
}

/** Clients may ask for models nobody has heard of; they must not fill the memory. */
const maxPlans = 1_000;

const plansOf = perSnapshot(() => new Map<string, AttemptPlan | RouteProblem>());

/** Built once per model, config revision and content of mounted secrets. */
export function planAttempt(snapshot: ConfigSnapshot, provider: string, model: string): AttemptPlan | RouteProblem {
  const plans = plansOf(snapshot);
  const id = `${provider}/${model}`;
  const known = plans.get(id);
  if (known && ('problem' in known || !known.secretFiles.hasChanged())) return known;
  const plan = buildPlan(snapshot, resolveRoute(snapshot.config.models, provider, model));
  if (plans.size >= maxPlans) plans.clear();
  plans.set(id, plan);
  return plan;
}

/** For callers that keep their plans themselves. Reads mounted secrets. */
export function buildPlan(snapshot: ConfigSnapshot, route: Route | RouteProblem): AttemptPlan | RouteProblem {
  if (isRouteProblem(route)) return route;
  const wire = wireApi(route.api);
  const url = new URL(route.baseUrl);
  const secretFiles = new SecretFiles();
  const credentials = collectCredentials({ snapshot, route, readFile: (path) => secretFiles.read(path) });
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
    candidates: credentials.map(({ keyId, source }, rank) => ({ keyId, source, rank })),
    credentials: new Map(
      credentials.map((credential) => [
        credential.keyId,
        {
          keyId: credential.keyId,
          headers: plannedHeaders(credential),
          route: credentialRoute(credential.key, route, snapshot),
        },
      ]),
    ),
    rotation: rotationRules(snapshot),
    sanitize: createSanitize(route, createRedact(secrets)),
    secretFiles,
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
