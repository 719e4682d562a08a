import type { Failure } from '@clawmesh/contracts';
import { failure, named } from '../__fixtures__/failed-candidates.js';
import type { CandidateChain } from '../model/candidate-chain.js';
import { mayProbe, nextIndex, startOf, withFailure } from './failover-state.js';

const chain: CandidateChain = [named('a', 'p'), named('a', 'f1'), named('b', 'f2')];
const after = (what: Failure) => withFailure(startOf(chain), what, 1_000);

describe('mayProbe', () => {
  it('FAIL-10, AM-21 only the run’s own choice may probe, and once', () => {
    expect(mayProbe(startOf(chain))).toBe(true);
    expect(mayProbe({ ...startOf(chain), index: 1 })).toBe(false);
    expect(mayProbe(after(failure('rate_limit')))).toBe(false);
    expect(mayProbe(after(failure('timeout', { code: 'worker_lost' })))).toBe(false);
  });

  it.each(['model_not_found', 'format', 'auth', 'auth_permanent', 'session_expired', 'tls_certificate'] as const)(
    'FAIL-10 a probe that fails with %s does not count',
    (reason) => {
      expect(mayProbe(after(failure(reason)))).toBe(true);
    },
  );

  it.each(['keys_cooling_down', 'worker_silent'])('FAIL-10 nor does one that was not made (%s)', (code) => {
    expect(mayProbe(after(failure('rate_limit', { code, origin: 'local' })))).toBe(true);
  });
});

describe('nextIndex', () => {
  it.each([
    failure('tls_certificate'),
    failure('auth', { isOfProvider: true }),
    failure('overloaded', { isOfProvider: true }),
  ])('FAIL-9, ERR-48 leaves out the other models of a provider that failed as a whole (%p)', (what) => {
    expect(nextIndex(after(what))).toBe(2);
    expect(nextIndex(after(what), 0)).toBe(2);
  });
});

describe('withFailure', () => {
  it('FAIL-7 records a candidate once, with its latest failure', () => {
    const latest = failure('server_error');
    const { failed } = withFailure(after(failure('overloaded')), latest, 2_000);
    expect(failed).toEqual([{ candidate: chain[0], failure: latest, failedAt: 2_000 }]);
  });

  it('RETRY-1 remembers when the trouble began', () => {
    expect(withFailure(after(failure('overloaded')), failure('timeout'), 2_000).troubledSince).toBe(1_000);
    expect(withFailure(after(failure('auth')), failure('timeout'), 2_000).troubledSince).toBe(2_000);
    expect(after(failure('auth')).troubledSince).toBeUndefined();
  });
});
