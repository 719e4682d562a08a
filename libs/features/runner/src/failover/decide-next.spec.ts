import { failureReasonSchema, type Failure, type FailureReason } from '@clawmesh/contracts';
import { failure, named, usualRules as rules } from '../__fixtures__/failed-candidates.js';
import type { CandidateChain } from '../model/candidate-chain.js';
import { decideNext } from './decide-next.js';
import type { Circumstances } from './failover-rules.js';
import { startOf, withFailure, type FailoverState } from './failover-state.js';

const chain: CandidateChain = [named('a', 'p'), named('a', 'f1'), named('b', 'f2')];
const alone: CandidateChain = [named('a', 'p')];
const usual: Circumstances = { rules, now: 0, deadlineAt: 600_000, random: 0.5 };

const after = (what: Failure, state: Partial<FailoverState> & { chain: CandidateChain }): FailoverState =>
  withFailure({ ...startOf(state.chain), attemptsMade: 1, ...state }, what, 0);

describe('decideNext', () => {
  const stopping: readonly FailureReason[] = ['format', 'context_overflow'];
  const tooLong = failure('context_overflow');

  it.each(failureReasonSchema.options.filter((reason) => !stopping.includes(reason) && reason !== 'tls_certificate'))(
    'FAIL-5 %s goes on with the next candidate',
    (reason) => {
      const what = failure(reason);
      expect(decideNext(after(what, { chain }), what, usual)).toEqual({ type: 'advance', index: 1 });
    },
  );

  it('FAIL-6 format stops the chain', () => {
    const what = failure('format');
    expect(decideNext(after(what, { chain }), what, usual)).toEqual({ type: 'stop' });
  });

  it('FAIL-6, ERR-39, T3 a call that is too long goes to compaction three times at most, and to no other model', () => {
    expect(decideNext(after(tooLong, { chain, timesShortened: 2 }), tooLong, usual)).toEqual({ type: 'shorten' });
    expect(decideNext(after(tooLong, { chain, timesShortened: 3 }), tooLong, usual)).toEqual({ type: 'stop' });
  });

  it.each(['run_deadline', 'no_workers', 'content_filter', 'coordination_unavailable', 'auth_revoked'])(
    'FAIL-6 ERR-47 the code %s stops the chain',
    (code) => {
      const what = failure('timeout', { code });
      expect(decideNext(after(what, { chain }), what, usual)).toEqual({ type: 'stop' });
    },
  );

  it('FAIL-22 a worker that never spoke has made no call: the job goes out again, five times at most', () => {
    const what = failure('timeout', { code: 'worker_silent' });
    const step = (silentWorkers: number) => decideNext(after(what, { chain, silentWorkers }), what, usual);
    expect(step(4)).toEqual({ type: 'redispatch' });
    expect(step(5)).toEqual({ type: 'advance', index: 1 });
  });

  it('AM-23 nobody is kept waiting for keys that cool down: told at once when to come back', () => {
    const what = failure('timeout', { code: 'keys_cooling_down', origin: 'local', retryAfterMs: 29_000 });
    expect(decideNext(after(what, { chain: alone }), what, usual)).toEqual({ type: 'exhausted' });
  });

  it('TIME-7 the fifth idle timeout in a row stops the chain', () => {
    const idle = failure('timeout', { code: 'idle_timeout' });
    const long: CandidateChain = [named('a', '0'), ...[1, 2, 3, 4, 5, 6].map((n) => named('a', String(n)))];
    const failing = (what: readonly Failure[]) =>
      what.reduce((state, next, index) => withFailure({ ...state, index }, next, 0), startOf(long));
    const four = [idle, idle, idle, idle];
    expect(decideNext(failing(four), idle, usual)).toEqual({ type: 'advance', index: 4 });
    expect(decideNext(failing([...four, idle]), idle, usual)).toEqual({ type: 'stop' });
    expect(decideNext(failing([...four, failure('server_error'), idle]), idle, usual)).toMatchObject({
      type: 'advance',
    });
  });

  it('ERR-38 formatErrors: advance goes on after a format error', () => {
    const what = failure('format');
    const step = decideNext(after(what, { chain }), what, { ...usual, rules: { ...rules, formatErrors: 'advance' } });
    expect(step).toEqual({ type: 'advance', index: 1 });
  });

  it('FAIL-4 an empty result is a format failure that goes on', () => {
    const what = failure('format', { code: 'empty_result' });
    expect(decideNext(after(what, { chain }), what, usual)).toEqual({ type: 'advance', index: 1 });
  });

  it('FAIL-5 a size ceiling of one provider goes on', () => {
    const what = failure('context_overflow', { ceiling: true });
    expect(decideNext(after(what, { chain }), what, usual)).toEqual({ type: 'advance', index: 1 });
  });

  it('FAIL-9 a certificate failure drops the other models of the provider', () => {
    const what = failure('tls_certificate');
    expect(decideNext(after(what, { chain }), what, usual)).toEqual({ type: 'advance', index: 2 });
    expect(decideNext(after(what, { chain: alone }), what, usual)).toEqual({ type: 'exhausted' });
  });

  it('RETRY-4 the same model is retried only when no other is left', () => {
    const what = failure('server_error');
    expect(decideNext(after(what, { chain, index: 2 }), what, usual)).toEqual({
      type: 'retry',
      delayMs: 1_000,
    });
  });

  it('RETRY-5, AM-22 a single model is called three times at most', () => {
    const what = failure('server_error');
    const second = decideNext(after(what, { chain: alone, retriesMade: 1 }), what, usual);
    expect(second).toEqual({ type: 'retry', delayMs: 2_000 });
    expect(decideNext(after(what, { chain: alone, retriesMade: 2 }), what, usual)).toEqual({
      type: 'exhausted',
    });
  });

  it.each(['timeout', 'empty_response', 'no_error_details'] as const)(
    'TIME-8, ERR-43, ERR-44 %s is retried once',
    (reason) => {
      const what = failure(reason);
      expect(decideNext(after(what, { chain: alone }), what, usual).type).toBe('retry');
      expect(decideNext(after(what, { chain: alone, retriesMade: 1 }), what, usual)).toEqual({
        type: 'exhausted',
      });
    },
  );

  it.each(['billing', 'auth', 'auth_permanent', 'model_not_found'] as const)(
    'RETRY-3 %s is never retried',
    (reason) => {
      const what = failure(reason);
      expect(decideNext(after(what, { chain: alone }), what, usual)).toEqual({ type: 'exhausted' });
    },
  );

  it('RETRY-3 neither long windows nor ceilings are retried', () => {
    for (const more of [{ longWindow: true }, { ceiling: true }]) {
      const what = failure('overloaded', more);
      expect(decideNext(after(what, { chain: alone }), what, usual)).toEqual({ type: 'exhausted' });
    }
  });

  it('AM-23 a rate limit with nothing else left fails at once', () => {
    const what = failure('rate_limit', { retryAfterMs: 1_000 });
    expect(decideNext(after(what, { chain: alone }), what, usual)).toEqual({ type: 'exhausted' });
  });

  it('RETRY-2 Retry-After is a minimum of the wait', () => {
    const what = failure('overloaded', { retryAfterMs: 20_000 });
    expect(decideNext(after(what, { chain: alone }), what, usual)).toEqual({ type: 'retry', delayMs: 20_000 });
  });

  it('RA-5 a wait that leaves less than 5 s is not waited', () => {
    const what = failure('overloaded', { retryAfterMs: 20_000 });
    const step = decideNext(after(what, { chain: alone }), what, { ...usual, deadlineAt: 24_999 });
    expect(step).toEqual({ type: 'exhausted' });
  });

  it('FAIL-22 a lost worker is replaced once, then the next candidate is tried', () => {
    const what = failure('timeout', { code: 'worker_lost' });
    expect(decideNext(after(what, { chain }), what, usual)).toEqual({ type: 'redispatch' });
    expect(decideNext(after(what, { chain, lostWorkers: 1 }), what, usual)).toEqual({
      type: 'advance',
      index: 1,
    });
    expect(decideNext(after(what, { chain: alone, lostWorkers: 1 }), what, usual)).toEqual({
      type: 'exhausted',
    });
  });

  it('FAIL-18 at the limit of attempts no model is asked twice, and some failures end the run', () => {
    const step = (reason: FailureReason, of: CandidateChain) =>
      decideNext(after(failure(reason), { chain: of, attemptsMade: 32 }), failure(reason), usual);
    expect(step('server_error', alone)).toEqual({ type: 'exhausted' });
    expect(step('server_error', chain)).toEqual({ type: 'advance', index: 1 });
    for (const reason of ['timeout', 'session_expired'] as const)
      expect(step(reason, chain)).toEqual({ type: 'exhausted' });
  });
});
