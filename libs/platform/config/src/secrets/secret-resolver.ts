import type { Environment } from '../config-snapshot.js';
import type { SecretSettings } from '../schema/secrets.schema.js';
import { aliasOf, declaredAt, resolveSecretRef, type SecretReading, type SecretSources } from './resolve-secret-ref.js';
import { askSecretCommand } from './secret-command.js';
import { readSecretFile, SecretUnavailable } from './secret-file.js';
import type { SecretPlace, SecretSurface } from './secret-places.js';
import type { SecretRef } from './secret-ref.js';

export interface SecretResolverOptions {
  /** What this process uses; references of the rest are not looked up (CFG-23). */
  readonly surfaces: readonly SecretSurface[];
  /** Whether commands may be run for secrets (CFG-22: not in a cluster unless told). */
  readonly allowCommands: boolean;
}

/** A secret, an earlier one that still serves (`stale` says why), or why there is none. */
export type ResolvedSecret = { readonly secret: string; readonly stale?: string } | { readonly reason: string };

/** By path; what is not in it was not looked up. */
export type ResolvedSecrets = ReadonlyMap<string, ResolvedSecret>;

export interface SecretQuestion {
  readonly places: readonly SecretPlace[];
  readonly settings: SecretSettings;
  readonly env: Environment;
  /** Told of every file that counts, whether it is there or not. */
  readonly onRead: (path: string) => void;
}

/** Looks references up when a config is loaded, and remembers what they stood for (CFG-23, CFG-24). */
export class SecretResolver {
  readonly #options: SecretResolverOptions;
  /** Path and reference → the last secret. An unchanged reference keeps it when its source fails (CFG-24). */
  readonly #lastGood = new Map<string, string>();

  constructor(options: SecretResolverOptions) {
    this.#options = options;
  }

  /** Whether a surface is used here. */
  uses(surface: SecretSurface): boolean {
    return this.#options.surfaces.includes(surface);
  }

  async resolve(question: SecretQuestion): Promise<ResolvedSecrets> {
    const active = question.places.filter((place) => this.uses(place.surface) && typeof place.value !== 'string');
    const refs = active.map(({ value }) => value as SecretRef); // the filter took texts away
    const files = await this.#readFiles(refs, question);
    const commands = await this.#askCommands(refs, question);
    const failures = new Map([...files.failures, ...commands.failures]);
    const sources: SecretSources = {
      ...question,
      readFile: (path) => files.found.get(path),
      readCommand: (alias, id) => commands.found.get(alias)?.get(id),
    };
    const readings = active.map(({ path }, index): [string, ResolvedSecret] => {
      const ref = refs[index] as SecretRef; // one for each place
      const failure = failures.get(aliasOf(ref, question.settings));
      const reading = failure === undefined ? resolveSecretRef(ref, sources) : { reason: failure };
      return [path, this.#remember(path, ref, { reading, settings: question.settings })];
    });
    return new Map(readings);
  }

  #remember(
    path: string,
    ref: SecretRef,
    { reading, settings }: { readonly reading: SecretReading; readonly settings: SecretSettings },
  ): ResolvedSecret {
    const declared = declaredAt(settings, aliasOf(ref, settings));
    const key = JSON.stringify([path, ref, declared]);
    if ('secret' in reading) {
      this.#lastGood.set(key, reading.secret);
      return reading;
    }
    const known = this.#lastGood.get(key);
    return known === undefined ? reading : { secret: known, stale: reading.reason };
  }

  /** Each file once. What cannot be read is told by alias. */
  async #readFiles(refs: readonly SecretRef[], { settings, onRead }: SecretQuestion) {
    const found = new Map<string, string>();
    const failures = new Map<string, string>();
    for (const alias of aliasesOf(refs, 'file', settings)) {
      const declared = declaredAt(settings, alias);
      if (declared?.path === undefined) continue;
      onRead(declared.path);
      const text = await tried(() => readSecretFile(declared.path ?? '', declared));
      if ('reason' in text) failures.set(alias, text.reason);
      else found.set(declared.path, text.value);
    }
    return { found, failures };
  }

  /** One question to each command. */
  async #askCommands(refs: readonly SecretRef[], { settings, env }: SecretQuestion) {
    const found = new Map<string, ReadonlyMap<string, string>>();
    const failures = new Map<string, string>();
    for (const alias of aliasesOf(refs, 'exec', settings)) {
      const declared = declaredAt(settings, alias);
      if (declared?.source !== 'exec') continue;
      const ids = refs.filter((ref) => ref.source === 'exec' && aliasOf(ref, settings) === alias).map(({ id }) => id);
      const question = { alias, settings: declared, ids: [...new Set(ids)], env };
      const answer = this.#options.allowCommands
        ? await tried(() => askSecretCommand(question))
        : { reason: 'commands are not run for secrets here (CLAWMESH_SECRET_COMMANDS=1 allows it)' };
      if ('reason' in answer) failures.set(alias, answer.reason);
      else found.set(alias, answer.value);
    }
    return { found, failures };
  }
}

const aliasesOf = (
  refs: readonly SecretRef[],
  source: SecretRef['source'],
  settings: SecretSettings,
): ReadonlySet<string> => new Set(refs.filter((ref) => ref.source === source).map((ref) => aliasOf(ref, settings)));

async function tried<T>(read: () => Promise<T>): Promise<{ readonly value: T } | { readonly reason: string }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof SecretUnavailable) return { reason: error.message };
    throw error;
  }
}
