import type { Failure, FailureReason } from '@clawmesh/contracts';
import { isRefusedRetry, isSkipped, skippedCode, type FailedCandidate, type FailoverState } from './failover-state.js';
import { soonestInMs } from './soonest.js';

/** The limit of a failure's message (ERR-1). */
const maxMessageChars = 2_000;
/** Reasons that pass by themselves, so that saying when helps (FAIL-31). */
const passingReasons: ReadonlySet<FailureReason> = new Set(['rate_limit', 'overloaded']);
/** Never summed up when they come last: nobody knows what they mean (FAIL-7). */
const unrecognised: ReadonlySet<FailureReason> = new Set(['unclassified', 'unknown']);

/** The one failure that stands for a run whose candidates all failed: the last one's, with the story of all (FAIL-12). */
export function fallbackSummary(state: FailoverState, failure: Failure, now: number): Failure {
  const last = isRefusedRetry(failure) ? (state.failed.at(-1)?.failure ?? failure) : failure;
  const summary = withStory(state, last, now);
  if (!last.ceiling) return summary;
  // ERR-21: the client can do something about its request, and waiting would not help.
  return { ...summary, reason: 'context_overflow', status: 413, code: 'request_too_large_for_tier' };
}

/** The failure of a call that no handler could make short enough, with its numbers (ERR-39). */
export function withOverflow(failure: Failure): Failure {
  const { tokens, limit } = failure.overflow ?? {};
  const numbers = [
    ...(tokens === undefined ? [] : [`it has ${tokens} tokens`]),
    ...(limit === undefined ? [] : [`the limit is ${limit}`]),
  ];
  const isTold = [tokens, limit].every((number) => number === undefined || failure.message.includes(String(number)));
  if (isTold) return failure;
  return { ...failure, message: fitting(failure.message, ` (${numbers.join(', ')})`) };
}

function withStory(state: FailoverState, last: Failure, now: number): Failure {
  const { failed } = state;
  const wasSkipped = isSkipped(last);
  if (unrecognised.has(last.reason) || (failed.length < 2 && !wasSkipped)) return last;
  const soonestMs = passingReasons.has(last.reason) && !last.ceiling ? soonestInMs(failed, now) : undefined;
  const story = `All models failed (${failed.length}): ${failed.map(describe).join(' | ')}`;
  return {
    ...last,
    message: fitting(story, soonestMs === undefined ? '' : `. Usable again in ${Math.ceil(soonestMs / 1_000)} s.`),
    ...(wasSkipped && failed.length > 1 && { code: skippedCode }),
    ...(soonestMs !== undefined && { retryAfterMs: soonestMs }),
  };
}

function describe({ candidate, failure }: FailedCandidate): string {
  return `${candidate.key}: ${isSkipped(failure) ? 'skipped: ' : ''}${failure.message} (${failure.reason})`;
}

/** The end is what the reader needs to know: it is never cut off. */
function fitting(text: string, end: string): string {
  return text.slice(0, maxMessageChars - end.length) + end;
}
