import type { KeyFacts, WindowFacts } from './key-facts.js';
import { activeWindows, applies, slotOf, without, type KeyRecord, type KeyWindow } from './key-record.js';
import type { KeyRingSettings } from './key-ring-settings.js';

/** A call whose end is reported. */
export interface KeyUse {
  readonly leaseId: string;
  readonly model: string;
  /** When it got the key. */
  readonly leasedAt: number;
  /** When the upstream answered (CLU-10). */
  readonly observedAt: number;
  /** It was to decide whether the key is well again. */
  readonly isProbe: boolean;
}

/** What a failure does, by the settings there are when it is reported. */
export type FailureRules = Pick<KeyRingSettings, 'failureWindowMs' | 'modelScope'>;

/**
 * Latest evidence wins, and of the same millisecond the bad news (CLU-10). Windows are ended only by a call that began
 * after they opened, which is a probe: any other was let in by the upstream before it refused one (I4). One for another
 * model says nothing about them at all.
 */
export function succeeded(record: KeyRecord, use: KeyUse, now: number): KeyRecord {
  const used = withoutProbe({ ...record, lastUsedAt: Math.max(now, record.lastUsedAt ?? 0) }, use.leaseId);
  if (use.observedAt <= (record.lastFailureAt ?? -Infinity)) return used;
  const windows = Object.entries(used.windows);
  const isEnded = (window: KeyWindow): boolean =>
    use.isProbe && applies(window, use.model) && window.openedAt < use.leasedAt;
  const left = windows.filter(([, window]) => !isEnded(window));
  const endsLimit = windows.some(([, window]) => isEnded(window) && isLimit(window));
  return {
    ...used,
    lastSuccessAt: Math.max(use.observedAt, record.lastSuccessAt ?? 0),
    windows: Object.fromEntries(left),
    ...(left.length === 0 && { counts: {} }),
    ...(endsLimit && { slowSince: now }),
  };
}

const isLimit = ({ kind, reason }: KeyWindow): boolean => kind === 'cooldown' && reason === 'rate_limit';

/** What a failure did to the key. The caller has computed `facts`; its text is kept for operators (CLU-41). */
export interface KeyFailure {
  readonly facts: KeyFacts;
  readonly message: string;
}

export function failed(
  record: KeyRecord,
  { facts, message }: KeyFailure,
  at: { readonly use: KeyUse; readonly now: number; readonly rules: FailureRules },
): KeyRecord {
  const { use, now, rules } = at;
  const freed = withoutProbe(record, use.leaseId);
  if (facts.kind === 'ceiling') {
    const ceiling = { limit: facts.limit, until: now + facts.forMs };
    return { ...freed, ceilings: { ...record.ceilings, [facts.model]: ceiling } };
  }
  if (use.observedAt < (record.lastSuccessAt ?? -Infinity)) return freed;
  const { lastFailureAt = -Infinity } = freed;
  const isLongAgo = use.observedAt - lastFailureAt > rules.failureWindowMs;
  return withWindow(
    {
      ...without(freed, ['slowSince']),
      ...(isLongAgo && { counts: {} }),
      lastFailureAt: Math.max(use.observedAt, lastFailureAt),
      lastError: message.slice(0, mostErrorLength),
    },
    facts,
    { now, model: use.model, modelScope: rules.modelScope },
  );
}

const mostErrorLength = 200;

interface Opening {
  readonly now: number;
  /** Of the call; the window may be for all. */
  readonly model: string;
  readonly modelScope: FailureRules['modelScope'];
}

