import { withoutKey } from './without-key.js';

const demand = { provider: 'openai', model: 'gpt-5.5', deadlineAt: 1 };

describe('withoutKey', () => {
  it.each([
    ['ROT-11', 'cooling', { reason: 'billing', code: 'keys_cooling_down', retryAfterMs: 700 }],
    ['CLU-7', 'busy', { reason: 'overloaded', code: 'key_capacity' }],
    ['CLU-21', 'over-budget', { reason: 'overloaded', code: 'retry_budget' }],
    ['CLU-24', 'unavailable', { reason: 'overloaded', code: 'coordination_unavailable', retryAfterMs: 2_000 }],
  ] as const)('%s %s is a failure of ours, which no key is to blame for', (_, why, failure) => {
    expect(withoutKey(demand, { granted: false, why, reason: 'billing', soonestInMs: 700 })).toMatchObject({
      ...{ status: 'failed', started: false, rotatesKey: false, scope: 'local' },
      failure: { origin: 'local', provider: 'openai', model: 'gpt-5.5', ...failure },
    });
  });
});
