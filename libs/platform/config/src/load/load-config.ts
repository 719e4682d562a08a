import { ConfigError } from '../config-error.js';
import type { ConfigSnapshot, Environment } from '../config-snapshot.js';
import type { SecretSurface } from '../secrets/secret-places.js';
import type { SecretResolver } from '../secrets/secret-resolver.js';
import { completeSnapshot, newNotes, prepareConfig } from './create-snapshot.js';
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
  /** Looks references up (CFG-23). Absent: they stand for nothing, and nothing is said of it. */
  readonly secrets?: SecretResolver;
}

/** Reads, checks and freezes the config. Throws `ConfigError` with every issue. */
export async function loadConfig(source: ConfigSource): Promise<ConfigSnapshot> {
  const notes = newNotes();
  const { path, stateDir, onRead = () => undefined } = source;
  const places = { env: source.env, cwd: source.cwd ?? process.cwd(), stateDir };
  for (const file of [path, ...dotEnvFiles(places)]) onRead(file);
  const env = await readEnvironment(places, notes);
  const text = source.text ?? (await readConfigText(path));
  const includes = { path, env, onRead, issues: notes.issues };
  const raw =
    text === undefined ? defaultsOf(source, env) : await resolveIncludes(parseConfigText(text, path), includes);
  const { secrets } = source;
  const prepared = prepareConfig(
    {
      ...{ raw, env, stateDir, file: text === undefined ? undefined : path },
      ...(secrets && { usesSurface: (surface: SecretSurface) => secrets.uses(surface) }),
    },
    notes,
  );
  const question = { places: prepared.places, settings: prepared.config.secrets, env: prepared.env, onRead };
  return completeSnapshot(prepared, (await secrets?.resolve(question)) ?? new Map());
}

function defaultsOf({ path, defaultsForMissing }: ConfigSource, env: Environment): unknown {
  if (defaultsForMissing) return defaultsForMissing(env);
  throw new ConfigError([{ path: '', reason: 'there is no such file' }], path);
}
