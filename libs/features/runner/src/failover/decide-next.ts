import { failurePolicies, type Failure, type FailureReason } from '@clawmesh/contracts';
import type { Circumstances, FailoverRules } from './failover-rules.js';
import { nextIndex, type FailoverState } from './failover-state.js';
import { retryDelay, waitForKeys } from './wait-again.js';

export type NextStep =
  | { readonly type: 'advance'; readonly index: number }
  | { readonly type: 'retry'; readonly delayMs: number }
  | { readonly type: 'redispatch' }
  /** Every key rests: begin anew at `index` when the first of them is usable again. */
  | { readonly type: 'wait'; readonly index: number; readonly delayMs: number }
  /** The same candidate again, with a shorter call. */
  | { readonly type: 'shorten' }
  /** The failure says it all: another candidate would fail the same way, or may not be tried. */
  | { readonly type: 'stop' }
  | { readonly type: 'exhausted' };

/**
 * How many workers may fail a candidate: one that dies with it (FAIL-22) has made its call. One that stands still keeps
 * its place in the queue group, so the next try may well meet it again; no model is to blame, and no call was made.
 */
const mostLostWorkers = 1;
const mostSilentWorkers = 5;
/** TIME-7: each of them is a call that is paid for. */
const mostIdleTimeouts = 5;
const mostShortenings = 3;

/** Failures after which no other candidate may be tried, or none can mend them, whatever their reason (FAIL-6, FAIL-8, CLU-24). */
const stoppingCodes: ReadonlySet<string> = new Set([
  'run_deadline',
  'no_workers',
  'content_filter',
  'coordination_unavailable',
  'auth_revoked',
]);
/** Successes without an answer: another model may well have one (FAIL-4). */
const emptyResultCodes: ReadonlySet<string> = new Set([
  'empty_result',
  'reasoning_only_result',
  'planning_only_result',
]);
/** A run at its limit of attempts ends on them (FAIL-18). */
const endsAtLimit: ReadonlySet<FailureReason> = new Set(['timeout', 'format', 'session_expired']);

/**
 * What to do after `failure` of the current candidate, which is recorded in `state`, when no content was sent. Other
 * models come first; the same model again only when none is left and the wait fits, or the config says so (RETRY-4).
 */
export function decideNext(state: FailoverState, failure: Failure, circumstances: Circumstances): NextStep {
  const { rules } = circumstances;
  if (mayRedispatch(state, failure)) return { type: 'redispatch' };
  if (mayShorten(state, failure)) return { type: 'shorten' };
  if (stopsChain(failure, rules) || state.idleTimeouts >= mostIdleTimeouts) return { type: 'stop' };
  if (state.attemptsMade >= rules.mostAttempts) return atLimit(state, failure);
  return goOn(state, failure, circumstances);
}

function goOn(state: FailoverState, failure: Failure, circumstances: Circumstances): NextStep {
  const index = nextIndex(state);
  const delayMs = isWorkerLost(failure) ? undefined : retryDelay(state, failure, circumstances);
  // TIME-8: after a timeout the fallbacks come first, whatever the config says.
  const retriesFirst = circumstances.rules.retryOrder === 'retry-first' && failure.reason !== 'timeout';
  if (index !== undefined && !(retriesFirst && delayMs !== undefined)) return { type: 'advance', index };
  if (delayMs !== undefined) return { type: 'retry', delayMs };
  const round = waitForKeys(state, circumstances);
  return round ? { type: 'wait', ...round } : { type: 'exhausted' };
}

/** FAIL-18: each model that is left may be asked once. */
function atLimit(state: FailoverState, { reason }: Failure): NextStep {
  const index = nextIndex(state);
  return index === undefined || endsAtLimit.has(reason) ? { type: 'exhausted' } : { type: 'advance', index };
}

function stopsChain(failure: Failure, rules: FailoverRules): boolean {
  const code = failure.code ?? '';
  if (stoppingCodes.has(code)) return true;
  if (failurePolicies[failure.reason].nextModel) return false;
  if (failure.ceiling || emptyResultCodes.has(code)) return false;
  return !(failure.reason === 'format' && rules.formatErrors === 'advance');
}

/** A ceiling is no overflow: the model could take the call, the credential's tier does not (ERR-21). */
function mayShorten({ timesShortened }: FailoverState, { reason, ceiling }: Failure): boolean {
  return reason === 'context_overflow' && !ceiling && timesShortened < mostShortenings;
}

function mayRedispatch({ lostWorkers, silentWorkers }: FailoverState, { code }: Failure): boolean {
  if (code === 'worker_lost') return lostWorkers <= mostLostWorkers;
  return code === 'worker_silent' && silentWorkers <= mostSilentWorkers;
}

function isWorkerLost({ code }: Failure): boolean {
  return code === 'worker_lost' || code === 'worker_silent';
}
