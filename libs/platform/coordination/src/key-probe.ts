import type { FailureReason } from '@clawmesh/contracts';
import type { KeyRecord, KeyWindow } from './key-record.js';

const probeMarginMs = 120_000;

const transient: ReadonlySet<FailureReason> = new Set([
  'rate_limit',
  'overloaded',
  'timeout',
  'empty_response',
  'no_error_details',
  'unclassified',
  'unknown',
]);

/** A key that cools, with the windows that keep one model from being called. */
export interface CoolingKey {
  readonly record: KeyRecord;
  readonly windows: readonly KeyWindow[];
}

/**
 * The key with which a run's primary may be tried although all of them cool; the caller throttles (PROBE-2…6, CLU-20).
 * None before the end of a wait that the upstream asked for (COOL-19).
 */
export function keyToProbe(
  cooling: readonly CoolingKey[],
  { hasFallbacks, now }: { readonly hasFallbacks: boolean; readonly now: number },
): KeyRecord | undefined {
  const reason = poolReason(cooling);
  if (reason !== 'billing' && !transient.has(reason)) return undefined;
  const ends = soonestEnd(cooling.map(({ windows }) => windows));
  const isSoonOver = ends === undefined || now >= ends - probeMarginMs;
  // An upstream that told when it resets is asked again shortly before.
  const hasReset = cooling.some(({ windows }) => windows.some(({ askedUntil = 0 }) => askedUntil > now));
  if (hasFallbacks && !isSoonOver && (reason !== 'rate_limit' || hasReset)) return undefined;
  return cooling.find((key) => mayBeProbed(key, now))?.record;
}

function mayBeProbed({ record, windows }: CoolingKey, now: number): boolean {
  return windows.every(({ kind, reason, askedUntil }) => {
    if (askedUntil !== undefined && askedUntil > now) return false;
    if (kind === 'cooldown') return transient.has(reason);
    // Plain keys are not used at all while they are disabled (COOL-13); profiles may have been paid for (COOL-14).
    return kind === 'disable' && reason === 'billing' && record.isProfile === true;
  });
}

/** Which reason stands for several windows when they tie (PROBE-1). */
const priority: readonly FailureReason[] = [
  'auth_permanent',
  'auth',
  'session_expired',
  'billing',
  'format',
  'model_not_found',
  'overloaded',
  'timeout',
  'rate_limit',
  'empty_response',
  'no_error_details',
  'unclassified',
  'unknown',
];

/** One reason for a whole pool: the one most keys have, by the gravest of their windows (PROBE-1). */
export function poolReason(cooling: readonly CoolingKey[]): FailureReason {
  const reasons = cooling.flatMap(({ windows: [gravest] }) => gravest?.reason ?? []);
  const score = (reason: FailureReason): number => reasons.filter((other) => other === reason).length;
  const [first] = priority.filter((reason) => score(reason) > 0).sort((a, b) => score(b) - score(a));
  return first ?? 'unknown';
}

/**
 * When the first key of a pool is usable, from the windows of each (COOL-20). Keys limited for this one model count as
 * one, with the latest end: their limits usually have one cause.
 */
export function soonestEnd(windowsOfKeys: readonly (readonly KeyWindow[])[]): number | undefined {
  const ends: number[] = [];
  let limitedUntil = -Infinity;
  for (const windows of windowsOfKeys) {
    const end = Math.max(...windows.map((window) => window.until));
    const isLimit = windows.every(({ reason, model }) => reason === 'rate_limit' && model !== undefined);
    if (isLimit) limitedUntil = Math.max(limitedUntil, end);
    else ends.push(end);
  }
  if (limitedUntil > -Infinity) ends.push(limitedUntil);
  return ends.length === 0 ? undefined : Math.min(...ends);
}
