import { failurePolicies, type Failure } from '@clawmesh/contracts';
import { dayMs, type KeyRingSettings, type WindowSteps } from './key-ring-settings.js';
import type { KeyWindow } from './key-record.js';

/** What one failed call says about its key, without knowing more of the key. Plain data: Redis applies it too. */
export type KeyFacts = WindowFacts | CeilingFacts;

export interface WindowFacts extends Pick<KeyWindow, 'kind' | 'reason' | 'model'> {
  /** Lengths by consecutive failure; the last one repeats. Plain keys of kind `disable` stay at the first (COOL-13). */
  readonly stepsMs: WindowSteps;
  /** A wait that the upstream asked for: the window is at least as long (COOL-19). */
  readonly askedMs?: number;
}

/** The request was too large for the key's tier, and says nothing about smaller ones (ERR-21). */
export interface CeilingFacts {
  readonly kind: 'ceiling';
  readonly model: string;
  readonly limit: number;
  readonly forMs: number;
}

export interface FailedCall {
  readonly failure: Failure;
  /** The upstream had begun to answer. */
  readonly started: boolean;
  readonly provider: string;
  readonly model: string;
}

const ceilingForMs = 60 * 60_000;

/** COOL-3: what opens a window, and which; `none`: the failure is not the key's. */
export function failureFacts(call: FailedCall, settings: KeyRingSettings): KeyFacts | 'none' {
  const { failure, started, provider, model } = call;
  if (!settings.keepsWindows(provider)) return 'none';
  if (failure.ceiling) return ceilingFacts(call);
  const { window: kind, windowScope } = failurePolicies[failure.reason];
  const { reason } = failure;
  // One that never began to answer may not have been reached at all.
  if (reason === 'timeout' ? !started : failure.origin === 'local') return 'none';
  const resetMs = subscriptionResetMs(failure);
  if (resetMs !== undefined) return { kind: 'block', reason, stepsMs: [resetMs], askedMs: resetMs };
  const askedMs = askedWait(failure);
  const facts = { reason, ...(askedMs !== undefined && { askedMs }) };
  if (kind === 'disable') return { kind, stepsMs: disableSteps(call, settings), ...facts };
  // Asked here, not by the policies: a started timeout has a window, and they do not know of starts.
  if (kind === 'none' && reason !== 'timeout') return 'none';
  const scoped = (windowScope === 'model' || failure.isOfModel === true) && { model };
  return { kind: 'cooldown', stepsMs: cooldownSteps(call, settings), ...scoped, ...facts };
}

function ceilingFacts({ failure, model }: FailedCall): CeilingFacts | 'none' {
  const limit = failure.overflow?.limit;
  return limit === undefined ? 'none' : { kind: 'ceiling', model, limit, forMs: ceilingForMs };
}

/** A subscription's quota, with the time of its reset; it may be days away (COOL-16). */
function subscriptionResetMs({ reason, code, type, retryAfterMs }: Failure): number | undefined {
  const isUsedUp = code === 'usage_limit_reached' || type === 'usage_limit_reached';
  return reason === 'rate_limit' && isUsedUp ? retryAfterMs : undefined;
}

/** RA-6: one longer than a day is no wait but a mistake. */
function askedWait({ retryAfterMs: wait }: Failure): number | undefined {
  return wait === undefined || wait < 0 || wait > dayMs ? undefined : wait;
}

/** COOL-10, COOL-11. */
function disableSteps({ failure, provider }: FailedCall, settings: KeyRingSettings): WindowSteps {
  return failure.reason === 'billing' ? settings.billingSteps(provider) : settings.authPermanentSteps;
}

/** COOL-4. A long wait without a time is at least the last step of the schedule (COOL-19). */
function cooldownSteps({ failure }: FailedCall, settings: KeyRingSettings): WindowSteps {
  const asked = askedWait(failure);
  if (settings.trustShortRetryAfter && asked !== undefined) return [asked];
  const steps = failure.reason === 'rate_limit' ? settings.rateLimitSteps : settings.cooldownSteps;
  if (!failure.longWindow || failure.retryAfterMs !== undefined) return steps;
  const least = settings.cooldownSteps.at(-1) ?? 0;
  const [first, ...others] = steps;
  return [Math.max(first, least), ...others.map((step) => Math.max(step, least))];
}
