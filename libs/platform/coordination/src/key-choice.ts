import { keyToProbe, poolReason, soonestEnd } from './key-probe.js';
import type { KeyRecord } from './key-record.js';
import type { LeaseAnswer, LeaseQuestion } from './key-ring.js';
import type { RatedKey } from './key-standing.js';

export type Refusal = Extract<LeaseAnswer, { granted: false }>;

/** What becomes of a question now. */
export type Choice =
  | {
      readonly kind: 'grant';
      readonly key: RatedKey;
      readonly probe?: 'half-open' | 'primary';
      /** The session stays on this key from now on (ORD-8). */
      readonly pins: boolean;
    }
  /** `refusal` is the answer when nothing changes in time. */
  | { readonly kind: 'wait'; readonly verdict: boolean; readonly capacity: boolean; readonly refusal: Refusal }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** What the rules ask of the ring besides records. */
export interface ChoiceFacts {
  readonly now: number;
  /** The key that the session had last (ORD-8). */
  readonly pinnedKeyId: string | undefined;
  /** The primary of this provider was not probed for a while (CLU-20). */
  readonly isProbeDue: boolean;
  /** There may be further calls besides first attempts (CLU-21). */
  readonly hasBudget: boolean;
}

/** Which key a question gets, if any. Pure; what it costs is for the ring to write down. */
export function choose(question: LeaseQuestion, keys: readonly RatedKey[], facts: ChoiceFacts): Choice {
  const { isRetry = false, hasFallbacks = false } = question;
  if (isRetry && !facts.hasBudget) return { kind: 'refuse', refusal: refusalOf('over-budget', keys, facts.now) };
  const key = firstOf(keys.filter(isToBeHad(facts)), question, facts);
  if (key) {
    const pins = isPinned(question, key, pinnedOf(keys, facts));
    return { kind: 'grant', key, pins, ...(key.standing === 'ended' && { probe: 'half-open' }) };
  }
  const probed = primaryProbe(question, keys, facts);
  if (probed) return { kind: 'grant', key: probed, probe: 'primary', pins: false };

  const has = (standing: RatedKey['standing']): boolean => keys.some((other) => other.standing === standing);
  const capacity = has('busy');
  const verdict = has('probing') && !hasFallbacks;
  const refusal = refusalOf(whyNot(keys), keys, facts.now);
  return capacity || verdict ? { kind: 'wait', verdict, capacity, refusal } : { kind: 'refuse', refusal };
}

function whyNot(keys: readonly RatedKey[]): Refusal['why'] {
  const standings = new Set(keys.map(({ standing }) => standing));
  standings.delete('off');
  if (standings.has('busy')) return 'busy';
  // One that might be probed was not: that is all that stands in the way.
  if (standings.has('ended')) return 'over-budget';
  const isExhausted = keys.length === 0 || (standings.size === 1 && standings.has('excluded'));
  return isExhausted ? 'exhausted' : 'cooling';
}

const isToBeHad =
  ({ hasBudget }: ChoiceFacts) =>
  ({ standing }: RatedKey): boolean =>
    standing === 'usable' || (standing === 'ended' && hasBudget);

/** A user's pin first (ORD-9), then the session's (ORD-8), then the order (ORD-2, ORD-3). */
function firstOf(
  keys: readonly RatedKey[],
  { preferredKeyId }: LeaseQuestion,
  facts: ChoiceFacts,
): RatedKey | undefined {
  const preferred = keys.find(({ record }) => record.keyId === preferredKeyId);
  return preferred ?? pinnedOf(keys, facts) ?? inOrder(keys)[0];
}

function pinnedOf(keys: readonly RatedKey[], { pinnedKeyId }: ChoiceFacts): RatedKey | undefined {
  return keys.find(({ record, isSticky }) => isSticky && record.keyId === pinnedKeyId);
}

/** A user's pin is not the session's, and one that is only busy, or failed without a window, is kept (ORD-8, ORD-9). */
function isPinned({ preferredKeyId, session }: LeaseQuestion, key: RatedKey, pinned: RatedKey | undefined): boolean {
  if (session === undefined || !key.isSticky || key.record.keyId === preferredKeyId) return false;
  if (!pinned || pinned === key) return true;
  const isWell = pinned.standing === 'busy' || (pinned.standing === 'excluded' && pinned.windows.length === 0);
  return !isWell;
}

/** Lower ranks first; of equal ranks the one leased longest ago, then by position (CLU-6): sorting keeps that. */
function inOrder(keys: readonly RatedKey[]): RatedKey[] {
  return [...keys].sort((a, b) => a.rank - b.rank || (a.record.lastLeasedAt ?? 0) - (b.record.lastLeasedAt ?? 0));
}

/** PROBE-6: of a pool that cools as a whole, and only for an attempt that tried nothing yet. */
function primaryProbe(
  { mayProbe, hasFallbacks = false, excludedKeyIds }: LeaseQuestion,
  keys: readonly RatedKey[],
  { now, isProbeDue }: ChoiceFacts,
): RatedKey | undefined {
  if (!mayProbe || !isProbeDue || excludedKeyIds.length > 0) return undefined;
  const inUse = keys.filter(({ standing }) => standing !== 'off' && standing !== 'excluded');
  if (!inUse.every(({ standing }) => standing === 'cooling')) return undefined;
  const record: KeyRecord | undefined = keyToProbe(inOrder(inUse), { hasFallbacks, now });
  return inUse.find((key) => key.record === record);
}

/** What a probe is given to decide before others are told to come back (CLU-17). */
const verdictMs = 1_000;

function refusalOf(why: Refusal['why'], keys: readonly RatedKey[], now: number): Refusal {
  const inUse = keys.filter(({ standing }) => standing !== 'off');
  const cooling = inUse.filter(({ windows }) => windows.length > 0);
  const reason = why === 'busy' || why === 'over-budget' ? 'overloaded' : poolReason(cooling);
  if (inUse.some(({ standing }) => standing === 'probing'))
    return { granted: false, why, reason, soonestInMs: verdictMs };
  // A key without a window is usable for others right now.
  const soonest = cooling.length === inUse.length ? soonestEnd(cooling.map(({ windows }) => windows)) : undefined;
  return { granted: false, why, reason, ...(soonest !== undefined && { soonestInMs: soonest - now }) };
}
