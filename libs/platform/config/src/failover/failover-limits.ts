import type { Environment } from '../config-snapshot.js';

const offWords: ReadonlySet<string> = new Set(['0', 'false', 'off', 'none', 'disabled']);
const defaultWaitSeconds = 60;
const skipRangeMs = { least: 1_000, most: 600_000 };

/**
 * `OPENCLAW_SDK_RETRY_MAX_WAIT_SECONDS` in milliseconds: an upstream that asks for a longer wait is not asked again, so
 * that others can be (RA-4). Infinite when it is switched off.
 */
export function longestRetryWaitMs(env: Environment): number {
  const text = env.OPENCLAW_SDK_RETRY_MAX_WAIT_SECONDS?.trim().toLowerCase() ?? '';
  if (offWords.has(text)) return Number.POSITIVE_INFINITY;
  const seconds = Number(text);
  return (text !== '' && seconds > 0 ? seconds : defaultWaitSeconds) * 1_000;
}

/** `OPENCLAW_FALLBACK_SKIP_TTL_MS`: how long a fallback that refused its credentials is passed over; 0 is never (FAIL-11). */
export function fallbackSkipTtlMs(env: Environment): number {
  const ms = Number(env.OPENCLAW_FALLBACK_SKIP_TTL_MS?.trim());
  if (!(ms > 0)) return 0;
  return Math.min(skipRangeMs.most, Math.max(skipRangeMs.least, Math.floor(ms)));
}
