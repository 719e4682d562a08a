import { fallbackSkipTtlMs, longestRetryWaitMs } from './failover-limits.js';

describe('longestRetryWaitMs', () => {
  it.each([
    [undefined, 60_000],
    ['', 60_000],
    ['soon', 60_000],
    ['-3', 60_000],
    ['5', 5_000],
    [' 0.5 ', 500],
    ['0', Infinity],
    ['Off', Infinity],
    ['none', Infinity],
    ['false', Infinity],
    ['disabled', Infinity],
  ])('RA-4 %p is %p ms', (text, ms) => {
    expect(longestRetryWaitMs({ OPENCLAW_SDK_RETRY_MAX_WAIT_SECONDS: text })).toBe(ms);
  });
});

describe('fallbackSkipTtlMs', () => {
  it.each([
    [undefined, 0],
    ['0', 0],
    ['-1', 0],
    ['off', 0],
    ['10', 1_000],
    ['30000', 30_000],
    ['9999999', 600_000],
    ['Infinity', 600_000],
  ])('FAIL-11 %p is %i ms', (text, ms) => {
    expect(fallbackSkipTtlMs({ OPENCLAW_FALLBACK_SKIP_TTL_MS: text })).toBe(ms);
  });
});
