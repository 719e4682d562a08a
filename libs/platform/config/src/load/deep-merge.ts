import { isRawObject } from './raw-config.js';

/** CFG-3: objects key by key, lists one behind the other, otherwise the later one. */
export function deepMerge(earlier: unknown, later: unknown): unknown {
  if (Array.isArray(earlier) && Array.isArray(later)) return [...(earlier as unknown[]), ...(later as unknown[])];
  if (!isRawObject(earlier) || !isRawObject(later)) return later;
  const merged = new Map(Object.entries(earlier));
  for (const [key, value] of Object.entries(later)) {
    merged.set(key, merged.has(key) ? deepMerge(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}
