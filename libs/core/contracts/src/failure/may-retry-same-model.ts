import { failurePolicies } from './failure-policy.js';
import type { FailureReason } from './failure-reason.js';
import type { Failure } from './failure.js';

/** The most same-model retries of one run, whatever the config allows (RETRY-1, TIME-8, FAIL-17, ERR-43, ERR-44). */
const retryLimits: Partial<Record<FailureReason, number>> = {
  rate_limit: 9,
  overloaded: 8,
  server_error: 8,
  timeout: 1,
  empty_response: 1,
  no_error_details: 1,
  unclassified: 3,
  unknown: 3,
};

export interface RetryCount {
  readonly made: number;
  /** `clawmesh.retry.maxAttempts` (RETRY-5). */
  readonly allowed: number;
  /** Rate limits that say how long they last are waited for; otherwise the client is told when to come back (AM-23). */
  readonly waitsForLimits?: boolean;
}

/** Whether the model that failed so may be asked once more (RETRY-3). */
export function mayRetrySameModel(failure: Failure, { made, allowed, waitsForLimits }: RetryCount): boolean {
  if (!failurePolicies[failure.reason].retrySameModel) return false;
  // ERR-48: what is wrong with the whole provider is no passing trouble of this model.
  if (failure.longWindow || failure.ceiling || failure.isOfProvider) return false;
  // AM-23: whoever finds every key cooling is told when to come back, not kept waiting. Nor is there a retry of a retry that
  // the provider's budget did not allow (CLU-21).
  if (failure.code === 'keys_cooling_down' || failure.code === 'retry_budget') return false;
  if (failure.reason === 'rate_limit' && !(waitsForLimits && failure.retryAfterMs !== undefined)) return false;
  return made < Math.min(allowed, retryLimits[failure.reason] ?? allowed);
}
