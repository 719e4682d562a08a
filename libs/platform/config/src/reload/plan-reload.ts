import type { ConfigSnapshot } from '../config-snapshot.js';
import { deepFreeze } from '../load/deep-freeze.js';
import type { RawObject } from '../load/raw-config.js';
import { formatConfigPath, valueAt, type ConfigPath } from '../write/config-path.js';
import { changedPaths } from './changed-paths.js';
import { reloadRule } from './reload-rule.js';

export interface ReloadPlan {
  /** The next config as far as it applies without a restart. */
  readonly snapshot: ConfigSnapshot;
  /** Paths whose new value it has. */
  readonly applied: readonly string[];
  /** Paths that keep their value until the process starts again. */
  readonly pending: readonly string[];
  /** It differs from the config in force in something that counts. */
  readonly isChange: boolean;
}

/** What of a config can take the place of the one in force (CFG-31, CFG-32, CFG-33). */
export function planReload(inForce: ConfigSnapshot, next: ConfigSnapshot): ReloadPlan {
  const changed = changedPaths(inForce.config, next.config);
  const held = changed.filter((path) => reloadRule(path) === 'restart');
  const applied = changed.filter((path) => !held.includes(path)).map(formatConfigPath);
  const pending = held.map(formatConfigPath);
  const config = held.length === 0 ? next.config : withValuesOf(inForce.config, next.config, held);
  const snapshot = Object.freeze({ ...next, config, report: { ...next.report, pendingRestart: pending } });
  const isChange = applied.length > 0 || surroundings(inForce) !== surroundings(snapshot);
  return { snapshot, applied, pending, isChange };
}

/** What `gateway.reload.mode: "off"` leaves of it: the config in force, which says what waits (CFG-31). */
export function planNothing(inForce: ConfigSnapshot, next: ConfigSnapshot): ReloadPlan {
  const pending = changedPaths(inForce.config, next.config).map(formatConfigPath);
  const report = { ...inForce.report, pendingRestart: pending };
  const isChange = String(pending) !== String(inForce.report.pendingRestart);
  return { snapshot: Object.freeze({ ...inForce, report }), applied: [], pending, isChange };
}

/** What counts beside the keys themselves. */
function surroundings({ revision, env, unavailable, report }: ConfigSnapshot): string {
  const { pendingRestart, missingSecrets } = report;
  const variables = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([revision, variables, [...unavailable], pendingRestart, missingSecrets]);
}

/** A copy of one config that has the values of another at some paths. */
function withValuesOf<T>(source: T, target: T, paths: readonly ConfigPath[]): T {
  const copy = structuredClone(target);
  for (const path of paths) {
    const { found, value } = valueAt(source, path);
    const key = path.at(-1) ?? '';
    let holder = copy as RawObject;
    for (const part of path.slice(0, -1)) holder = (holder[part] ??= {}) as RawObject;
    if (found) holder[key] = value;
    else delete holder[key];
  }
  return deepFreeze(copy);
}
