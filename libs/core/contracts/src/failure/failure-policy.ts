import type { FailureReason } from './failure-reason.js';

/** What the runner and the worker do about a failure before any content was shown (ERR-30…45, ERR-46). */
export interface FailurePolicy {
  /** Try the provider's next environment key. A 429 does so whatever its reason (ROT-4). */
  readonly rotatesKey: boolean;
  /**
   * Try the provider's next auth profile. `capped`: only so many times when the run has fallbacks (ORD-6); `once`: one
   * other credential at the most (ERR-41); `if-started`: when the upstream had begun to answer (ERR-35).
   */
  readonly rotatesProfile: 'never' | 'always' | 'capped' | 'once' | 'if-started';
  /** What happens to the key: nothing, a cooldown by schedule, or disabled for long (COOL-3). */
  readonly window: 'none' | 'cooldown' | 'disable';
  /** The window covers the failed model only (COOL-8), or every model of the key. */
  readonly windowScope: 'model' | 'key';
  /** Go on with the next candidate (FAIL-5), or stop the chain (FAIL-6). */
  readonly nextModel: boolean;
  /** May be sent again to the same model when nothing else is left (RETRY-3). */
  readonly retrySameModel: boolean;
}

/** Nothing happens to the key, and the next candidate may answer. Each row says what differs. */
const standard = {
  rotatesKey: false,
  rotatesProfile: 'never',
  window: 'none',
  windowScope: 'model',
  nextModel: true,
  retrySameModel: false,
} as const satisfies FailurePolicy;

export const failurePolicies = {
  rate_limit: { ...standard, rotatesKey: true, rotatesProfile: 'capped', window: 'cooldown', retrySameModel: true },
  overloaded: { ...standard, rotatesProfile: 'capped', retrySameModel: true },
  billing: { ...standard, rotatesProfile: 'always', window: 'disable', windowScope: 'key' },
  auth: { ...standard, rotatesProfile: 'always', window: 'cooldown', windowScope: 'key' },
  auth_permanent: { ...standard, rotatesProfile: 'always', window: 'disable', windowScope: 'key' },
  timeout: { ...standard, rotatesProfile: 'if-started', retrySameModel: true },
  server_error: { ...standard, rotatesProfile: 'always', retrySameModel: true },
  tls_certificate: standard,
  format: { ...standard, nextModel: false },
  context_overflow: { ...standard, nextModel: false },
  model_not_found: { ...standard, rotatesProfile: 'once', window: 'cooldown' },
  session_expired: { ...standard, rotatesProfile: 'always', window: 'cooldown', windowScope: 'key' },
  empty_response: { ...standard, rotatesProfile: 'always', retrySameModel: true },
  no_error_details: { ...standard, rotatesProfile: 'always', retrySameModel: true },
  unclassified: { ...standard, retrySameModel: true },
  unknown: { ...standard, retrySameModel: true },
} as const satisfies Record<FailureReason, FailurePolicy>;
