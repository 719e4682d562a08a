import type { Failure } from '@clawmesh/contracts';
import type { Candidate } from '../model/candidate-chain.js';
import { startOf, type FailoverState } from './failover-state.js';
import { fallbackSummary, withOverflow } from './fallback-summary.js';

const named = (key: string): Candidate => ({ provider: 'a', model: key.slice(2), key });
const limited = (retryAfterMs: number): Failure => ({
  reason: 'rate_limit',
  status: 429,
  message: 'slow down',
  origin: 'upstream',
  retryAfterMs,
});

function failedWith(...failures: Failure[]): FailoverState {
  const candidates = failures.map((_, index) => named(`a/m${index}`));
  const [first = named('a/none'), ...rest] = candidates;
  const failed = failures.map((failure, index) => ({ candidate: candidates[index] ?? first, failure, failedAt: 0 }));
  return { ...startOf([first, ...rest]), failed };
}

describe('fallbackSummary', () => {
  it('FAIL-7 a single failure stays itself', () => {
    const only = limited(1_000);
    expect(fallbackSummary(failedWith(only), only, 0)).toBe(only);
  });

  it('FAIL-7 an unrecognised last failure stays itself', () => {
    const last: Failure = { reason: 'unclassified', message: 'odd', origin: 'upstream' };
    expect(fallbackSummary(failedWith(limited(1_000), last), last, 0)).toBe(last);
  });

  it('ERR-21 a request above every limit of size is the request’s fault: 413, and no wait', () => {
    const last: Failure = {
      reason: 'rate_limit',
      status: 429,
      message: 'Requested 9',
      origin: 'upstream',
      ceiling: true,
    };
    expect(fallbackSummary(failedWith(last), last, 0)).toEqual({
      ...last,
      reason: 'context_overflow',
      status: 413,
      code: 'request_too_large_for_tier',
    });
  });

  it('FAIL-12, FAIL-13, AM-6 tells all attempts and when the first candidate is usable again', () => {
    const last = limited(60_000);
    expect(fallbackSummary(failedWith(limited(90_000), limited(42_000), last), last, 0)).toEqual({
      ...last,
      retryAfterMs: 42_000,
      message:
        'All models failed (3): a/m0: slow down (rate_limit) | a/m1: slow down (rate_limit) | a/m2: slow down (rate_limit). Usable again in 42 s.',
    });
  });

  it('FAIL-12 has reason and status of the last attempt, and no wait when waiting does not help', () => {
    const last: Failure = { reason: 'billing', status: 402, message: 'no credit', origin: 'upstream' };
    const summary = fallbackSummary(failedWith(limited(42_000), last), last, 0);
    expect(summary).toMatchObject({ reason: 'billing', status: 402 });
    expect(summary.retryAfterMs).toBeUndefined();
  });

  it('FAIL-13 a wait counts from the failure that told it', () => {
    const last = limited(60_000);
    const summary = fallbackSummary(failedWith(limited(42_000), last), last, 12_000);
    expect(summary.retryAfterMs).toBe(30_000);
    expect(summary.message).toMatch(/Usable again in 30 s\.$/);
  });

  it('FAIL-12 says of a candidate that was not asked that it was skipped', () => {
    const last: Failure = { ...limited(9_500), origin: 'local', code: 'keys_cooling_down', message: 'all keys rest' };
    expect(fallbackSummary(failedWith({ ...limited(42_000), code: 'tpm' }, last), last, 0)).toMatchObject({
      reason: 'rate_limit',
      code: 'MODEL_FALLBACK_SKIPPED',
      message:
        'All models failed (2): a/m0: slow down (rate_limit) | a/m1: skipped: all keys rest (rate_limit). Usable again in 10 s.',
    });
  });

  it('FAIL-7 a single candidate that was skipped has no error of its own: it is summed up too', () => {
    const last: Failure = { ...limited(9_500), origin: 'local', code: 'keys_cooling_down', message: 'all keys rest' };
    expect(fallbackSummary(failedWith(last), last, 0)).toMatchObject({
      code: 'keys_cooling_down',
      message: 'All models failed (1): a/m0: skipped: all keys rest (rate_limit). Usable again in 10 s.',
    });
  });

  it('ERR-1 stays within the limit of a message', () => {
    const long: Failure = { reason: 'server_error', message: 'x'.repeat(2_000), origin: 'upstream' };
    expect(fallbackSummary(failedWith(long, long), long, 0).message).toHaveLength(2_000);
    const busy: Failure = { ...long, reason: 'overloaded', retryAfterMs: 1_500 };
    const { message } = fallbackSummary(failedWith(busy, busy), busy, 0);
    expect([message.length, message.slice(-23)]).toEqual([2_000, '. Usable again in 2 s.'.padStart(23, 'x')]);
  });
});

describe('withOverflow', () => {
  const tooLong: Failure = { reason: 'context_overflow', message: 'too long', origin: 'upstream' };

  it('ERR-39 tells how long the call was and may be, unless the upstream did', () => {
    const numbers = { tokens: 213_462, limit: 200_000 };
    expect(withOverflow({ ...tooLong, overflow: numbers }).message).toBe(
      'too long (it has 213462 tokens, the limit is 200000)',
    );
    expect(withOverflow({ ...tooLong, overflow: { limit: 8_192 } }).message).toBe('too long (the limit is 8192)');
    const told = { ...tooLong, message: '213462 tokens > 200000 maximum', overflow: numbers };
    expect(withOverflow(told)).toBe(told);
    expect(withOverflow(tooLong)).toBe(tooLong);
  });
});
