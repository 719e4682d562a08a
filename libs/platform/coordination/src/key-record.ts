import type { FailureReason } from '@clawmesh/contracts';

/**
 * What is known of one credential, as plain data: the value that Redis keeps of it, and that one process keeps. Times are
 * epoch milliseconds of the ring's clock; absent is never. Calls under way are not in it.
 */
export interface KeyRecord {
  readonly keyId: string;
  readonly provider: string;
  readonly source: string;
  readonly isProfile?: boolean;
  /** Bumped by operators: what a call of an older generation reports is ignored (CLU-11). */
  readonly gen: number;
  /** By slot (`slotOf`). Those that ended stay until a call has shown that the key is well again (CLU-15). */
  readonly windows: Readonly<Record<string, KeyWindow>>;
  /** Consecutive failures that opened a window, by its kind. */
  readonly counts: Readonly<Record<string, number>>;
  readonly lastFailureAt?: number;
  readonly lastSuccessAt?: number;
  /** Ahead of the clock by as much as it takes to be later than the last lease of every rival (CLU-6). */
  readonly lastLeasedAt?: number;
  readonly lastUsedAt?: number;
  readonly lastProbeAt?: number;
  /** Redacted, at most 200 characters. */
  readonly lastError?: string;
  readonly disabledByOperator?: boolean;
  /** A rate limit ended well then: calls come back little by little (CLU-18). */
  readonly slowSince?: number;
  /** By model, the largest request that the key's tier allows (ERR-21). */
  readonly ceilings?: Readonly<Record<string, KeyCeiling>>;
}

/** A period in which a key must not be used. */
export interface KeyWindow {
  /** By schedule; for long; or until a subscription's limit is reset (COOL-3). */
  readonly kind: 'cooldown' | 'disable' | 'block';
  readonly reason: FailureReason;
  /** For this model only; absent: for all (COOL-8). */
  readonly model?: string;
  readonly openedAt: number;
  readonly until: number;
  /** The end of a wait that the upstream asked for, when it did (COOL-19). */
  readonly askedUntil?: number;
  /** The window is over, and this call decides; no other does before `until` (CLU-15). */
  readonly probe?: { readonly leaseId: string; readonly until: number };
}

export interface KeyCeiling {
  readonly limit: number;
  readonly until: number;
}

/** Of a key that nothing is known of yet. */
export type KeyIdentity = Pick<KeyRecord, 'keyId' | 'provider' | 'source'> & {
  readonly isProfile?: boolean | undefined;
};

export function newRecord({ keyId, provider, source, isProfile }: KeyIdentity): KeyRecord {
  return { keyId, provider, source, gen: 0, windows: {}, counts: {}, ...(isProfile && { isProfile }) };
}

/** Where a record keeps a window. All long ones share a slot; cooldowns have one for a model or one for all. */
export function slotOf({ kind, model }: Pick<KeyWindow, 'kind' | 'model'>): string {
  return kind === 'cooldown' ? `cooldown:${model ?? '*'}` : kind;
}

const kinds = ['disable', 'block', 'cooldown'];

/** The gravest first: its reason stands for the key (PROBE-1). */
export function activeWindows(record: KeyRecord, now: number): KeyWindow[] {
  return Object.values(record.windows)
    .filter((window) => window.until > now)
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

/** Whether a window stands, or stood, in the way of calls of this model (COOL-2). */
export function applies({ model: only }: KeyWindow, model: string): boolean {
  return only === undefined || only === model;
}

/** Those that ended, but no call of this model has shown yet that the key is well (CLU-15). */
export function endedWindows(record: KeyRecord, model: string, now: number): KeyWindow[] {
  return Object.values(record.windows).filter((window) => window.until <= now && applies(window, model));
}

export function errorCount({ counts }: KeyRecord): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

type OptionalField = {
  [Field in keyof KeyRecord]-?: undefined extends KeyRecord[Field] ? Field : never;
}[keyof KeyRecord];

/** The record as if nothing of this were known. */
export function without(record: KeyRecord, fields: readonly OptionalField[]): KeyRecord {
  const left: { -readonly [Field in keyof KeyRecord]: KeyRecord[Field] } = { ...record };
  for (const field of fields) delete left[field];
  return left;
}
