import { homedir } from 'node:os';
import type { Environment } from '../config-snapshot.js';

/** `OPENCLAW_HOME` replaces the home directory (CFG-1). */
export function homeDirectory(env: Environment): string {
  return env['OPENCLAW_HOME']?.trim() || env['HOME']?.trim() || homedir();
}