function withWindow(record: KeyRecord, facts: WindowFacts, opening: Opening): KeyRecord {
  const { now } = opening;
  const rivals = activeWindows(record, now).filter((window) => isSameWindow(window, facts, opening));
  const count = rivals.length > 0 ? undefined : nextCount(record, facts);
  const window = count === undefined ? joined(rivals, facts, now) : opened(facts, count, now);
  // The failure decides about what had ended for its model; what is joined has a new slot.
  const isDecided = (other: KeyWindow): boolean => other.until <= now && applies(other, opening.model);
  const others = Object.entries(record.windows).filter(([, other]) => !rivals.includes(other) && !isDecided(other));
  return {
    ...record,
    windows: { ...Object.fromEntries(others), [slotOf(window)]: window },
    ...(count !== undefined && facts.kind !== 'block' && { counts: { ...record.counts, [facts.kind]: count } }),
  };
}

/** Whether a failure falls into this window, instead of opening one of its own (COOL-6, COOL-9). */
function isSameWindow(window: KeyWindow, facts: WindowFacts, { modelScope }: Opening): boolean {
  if (window.kind !== facts.kind) return false;
  return modelScope === 'widen' || window.model === undefined || window.model === facts.model;
}

/** Plain keys start anew each time they are disabled (COOL-13). */
function nextCount({ counts, isProfile }: KeyRecord, { kind }: WindowFacts): number {
  const counted = kind === 'cooldown' || isProfile;
  return counted ? (counts[kind] ?? 0) + 1 : 1;
}

function opened({ stepsMs, askedMs, ...facts }: WindowFacts, count: number, now: number): KeyWindow {
  const stepMs = stepsMs[count - 1] ?? stepsMs.at(-1) ?? 0;
  const until = now + Math.max(stepMs, askedMs ?? 0);
  return { ...facts, openedAt: now, until, ...(askedMs !== undefined && { askedUntil: now + askedMs }) };
}

/** A further failure inside a window: it may only cover more, or last as long as an upstream asked (COOL-6, 7, 9). */
function joined(rivals: readonly KeyWindow[], facts: WindowFacts, now: number): KeyWindow {
  const [first, ...others] = rivals as [KeyWindow, ...KeyWindow[]]; // asked only when there is one
  const { model, ...window } = first;
  const isForOne = facts.model === model && others.every((other) => other.model === model);
  const asked = facts.askedMs === undefined ? undefined : now + facts.askedMs;
  const askedUntil = latest([asked, ...rivals.map((rival) => rival.askedUntil)]);
  return {
    ...window,
    until: Math.max(asked ?? 0, ...rivals.map(({ until }) => until)),
    ...(askedUntil !== undefined && { askedUntil }),
    ...(model !== undefined && isForOne && { model }),
  };
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** The call that was to decide about an ended window decided, or never will (CLU-16). */
export function withoutProbe(record: KeyRecord, leaseId: string): KeyRecord {
  const windows = Object.entries(record.windows);
  if (!windows.some(([, window]) => window.probe?.leaseId === leaseId)) return record;
  const freed = windows.map(([slot, window]) => {
    const { probe, ...rest } = window;
    return [slot, probe?.leaseId === leaseId ? rest : window] as const;
  });
  return { ...record, windows: Object.fromEntries(freed) };
}

/** This call decides about all that ended for its model, until it reports or `until` (CLU-15). */
export function withProbe(
  record: KeyRecord,
  use: { leaseId: string; model: string; until: number; now: number },
): KeyRecord {
  const { leaseId, model, until, now } = use;
  const windows = Object.entries(record.windows).map(([slot, window]) => {
    const isDecided = window.until <= now && applies(window, model);
    return [slot, isDecided ? { ...window, probe: { leaseId, until } } : window] as const;
  });
  return { ...record, windows: Object.fromEntries(windows) };
}

/** A record without windows that ended so long ago that they say nothing any more (COOL-5, COOL-23). */
export function withoutOld(record: KeyRecord, now: number, { failureWindowMs }: FailureRules): KeyRecord {
  const windows = Object.entries(record.windows);
  const left = windows.filter(([, { until }]) => until + failureWindowMs > now);
  return left.length === windows.length ? record : { ...record, windows: Object.fromEntries(left) };
}
