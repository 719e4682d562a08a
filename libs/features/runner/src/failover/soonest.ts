import type { FailedCandidate } from './failover-state.js';

/** Milliseconds until the first candidate is usable again, as far as is known (FAIL-13, AM-6). */
export function soonestInMs(failed: readonly FailedCandidate[], now: number): number | undefined {
  const moments = failed.flatMap(({ failure: { retryAfterMs, ceiling }, failedAt }) =>
    retryAfterMs === undefined || ceiling ? [] : failedAt + retryAfterMs,
  );
  return moments.length > 0 ? Math.max(0, Math.min(...moments) - now) : undefined;
}
