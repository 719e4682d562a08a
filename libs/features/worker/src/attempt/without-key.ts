import type { Failure } from '@clawmesh/contracts';
import type { LeaseAnswer } from '@clawmesh/coordination';
import { localFailure } from '../failure/local-failure.js';
import type { FailedCall, KeyDemand } from './rotate-keys.js';

export type LeaseRefusal = Extract<LeaseAnswer, { granted: false }>;

/** CLU-24: when to ask again while Redis is away. */
const coordinationRetryMs = 2_000;

/** No key may be used now, so no call is made (ROT-11). */
export function withoutKey(demand: KeyDemand, refusal: LeaseRefusal): FailedCall {
  const failure = failureOf(demand, refusal);
  return { status: 'failed', started: false, rotatesKey: false, scope: 'local', failure };
}

function failureOf(demand: KeyDemand, { why, reason, soonestInMs }: LeaseRefusal): Failure {
  const { provider } = demand;
  switch (why) {
    case 'cooling':
    case 'exhausted':
      return localFailure(demand, reason, {
        code: 'keys_cooling_down',
        message: `Every key of provider "${provider}" is cooling down after earlier errors (${reason}).`,
        retryAfterMs: soonestInMs,
      });
    case 'busy':
      return localFailure(demand, 'overloaded', {
        code: 'key_capacity',
        message: `Every key of provider "${provider}" has as many calls under way as it may have.`,
        retryAfterMs: soonestInMs,
      });
    case 'over-budget':
      return localFailure(demand, 'overloaded', {
        code: 'retry_budget',
        message: `Too many calls of provider "${provider}" are retries: this one is not repeated.`,
      });
    case 'unavailable':
      return localFailure(demand, 'overloaded', {
        code: 'coordination_unavailable',
        message: 'The state of the keys cannot be read right now.',
        retryAfterMs: coordinationRetryMs,
      });
    default:
      return why satisfies never;
  }
}
