import type { ConfigIssue } from '../config-error.js';
import type { SecretPlace } from './secret-places.js';
import type { ResolvedSecrets } from './secret-resolver.js';

export interface PlacedSecrets {
  /** Of the gateway itself, which does not run without its secret (CFG-24). */
  readonly issues: readonly ConfigIssue[];
  readonly warnings: readonly string[];
  /** Owner → why nothing of it can be used. */
  readonly unavailable: ReadonlyMap<string, string>;
  readonly secrets: readonly string[];
}

/** Replaces every reference by its secret, or takes it away and says what that means (CFG-24). */
export function placeSecrets(places: readonly SecretPlace[], resolved: ResolvedSecrets): PlacedSecrets {
  const issues: ConfigIssue[] = [];
  const warnings: string[] = [];
  const unavailable = new Map<string, string>();
  const secrets: string[] = [];
  for (const place of places) {
    if (typeof place.value === 'string') continue;
    const outcome = resolved.get(place.path);
    place.set(outcome && 'secret' in outcome ? outcome.secret : undefined);
    if (!outcome) continue;
    if ('secret' in outcome) {
      secrets.push(outcome.secret);
      if (outcome.stale !== undefined) warnings.push(`${place.path}: ${outcome.stale}; its last value stays in use`);
    } else if (place.surface === 'gateway') {
      issues.push({ path: place.path, reason: outcome.reason });
    } else {
      if (place.owner !== undefined) unavailable.set(place.owner, `${place.path}: ${outcome.reason}`);
      const effect = place.owner === undefined ? 'this key is not used' : `${place.owner} cannot be used`;
      warnings.push(`${place.path}: ${outcome.reason}; ${effect}`);
    }
  }
  return { issues, warnings, unavailable, secrets };
}
