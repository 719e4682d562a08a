import { activeWindows, applies, endedWindows, type KeyRecord, type KeyWindow } from './key-record.js';
import type { LeaseQuestion } from './key-ring.js';

/** A candidate of a question, with what the ring knows of it. */
export interface RatedKey {
  readonly record: KeyRecord;
  readonly rank: number;
  readonly isSticky: boolean;
  readonly standing: Standing;
  /** Those that keep this model from being called; of a key that is being probed, those that the probe decides about. */
  readonly windows: readonly KeyWindow[];
}

/**
 * `excluded`: tried by this attempt, or known to be too small for it. `off`: by an operator. `cooling`: in a window.
 * `probing`: a window is over, and another call is to show whether the key is well. `ended`: this call may be that one.
 * `busy`: at its limit of calls.
 */
export type Standing = 'usable' | 'ended' | 'busy' | 'probing' | 'cooling' | 'off' | 'excluded';

/** What decides how a key stands, apart from its record. */
export interface StandingAt {
  readonly now: number;
  readonly inFlight: number;
  /** Calls at a time. */
  readonly limit: number;
}

/** COOL-2, CLU-7, CLU-15, ERR-21. */
export function standingOf(
  record: KeyRecord,
  question: Pick<LeaseQuestion, 'model' | 'excludedKeyIds' | 'neededTokens'>,
  { now, inFlight, limit }: StandingAt,
): Pick<RatedKey, 'standing' | 'windows'> {
  const { model } = question;
  const active = activeWindows(record, now).filter((window) => applies(window, model));
  const rated = (standing: Standing, windows: readonly KeyWindow[] = active) => ({ standing, windows });
  if (question.excludedKeyIds.includes(record.keyId) || isTooSmall(record, question, now)) return rated('excluded');
  if (record.disabledByOperator) return rated('off');
  if (active.length > 0) return rated('cooling');
  const ended = endedWindows(record, model, now);
  if (ended.some(({ probe }) => probe !== undefined && probe.until > now)) return rated('probing', ended);
  if (inFlight >= limit) return rated('busy');
  return rated(ended.length > 0 ? 'ended' : 'usable');
}

function isTooSmall(
  { ceilings }: KeyRecord,
  { model, neededTokens }: Pick<LeaseQuestion, 'model' | 'neededTokens'>,
  now: number,
): boolean {
  const ceiling = ceilings?.[model];
  return neededTokens !== undefined && ceiling !== undefined && ceiling.until > now && ceiling.limit < neededTokens;
}
