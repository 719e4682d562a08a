import type { ConfigIssue } from '../config-error.js';
import type { SecretPlace } from './secret-places.js';
import type { ResolvedSecret, ResolvedSecrets } from './secret-resolver.js';

export interface PlacedSecrets {
  /** Of the gateway itself, which does not run without its secret (CFG-24). */
  readonly issues: readonly ConfigIssue[];
  readonly warnings: readonly string[];
  /** Owner → why nothing of it can be used. */
  readonly unavailable: ReadonlyMap<string, string>;
  readonly secrets: readonly string[];
  /** Paths of those that could not be had now. */
  readonly missing: readonly string[];
}

/** Replaces every reference by its secret, or takes it away and says what that means (CFG-24). */
export function placeSecrets(places: readonly SecretPlace[], resolved: ResolvedSecrets): PlacedSecrets {
  const issues: ConfigIssue[] = [];
  const warnings: string[] = [];
  const unavailable = new Map<string, string>();
  const outcomes: [SecretPlace, ResolvedSecret][] = [];
  for (const place of places) {
    const outcome = resolved.get(place.path);
    if (typeof place.value === 'string') continue;
    place.set(outcome && 'secret' in outcome ? outcome.secret : undefined);
    if (outcome) outcomes.push([place, outcome]);
  }
  const missing = outcomes.filter(([, outcome]) => !('secret' in outcome) || outcome.stale !== undefined);
  for (const [place, outcome] of missing) {
    if ('secret' in outcome)
      warnings.push(`${place.path} cannot be had, its last value stays in use: ${outcome.stale}`);
    else if (place.surface === 'gateway') issues.push({ path: place.path, reason: outcome.reason });
    else {
      if (place.owner !== undefined) unavailable.set(place.owner, `${place.path}: ${outcome.reason}`);
      const effect = place.owner === undefined ? 'it is not used' : `${place.owner} cannot be used`;
      warnings.push(`${place.path} cannot be had, ${effect}: ${outcome.reason}`);
    }
  }
  const secrets = outcomes.flatMap(([, outcome]) => ('secret' in outcome ? [outcome.secret] : []));
  return { issues, warnings, unavailable, secrets, missing: missing.map(([{ path }]) => path) };
}
