import { readRetryAfter } from './retry-after.js';

const now = Date.UTC(2026, 0, 1);
const read = (hints: { headers?: Record<string, string>; text?: string; body?: string }): number | undefined =>
  readRetryAfter({ headers: {}, text: '', body: '', ...hints }, now);

describe('readRetryAfter', () => {
  it.each([
    ['retry-after-ms', { headers: { 'retry-after-ms': '1500.5' } }, 1500.5],
    ['retry-after in seconds', { headers: { 'retry-after': '3' } }, 3_000],
    ['retry-after that came twice', { headers: { 'retry-after': '5, 10' } }, 10_000],
    ['retry-after as a date', { headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:10 GMT' } }, 10_000],
    ['a date as in RFC 850', { headers: { 'retry-after': 'Thursday, 01-Jan-26 00:00:10 GMT' } }, 10_000],
    ['a date as of asctime', { headers: { 'retry-after': 'Thu Jan  1 00:00:10 2026' } }, 10_000],
    ['a negative number', { headers: { 'retry-after': '-5' } }, 0],
    ['a past date', { headers: { 'retry-after': 'Wed, 31 Dec 2025 00:00:10 GMT' } }, 0],
    ['a number beyond any clock', { headers: { 'retry-after': '99999999999999999999' } }, Infinity],
    ['text with a unit', { text: 'Please try again in 20 seconds.' }, 20_000],
    ['text with a compound duration', { text: 'try again in 1h2m3.5s' }, 3_723_500],
    ['text in minutes', { text: 'retry after 2 minutes' }, 120_000],
    ['the largest of several', { headers: { 'retry-after': '1' }, text: 'try again in 120ms, or retry in 7s' }, 7_000],
    ['Google RetryInfo', { body: '{"details":[{"retryDelay": "34s"}]}' }, 34_000],
    ['resets_in_seconds', { body: '{"error":{"resets_in_seconds":8123}}' }, 8_123_000],
    ['resets_at', { body: `{"resets_at": ${now / 1000 + 60}}` }, 60_000],
    ['a past resets_at', { body: `{"resets_at": ${now / 1000 - 60}}` }, 0],
    ['x-ratelimit-reset in epoch milliseconds', { headers: { 'x-ratelimit-reset': String(now + 7_000) } }, 7_000],
    ['the same inside a body', { body: `{"headers":{"X-RateLimit-Reset":"${now + 7_000}"}}` }, 7_000],
    ['a date in text', { text: 'You will regain access on 2026-01-02 at 06:00 UTC.' }, 30 * 3_600_000],
    ['the day of Cloudflare', { text: 'you have used up your daily free allocation of 10,000 neurons' }, 86_400_000],
    ['text with days', { text: 'Please try again in 2d' }, 172_800_000],
  ])('RA-1 RA-2 %s', (_, hints, expected) => {
    expect(read(hints)).toBe(expected);
  });

  it('RA-2 believes a reset header only when nothing remains', () => {
    const reset = { 'x-ratelimit-reset-requests': '1m30s' };
    expect(read({ headers: { ...reset, 'x-ratelimit-remaining-requests': '0' } })).toBe(90_000);
    expect(read({ headers: { ...reset, 'x-ratelimit-remaining-requests': '5' } })).toBeUndefined();
    const anthropic = { 'anthropic-ratelimit-input-tokens-reset': '2026-01-01T00:00:05Z' };
    expect(read({ headers: { ...anthropic, 'anthropic-ratelimit-input-tokens-remaining': '0' } })).toBe(5_000);
    expect(read({ headers: { ...anthropic, 'anthropic-ratelimit-input-tokens-remaining': '9' } })).toBeUndefined();
  });

  it('RA-2 reads a reset moment as well as a duration', () => {
    const remaining = { 'x-ratelimit-remaining-requests': '0' };
    const reset = (value: string) => read({ headers: { ...remaining, 'x-ratelimit-reset-requests': value } });
    expect(reset(String(now / 1000 + 20))).toBe(20_000);
    expect(reset('6m0s')).toBe(360_000);
    expect(reset('17')).toBeUndefined();
  });

  it('RA-2 does not wait for the reset of a limit that is not reached', () => {
    const headers = { 'x-ratelimit-reset': String(now + 7_000), 'x-ratelimit-remaining': '3' };
    expect(read({ headers })).toBeUndefined();
  });

  it.each(['soon', '3 apples', '1 May', '1.5', ''])('RA-1 a retry-after of %j is none', (value) => {
    expect(read({ text: 'try again in a while', headers: { 'retry-after': value } })).toBeUndefined();
  });
});
