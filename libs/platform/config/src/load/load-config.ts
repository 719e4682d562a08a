import { ConfigError } from '../config-error.js';
import type { ConfigSnapshot, Environment } from '../config-snapshot.js';
import { createSnapshot, newNotes } from './create-snapshot.js';
import { dotEnvFiles, readEnvironment } from './environment.js';
import { parseConfigText, readConfigText } from './read-config-text.js';
import { resolveIncludes } from './resolve-includes.js';

export interface ConfigSource {
  readonly path: string;
  /** Instead of what stands in the file: a config that is to be checked before it is written. */
  readonly text?: string;
  readonly stateDir: string;
  /** Of the process. */
  readonly env: Environment;
  /** Where the first `.env` is looked for; the process's working directory when absent. */
  readonly cwd?: string;
  /** The config to use when there is no file; without it a missing file is refused (CFG-2, AM-13). */
  readonly defaultsForMissing?: (env: Environment) => unknown;
  /** Told of every file that counts, whether it is there or not: they are what to watch. */
  readonly onRead?: (path: string) => void;
}

/** Reads, checks and freezes the config. Throws `ConfigError` with every issue. */
export async function loadConfig(source: ConfigSource): Promise<ConfigSnapshot> {
  const notes = newNotes();
  const { path, stateDir, onRead = () => undefined } = source;
  const places = { env: source.env, cwd: source.cwd ?? process.cwd(), stateDir };
  for (const file of [path, ...dotEnvFiles(places)]) onRead(file);
  const env = await readEnvironment(places, notes);
  const text = source.text ?? (await readConfigText(path));
  if (text !== undefined) {
    const written = parseConfigText(text, path);
    const raw = await resolveIncludes(written, { path, env, onRead, issues: notes.issues });
    return createSnapshot({ raw, env, stateDir, file: path }, notes);
  }
  if (!source.defaultsForMissing) throw new ConfigError([{ path: '', reason: 'there is no such file' }], path);
  return createSnapshot({ raw: source.defaultsForMissing(env), env, stateDir }, notes);
}
