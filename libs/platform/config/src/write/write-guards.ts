import type { Environment } from '../config-snapshot.js';
import { isRawObject } from '../load/raw-config.js';
import { isRedactionMark } from '../redaction-mark.js';
import { formatConfigPath, type ConfigPath, valueAt } from './config-path.js';
import type { RawConfigFile } from './raw-config-file.js';

/** A write that would do harm, or must not be; `force` helps against those that say so. */
export class ConfigWriteRefused extends Error {
  constructor(
    readonly reason: 'read-only' | 'not-a-plain-file' | 'changed-meanwhile' | 'redaction-mark' | 'loses-settings',
    message: string,
  ) {
    super(message);
    this.name = 'ConfigWriteRefused';
  }
}

/** Whether this process must leave the config alone (CFG-16): it comes from somewhere else, such as a ConfigMap. */
export const isConfigReadonly = (env: Environment): boolean =>
  /^(?:1|true|yes|on)$/i.test(env.OPENCLAW_CONFIG_READONLY?.trim() ?? '');

/** Ask before a dialogue whose answers could not be saved. Throws `ConfigWriteRefused`. */
export function refuseIfReadonly(env: Environment): void {
  if (!isConfigReadonly(env)) return;
  const advice = 'make the change where the file comes from (in a cluster: the values of the chart)';
  throw new ConfigWriteRefused('read-only', `the config is read-only here (OPENCLAW_CONFIG_READONLY): ${advice}`);
}

/** Smaller files halve easily. */
const worthGuardingBytes = 512;

/** CFG-15. Throws `ConfigWriteRefused`. */
export function refuseLoss(before: RawConfigFile, after: RawConfigFile): void {
  const mode: ConfigPath = ['gateway', 'mode'];
  if (valueAt(before.root, mode).found && !valueAt(after.root, mode).found) {
    throw new ConfigWriteRefused('loses-settings', 'this would remove gateway.mode; force it if you mean it');
  }
  const [was, is] = [Buffer.byteLength(before.text ?? ''), Buffer.byteLength(after.text ?? '')];
  if (was >= worthGuardingBytes && is < was / 2) {
    const sizes = `from ${was} to ${is} bytes`;
    throw new ConfigWriteRefused('loses-settings', `this would shrink the file ${sizes}; force it if you mean it`);
  }
}

/** A mark that `config get` shows in place of a secret must not become the secret (CFG-15). Throws `ConfigWriteRefused`. */
export function refuseMarks(before: RawConfigFile, after: RawConfigFile): void {
  const path = marksIn(after.root, []).find((at) => valueAt(before.root, at).value !== valueAt(after.root, at).value);
  if (!path) return;
  const at = formatConfigPath(path);
  throw new ConfigWriteRefused('redaction-mark', `${at}: is a redaction mark, not a value`);
}

function marksIn(value: unknown, path: ConfigPath): ConfigPath[] {
  if (typeof value === 'string') return isRedactionMark(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => marksIn(item, [...path, index]));
  if (!isRawObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => marksIn(item, [...path, key]));
}
