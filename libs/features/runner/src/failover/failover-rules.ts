import { fallbackSkipTtlMs, longestRetryWaitMs, type Config, type ConfigSnapshot } from '@clawmesh/config';
import { canonicalProviderId } from '@clawmesh/providers';
import type { CandidateChain } from '../model/candidate-chain.js';

export interface FailoverRules {
  /** `clawmesh.retry.maxAttempts`: same-model retries of one run (RETRY-5). */
  readonly maxRetries: number;
  /** `clawmesh.retry.order`: what comes first, other models or the same one again (RETRY-4). */
  readonly retryOrder: 'rotate-first' | 'retry-first';
  /** The longest wait an upstream may ask for and still be asked again (RA-4). */
  readonly longestWaitMs: number;
  /** `clawmesh.failover.formatErrors` (ERR-38). */
  readonly formatErrors: 'stop' | 'advance';
  /** `clawmesh.keys.waitForCooldownMs`: how long a run waits for its keys when all of them rest (COOL-15, AM-23). */
  readonly waitForCooldownMs: number;
  /** After so many model calls no model is asked twice any more (FAIL-18). */
  readonly mostAttempts: number;
  /** How long a fallback that refused its credentials is passed over by its session; 0 is never (FAIL-11). */
  readonly skipTtlMs: number;
}

/** What the decision after a failure may not fetch for itself. */
export interface Circumstances {
  readonly rules: FailoverRules;
  readonly now: number;
  readonly deadlineAt: number;
  /** In [0, 1). */
  readonly random: number;
}

export function failoverRules({ config, env }: ConfigSnapshot, chain: CandidateChain): FailoverRules {
  const { retry, failover, keys } = config.clawmesh;
  return {
    maxRetries: retry.maxAttempts,
    retryOrder: retry.order,
    longestWaitMs: longestRetryWaitMs(env),
    formatErrors: failover.formatErrors,
    waitForCooldownMs: keys.waitForCooldownMs,
    mostAttempts: mostAttempts(profileCount(config.auth, chain[0].provider)),
    skipTtlMs: fallbackSkipTtlMs(env),
  };
}

/** FAIL-18. */
function mostAttempts(profiles: number): number {
  return Math.min(160, Math.max(32, 24 + 8 * Math.max(1, profiles)));
}

/** The profiles that the config names for a provider (ORD-1); which of them have a secret only workers know. */
function profileCount({ order, profiles }: Config['auth'], provider: string): number {
  const isOurs = (id: string): boolean => canonicalProviderId(id) === provider;
  const ordered = Object.entries(order).find(([id]) => isOurs(id));
  return ordered ? ordered[1].length : Object.values(profiles).filter((profile) => isOurs(profile.provider)).length;
}
