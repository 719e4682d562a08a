import { isRawObject } from '../load/raw-config.js';
import type { ConfigPath } from '../write/config-path.js';

/** The deepest paths at which two configs differ; a list counts as one value. */
export function changedPaths(before: unknown, after: unknown, path: ConfigPath = []): ConfigPath[] {
  if (isRawObject(before) && isRawObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changedPaths(before[key], after[key], [...path, key]));
  }
  return isSame(before, after) ? [] : [path];
}

function isSame(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return Object.is(before, after);
  return before.length === after.length && before.every((item, at) => changedPaths(item, after[at]).length === 0);
}
