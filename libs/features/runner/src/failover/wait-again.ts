import { mayRetrySameModel, retryDelayMs, type Failure, type FailureReason } from '@clawmesh/contracts';
import type { Circumstances } from './failover-rules.js';
import { nextIndex, troubles, type FailoverState } from './failover-state.js';
import { soonestInMs } from './soonest.js';

/** What a wait must leave of the run's time (RA-5). */
const reservedMs = 5_000;
/** RETRY-1. */
const troubleWindowMs = 90_000;
/** A key that rests for one of them is well again afterwards. */
const passing: ReadonlySet<FailureReason> = new Set(['rate_limit', 'overloaded', 'timeout']);
/** Waiters do not all wake at once (CLU-19). */
const mostSpreadMs = 1_000;

/** How long to wait before the same model is asked again; undefined: it is not (RETRY-1…5). */
export function retryDelay(state: FailoverState, failure: Failure, circumstances: Circumstances): number | undefined {
  const { rules, now, random } = circumstances;
  const count = {
    made: state.retriesMade,
    allowed: rules.maxRetries,
    waitsForLimits: rules.retryOrder === 'retry-first',
  };
  if (!mayRetrySameModel(failure, count)) return undefined;
  if ((failure.retryAfterMs ?? 0) > rules.longestWaitMs) return undefined;
  const delayMs = retryDelayMs(state.retriesMade + 1, failure, random);
  const lastAt = troubles.has(failure.reason) ? (state.troubledSince ?? now) + troubleWindowMs : Number.MAX_VALUE;
  return now + delayMs <= lastAt && fits(delayMs, circumstances) ? delayMs : undefined;
}

interface NextRound {
  /** Where the chain begins anew. */
  readonly index: number;
  readonly delayMs: number;
}

/** Once a run, when nothing but resting keys stands in its way and the config lets it wait (COOL-15, AM-23). */
export function waitForKeys(state: FailoverState, circumstances: Circumstances): NextRound | undefined {
  const { rules, now, random } = circumstances;
  if (state.hasWaited || !state.failed.every(({ failure }) => isResting(failure))) return undefined;
  const soonestMs = soonestInMs(state.failed, now);
  const index = nextIndex(state, 0);
  if (soonestMs === undefined || soonestMs > rules.waitForCooldownMs || index === undefined) return undefined;
  const delayMs = soonestMs + random * Math.min(mostSpreadMs, soonestMs * 0.1);
  return fits(delayMs, circumstances) ? { index, delayMs } : undefined;
}

function isResting({ reason, code, ceiling }: Failure): boolean {
  if (ceiling) return false;
  return reason === 'rate_limit' || (code === 'keys_cooling_down' && passing.has(reason));
}

function fits(delayMs: number, { now, deadlineAt }: Circumstances): boolean {
  return now + delayMs <= deadlineAt - reservedMs;
}
