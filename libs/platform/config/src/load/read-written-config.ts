import { ConfigError } from '../config-error.js';
import type { ConfigIssue } from '../config-error.js';
import type { Environment } from '../config-snapshot.js';
import { isRawObject, type RawObject } from './raw-config.js';
import { parseConfigText, readConfigText } from './read-config-text.js';
import { resolveIncludes } from './resolve-includes.js';

/** The config as it is written, includes in their places: no variable replaced, no default filled in. Throws `ConfigError`. */
export async function readWrittenConfig(path: string, env: Environment): Promise<RawObject> {
  const text = await readConfigText(path);
  if (text === undefined) return {};
  const issues: ConfigIssue[] = [];
  const root = await resolveIncludes(parseConfigText(text, path), { path, env, onRead: () => undefined, issues });
  if (issues.length > 0) throw new ConfigError(issues, path);
  return isRawObject(root) ? root : {};
}
