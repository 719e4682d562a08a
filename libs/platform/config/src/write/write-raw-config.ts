import type { ConfigSnapshot, Environment } from '../config-snapshot.js';
import { loadConfig } from '../load/load-config.js';
import { readConfigText } from '../load/read-config-text.js';
import type { RawConfigFile } from './raw-config-file.js';
import { replaceFile } from './replace-file.js';
import { ConfigWriteRefused, refuseIfReadonly, refuseLoss, refuseMarks } from './write-guards.js';

export interface WriteOptions {
  readonly env: Environment;
  readonly stateDir: string;
  /** Write even what would lose settings (CFG-15). */
  readonly force?: boolean;
  /** Check everything, write nothing. */
  readonly dryRun?: boolean;
}

/**
 * Checks the whole result, then replaces the file at once and keeps a backup. Returns the config that the file now
 * means. Nothing is written if it throws: `ConfigError` with every issue of the result, `ConfigWriteRefused` where a
 * write must not be (CFG-1, CFG-15, CFG-16).
 */
export async function writeRawConfig(
  before: RawConfigFile,
  after: RawConfigFile,
  { env, stateDir, force = false, dryRun = false }: WriteOptions,
): Promise<ConfigSnapshot> {
  refuseIfReadonly(env);
  refuseMarks(before, after);
  if (!force) refuseLoss(before, after);
  const { path } = before;
  const text = after.text ?? '{}\n';
  const snapshot = await loadConfig({ path, stateDir, env, text });
  if ((await readConfigText(path)) !== before.text) {
    throw new ConfigWriteRefused('changed-meanwhile', `${path} was changed by somebody else; try again`);
  }
  if (!dryRun && text !== before.text) await replaceFile(path, text);
  return snapshot;
}
