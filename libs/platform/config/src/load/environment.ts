import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from '../config-snapshot.js';
import type { LoadNotes } from './raw-config.js';

/** The one place that reads the environment of the process. */
export function processEnvironment(): Environment {
  return Object.freeze({ ...process.env });
}

/** A file that somebody else may have put into the working directory must not choose whose key is used (CFG-7). */
const notFromWorkingDirectory = /^(?:OPENCLAW_|CLAWMESH_)|_(?:API_KEYS?|KEYS?|TOKENS?|SECRET)(?:_|$)/;

export interface EnvironmentPlaces {
  readonly env: Environment;
  readonly cwd: string;
  readonly stateDir: string;
}

/** The files that may add variables. */
export const dotEnvFiles = ({ cwd, stateDir }: Pick<EnvironmentPlaces, 'cwd' | 'stateDir'>): readonly string[] => [
  ...new Set([join(cwd, '.env'), join(stateDir, '.env')]),
];

/** Process environment over `<cwd>/.env` over `<state>/.env`; nothing replaces a value that is there (CFG-7). */
export async function readEnvironment(places: EnvironmentPlaces, notes: LoadNotes): Promise<Environment> {
  // Of a process that was started in its state directory, the file is not somebody else's.
  const working = places.cwd === places.stateDir ? {} : await readDotEnv(join(places.cwd, '.env'));
  const state = await readDotEnv(join(places.stateDir, '.env'));
  const ignored = Object.keys(working)
    .filter((name) => notFromWorkingDirectory.test(name))
    .sort();
  for (const name of ignored) delete working[name];
  if (ignored.length > 0) {
    notes.warnings.push(
      `.env in the working directory: ${ignored.join(', ')} ignored; use the one in ${places.stateDir}`,
    );
  }
  return { ...state, ...working, ...defined(places.env) };
}

/** `env.vars` of the config, which comes last. */
export function withConfigVars(env: Environment, vars: Readonly<Record<string, string>>): Environment {
  return { ...vars, ...defined(env) };
}

function defined(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}

async function readDotEnv(path: string): Promise<NodeJS.Dict<string>> {
  try {
    return parseEnv(await readFile(path, 'utf8'));
  } catch (error) {
    if (isMissing(error)) return {};
    throw error;
  }
}

export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errorCode(error));

/** The code of an error of the file system, or an empty text. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
