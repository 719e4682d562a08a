import type { Failure, FailoverState, FailureReason } from '@clawmesh/contracts';
import type { Candidate, CandidateChain } from '../model/candidate-chain.js';

export type { FailoverState };
/** A candidate that did not answer, with its latest failure. */
export type FailedCandidate = FailoverState['failed'][number];

/** The code of a candidate that was not asked at all (FAIL-12). */
export const skippedCode = 'MODEL_FALLBACK_SKIPPED';
/** A probe that fails so has said nothing about the limit it was to test (FAIL-10). */
const sparesProbe: ReadonlySet<FailureReason> = new Set([
  'model_not_found',
  'format',
  'auth',
  'auth_permanent',
  'session_expired',
  'tls_certificate',
]);
/** An upstream in trouble, which may be over it soon (RETRY-1). */
export const troubles: ReadonlySet<FailureReason> = new Set(['overloaded', 'server_error', 'timeout']);

export function startOf(chain: CandidateChain): FailoverState {
  return {
    chain,
    index: 0,
    attemptsMade: 0,
    retriesMade: 0,
    isRetry: false,
    lostWorkers: 0,
    silentWorkers: 0,
    idleTimeouts: 0,
    timesShortened: 0,
    hasWaited: false,
    hasProbed: false,
    failed: [],
  };
}

export function candidateOf(state: FailoverState): Candidate {
  return state.chain[state.index] ?? state.chain[0];
}

/** The next candidate at or behind `from` that may still be tried. */
export function nextIndex(state: FailoverState, from = state.index + 1): number | undefined {
  for (let index = from; index < state.chain.length; index++) {
    const candidate = state.chain[index];
    if (candidate && !isDropped(state, candidate)) return index;
  }
  return undefined;
}

/** What failed as a whole fails for every model of the provider (FAIL-9, ERR-48). */
function isDropped({ failed }: FailoverState, { provider }: Candidate): boolean {
  return failed.some(
    ({ candidate, failure }) =>
      candidate.provider === provider && (failure.isOfProvider || failure.reason === 'tls_certificate'),
  );
}

/** Only the run's own choice may try a cooling key, and only once (AM-21, FAIL-10). */
export function mayProbe(state: FailoverState): boolean {
  return state.index === 0 && !state.hasProbed;
}

/** No upstream was asked: the keys rest, or the candidate was passed over. */
export function isSkipped({ code }: Failure): boolean {
  return code === 'keys_cooling_down' || code === skippedCode;
}

/** The provider's budget for retries was used up: no call was made, and what it said before stands (CLU-21). */
export function isRefusedRetry({ code }: Failure): boolean {
  return code === 'retry_budget';
}

/** The state after a failure of the current candidate. A candidate is recorded once, with its latest failure (FAIL-7). */
export function withFailure(state: FailoverState, failure: Failure, now: number): FailoverState {
  const candidate = candidateOf(state);
  if (isRefusedRetry(failure) && state.failed.length > 0) return state;
  const earlier = state.failed.filter(({ candidate: other }) => other.key !== candidate.key);
  const next = {
    ...state,
    lostWorkers: state.lostWorkers + (failure.code === 'worker_lost' ? 1 : 0),
    silentWorkers: state.silentWorkers + (failure.code === 'worker_silent' ? 1 : 0),
    idleTimeouts: failure.code === 'idle_timeout' ? state.idleTimeouts + 1 : 0,
    hasProbed: state.hasProbed || usedUpProbe(state, failure),
    failed: [...earlier, { candidate, failure, failedAt: now }],
  };
  const troubledSince = state.troubledSince ?? (troubles.has(failure.reason) ? now : undefined);
  return troubledSince === undefined ? next : { ...next, troubledSince };
}

/** The first attempt that may try a cooling key counts, whether it did or found a healthy one: a lost worker cannot tell. */
function usedUpProbe(state: FailoverState, failure: Failure): boolean {
  if (!mayProbe(state) || isSkipped(failure) || failure.code === 'worker_silent') return false;
  return !sparesProbe.has(failure.reason);
}
