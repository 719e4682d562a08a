import { createSnapshot } from '@clawmesh/config';
import type { CandidateChain } from '../model/candidate-chain.js';
import { failoverRules } from './failover-rules.js';

const chain: CandidateChain = [{ provider: 'zai', model: 'glm', key: 'zai/glm' }];
const rulesOf = (raw: object = {}, env: Record<string, string> = {}) =>
  failoverRules(createSnapshot({ raw, env, stateDir: '/nowhere' }), chain);

/** `count` profiles of a provider. */
const profiles = (provider: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${provider}:${n}`, { provider, mode: 'api_key' }]));

describe('failoverRules', () => {
  it('RETRY-4, RETRY-5, RA-4, ERR-38, COOL-15, FAIL-11 has the defaults of the pages', () => {
    expect(rulesOf()).toEqual({
      maxRetries: 2,
      retryOrder: 'rotate-first',
      longestWaitMs: 60_000,
      formatErrors: 'stop',
      waitForCooldownMs: 0,
      mostAttempts: 32,
      skipTtlMs: 0,
    });
  });

  it('reads the environment where the reference does', () => {
    const env = { OPENCLAW_SDK_RETRY_MAX_WAIT_SECONDS: '5', OPENCLAW_FALLBACK_SKIP_TTL_MS: '60000' };
    expect(rulesOf({}, env)).toMatchObject({ longestWaitMs: 5_000, skipTtlMs: 60_000 });
  });

  it.each([
    [0, 32],
    [1, 32],
    [2, 40],
    [17, 160],
    [30, 160],
  ])('FAIL-18 %i profiles of the run’s provider: %i attempts', (count, most) => {
    const auth = { profiles: { ...profiles('z.ai', count), ...profiles('openai', 40) } };
    expect(rulesOf({ auth }).mostAttempts).toBe(most);
  });

  it('FAIL-18, ORD-1 an order of the provider says how many there are', () => {
    const auth = { profiles: profiles('zai', 9), order: { 'z-ai': ['zai:0', 'zai:1', 'zai:2'] } };
    expect(rulesOf({ auth }).mostAttempts).toBe(48);
  });
});
