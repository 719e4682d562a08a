import type { KeyCeiling, KeyRecord, KeyWindow } from './key-record.js';

/**
 * What the cluster knows of a key, with what one worker saw while it was alone (CLU-25). Its bad news from before the last
 * success, or of a generation that an operator has ended since, is no news.
 */
export function mergeRecords(stored: KeyRecord, local: KeyRecord): KeyRecord {
  const times = latestTimes(stored, local);
  if (local.gen !== stored.gen) return { ...(local.gen > stored.gen ? local : stored), ...times };
  const { lastSuccessAt = -Infinity } = stored;
  const hasNews = (local.lastFailureAt ?? -Infinity) > lastSuccessAt;
  const news = Object.entries(local.windows).filter(([, { openedAt }]) => openedAt > lastSuccessAt);
  const { lastFailureAt, lastError } = isLater(local, stored) ? local : stored;
  return {
    ...stored,
    ...times,
    windows: news.reduce(withWindow, stored.windows),
    counts: hasNews ? higher(stored.counts, local.counts) : stored.counts,
    ...(lastFailureAt !== undefined && { lastFailureAt }),
    ...(lastError !== undefined && { lastError }),
    ...(local.ceilings && { ceilings: Object.entries(local.ceilings).reduce(withCeiling, stored.ceilings ?? {}) }),
  };
}

const timeFields = ['lastSuccessAt', 'lastLeasedAt', 'lastUsedAt', 'lastProbeAt', 'slowSince'] as const;

function latestTimes(a: KeyRecord, b: KeyRecord): Partial<KeyRecord> {
  const known = timeFields.filter((field) => a[field] !== undefined || b[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, Math.max(a[field] ?? 0, b[field] ?? 0)]));
}

const isLater = (a: KeyRecord, b: KeyRecord): boolean => (a.lastFailureAt ?? 0) > (b.lastFailureAt ?? 0);

/** Who decides about a local window is not known here any more. */
function withWindow(
  windows: Readonly<Record<string, KeyWindow>>,
  [slot, { probe: _, ...found }]: [string, KeyWindow],
): Readonly<Record<string, KeyWindow>> {
  const known = windows[slot];
  return known && known.until >= found.until ? windows : { ...windows, [slot]: found };
}

function withCeiling(
  ceilings: Readonly<Record<string, KeyCeiling>>,
  [model, found]: [string, KeyCeiling],
): Readonly<Record<string, KeyCeiling>> {
  return (ceilings[model]?.until ?? 0) >= found.until ? ceilings : { ...ceilings, [model]: found };
}

function higher(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const kinds = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...kinds].map((kind) => [kind, Math.max(a[kind] ?? 0, b[kind] ?? 0)]));
}
