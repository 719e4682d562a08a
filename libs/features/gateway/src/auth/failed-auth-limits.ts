import { perSnapshot } from '@clawmesh/config';
import type { FailedAuthLimits } from '@clawmesh/coordination';
import { isLoopback } from './ip-ranges.js';

const ofOthers = perSnapshot(({ config }): FailedAuthLimits => {
  const { maxAttempts, windowMs, lockoutMs } = config.gateway.auth.rateLimit;
  return { maxAttempts, windowMs, lockoutMs };
});

const ofExempt = perSnapshot((snapshot): FailedAuthLimits => ({ ...ofOthers(snapshot), neverLocks: true }));

/** What applies to a client. This machine may be exempt; one that a proxy on it speaks for is not (AUTH-45). */
export function failedAuthLimits(snapshot: Parameters<typeof ofOthers>[0], address: string): FailedAuthLimits {
  const isExempt = snapshot.config.gateway.auth.rateLimit.exemptLoopback && isLoopback(address);
  return isExempt ? ofExempt(snapshot) : ofOthers(snapshot);
}

const firstDelayMs = 250;
const mostDelayMs = 5_000;

/** How long the refusal of an exempt client is held back (AUTH-45). */
export function refusalDelayMs(recentFailures: number): number {
  return Math.min(mostDelayMs, firstDelayMs * 2 ** (recentFailures - 1));
}
