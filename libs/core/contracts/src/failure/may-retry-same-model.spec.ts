import type { FailureReason } from './failure-reason.js';
import type { Failure } from './failure.js';
import { mayRetrySameModel } from './may-retry-same-model.js';

const failed = (reason: FailureReason, more: Partial<Failure> = {}): Failure => ({
  reason,
  message: 'it failed',
  origin: 'upstream',
  ...more,
});

describe('mayRetrySameModel', () => {
  it.each([
    ['server_error', 2],
    ['overloaded', 2],
    ['unclassified', 2],
    ['timeout', 1],
    ['empty_response', 1],
    ['no_error_details', 1],
    ['rate_limit', 0],
    ['auth', 0],
    ['format', 0],
  ] as const)('RETRY-3 RETRY-5 %s: %i of the two times that are allowed', (reason, retries) => {
    const granted = [0, 1, 2].filter((made) => mayRetrySameModel(failed(reason), { made, allowed: 2 }));
    expect(granted).toHaveLength(retries);
  });

  it('AM-23 RETRY-4 a rate limit is waited for only on demand, and only if it says how long', () => {
    const limited = failed('rate_limit', { retryAfterMs: 1 });
    expect(mayRetrySameModel(limited, { made: 0, allowed: 2 })).toBe(false);
    expect(mayRetrySameModel(limited, { made: 0, allowed: 2, waitsForLimits: true })).toBe(true);
    expect(mayRetrySameModel(failed('rate_limit'), { made: 0, allowed: 2, waitsForLimits: true })).toBe(false);
  });

  it.each([
    { longWindow: true },
    { isOfProvider: true },
    { ceiling: true },
    { code: 'keys_cooling_down' },
    { code: 'retry_budget' },
  ])('RA-3 AM-23 not when waiting cannot help: %p', (more) =>
    expect(mayRetrySameModel(failed('overloaded', more), { made: 0, allowed: 2 })).toBe(false),
  );
});
