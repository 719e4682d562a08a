import type { Failure, FailureReason } from '@clawmesh/contracts';
import { failure, named, usualRules } from '../__fixtures__/failed-candidates.js';
import type { CandidateChain } from '../model/candidate-chain.js';
import { decideNext, type NextStep } from './decide-next.js';
import type { FailoverRules } from './failover-rules.js';
import { startOf, withFailure, type FailoverState } from './failover-state.js';

const chain: CandidateChain = [named('a', 'p'), named('b', 'f')];
const alone: CandidateChain = [named('a', 'p')];

interface Situation {
  readonly of?: CandidateChain;
  readonly state?: Partial<FailoverState>;
  readonly rules?: Partial<FailoverRules>;
  readonly now?: number;
  readonly deadlineAt?: number;
  readonly random?: number;
}

/** What is done after the failures, one of each candidate in turn. */
function after(
  failures: readonly Failure[],
  { of = alone, state = {}, rules = {}, ...more }: Situation = {},
): NextStep {
  const { now = 0, deadlineAt = 600_000, random = 0.5 } = more;
  const start: FailoverState = { ...startOf(of), attemptsMade: 1, ...state };
  const end = failures.reduce((before, next, index) => withFailure({ ...before, index }, next, 0), start);
  const last = failures.at(-1) ?? failure('unknown');
  return decideNext(end, last, { rules: { ...usualRules, ...rules }, now, deadlineAt, random });
}

describe('a same-model retry', () => {
  const retryFirst = { retryOrder: 'retry-first' } as const;

  it('RETRY-4 retry-first spends the retries before the fallbacks', () => {
    const busy = failure('overloaded');
    expect(after([busy], { of: chain })).toEqual({ type: 'advance', index: 1 });
    expect(after([busy], { of: chain, rules: retryFirst })).toEqual({ type: 'retry', delayMs: 1_000 });
    expect(after([busy], { of: chain, rules: retryFirst, state: { retriesMade: 2 } })).toEqual({
      type: 'advance',
      index: 1,
    });
  });

  it('TIME-8, ERR-35 a timeout goes to the fallbacks first, whatever the order', () => {
    expect(after([failure('timeout')], { of: chain, rules: retryFirst })).toEqual({ type: 'advance', index: 1 });
    expect(after([failure('timeout')], { rules: retryFirst })).toMatchObject({ type: 'retry' });
  });

  it('ERR-30, AM-23 retry-first waits for a short rate limit, and for none that does not say how long', () => {
    const limited = failure('rate_limit', { status: 429, retryAfterMs: 4_000 });
    expect(after([limited], { rules: retryFirst })).toEqual({ type: 'retry', delayMs: 4_000 });
    expect(after([limited])).toEqual({ type: 'exhausted' });
    expect(after([failure('rate_limit', { status: 429 })], { rules: retryFirst })).toEqual({ type: 'exhausted' });
  });

  it('RA-4 nobody waits longer than the cap', () => {
    const busy = failure('overloaded', { retryAfterMs: 60_001 });
    expect(after([busy])).toEqual({ type: 'exhausted' });
    expect(after([busy], { rules: { longestWaitMs: Number.POSITIVE_INFINITY } })).toMatchObject({ type: 'retry' });
  });

  it.each([
    ['overloaded', 8],
    ['server_error', 8],
    ['rate_limit', 9],
    ['unclassified', 3],
    ['unknown', 3],
  ] as const)('RETRY-1, FAIL-17 %s is retried %i times at most, however many are allowed', (reason, most) => {
    const retried = (retriesMade: number) =>
      after([failure(reason, { retryAfterMs: 1 })], {
        state: { retriesMade },
        rules: { ...retryFirst, maxRetries: 99 },
      });
    expect(retried(most - 1)).toMatchObject({ type: 'retry' });
    expect(retried(most)).toEqual({ type: 'exhausted' });
  });

  it('RETRY-1 an upstream in trouble is retried for 90 s', () => {
    const retried = (reason: FailureReason, now: number) =>
      after([failure(reason)], { state: { troubledSince: 10_000 }, now });
    expect(retried('server_error', 99_000)).toEqual({ type: 'retry', delayMs: 1_000 });
    expect(retried('server_error', 99_001)).toEqual({ type: 'exhausted' });
    expect(retried('unknown', 99_001)).toMatchObject({ type: 'retry' });
  });

  it('CLU-7 a key that was busy is asked for again', () => {
    expect(after([failure('overloaded', { code: 'key_capacity', origin: 'local' })])).toMatchObject({ type: 'retry' });
  });

  it('ERR-48 trouble of the whole provider is not retried', () => {
    expect(after([failure('overloaded', { isOfProvider: true })])).toEqual({ type: 'exhausted' });
  });
});

describe('waiting for keys that rest', () => {
  const limited = (retryAfterMs: number) => failure('rate_limit', { status: 429, retryAfterMs });
  const waits = { waitForCooldownMs: 30_000 };

  it('COOL-15, AM-23 fails at once by default', () => {
    expect(after([limited(2_000)])).toEqual({ type: 'exhausted' });
  });

  it('COOL-15 waits for the soonest key, and begins its chain anew', () => {
    const resting = failure('timeout', { code: 'keys_cooling_down', origin: 'local', retryAfterMs: 9_000 });
    const step = after([limited(20_000), resting], { of: chain, rules: waits, random: 0 });
    expect(step).toEqual({ type: 'wait', index: 0, delayMs: 9_000 });
  });

  it('CLU-19 those who wait do not wake at once', () => {
    const delayed = (retryAfterMs: number) => after([limited(retryAfterMs)], { rules: waits, random: 0.999 });
    expect(delayed(4_000)).toEqual({ type: 'wait', index: 0, delayMs: 4_000 + 0.999 * 400 });
    expect(delayed(20_000)).toEqual({ type: 'wait', index: 0, delayMs: 20_000 + 0.999 * 1_000 });
  });

  it.each<[string, readonly Failure[], Situation]>([
    ['for longer than allowed', [limited(30_001)], {}],
    ['a second time', [limited(1_000)], { state: { hasWaited: true } }],
    ['beyond 5 s before the deadline', [limited(1_000)], { deadlineAt: 5_999 }],
    ['without knowing how long', [failure('rate_limit')], {}],
    ['when a model failed otherwise', [failure('server_error'), limited(1_000)], { of: chain }],
    ['for a request that no tier takes', [failure('rate_limit', { ceiling: true, retryAfterMs: 1 })], {}],
    [
      'for a key that is unpaid',
      [failure('billing', { code: 'keys_cooling_down', origin: 'local', retryAfterMs: 1_000 })],
      {},
    ],
  ])('COOL-15, RA-5 does not wait %s', (_, failures, situation) => {
    expect(after(failures, { ...situation, rules: waits, random: 0 })).toEqual({ type: 'exhausted' });
  });
});
