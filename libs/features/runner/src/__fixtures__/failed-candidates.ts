import { createSnapshot } from '@clawmesh/config';
import type { Failure, FailureReason } from '@clawmesh/contracts';
import { failoverRules, type FailoverRules } from '../failover/failover-rules.js';
import type { Candidate } from '../model/candidate-chain.js';

export const named = (provider: string, model: string): Candidate => ({ provider, model, key: `${provider}/${model}` });

export const failure = (reason: FailureReason, more: Partial<Failure> = {}): Failure => ({
  reason,
  message: reason,
  origin: 'upstream',
  ...more,
});

/** What an empty config says. */
export const usualRules: FailoverRules = failoverRules(createSnapshot({ raw: {}, env: {}, stateDir: '/nowhere' }), [
  named('a', 'p'),
]);
