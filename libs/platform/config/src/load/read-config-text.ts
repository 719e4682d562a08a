import { readFile } from 'node:fs/promises';
import JSON5 from 'json5';
import { ConfigError } from '../config-error.js';
import { errorCode, isMissing } from './environment.js';

/** The text of a config file without its byte order mark; undefined if there is no file. Throws `ConfigError`. */
export async function readConfigText(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    return text.replace(/^\uFEFF/, '');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new ConfigError([{ path: '', reason: `cannot be read (${errorCode(error)})` }], path);
  }
}

/** JSON5 (CFG-2). Throws `ConfigError` with the line and column of the mistake, and nothing of what stands there. */
export function parseConfigText(text: string, path: string): unknown {
  try {
    return JSON5.parse(text);
  } catch (error) {
    throw new ConfigError([{ path: '', reason: `is not JSON5: ${reasonOf(error)}` }], path);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^JSON5: /, '') : String(error);
}
