/** A secret and where it came from, to show to operators. */
export interface FoundKey {
  readonly value: string;
  readonly source: string;
}

export interface EnvKeyNames {
  /** `<P>` of `<P>_API_KEY` (KEY-4). */
  readonly prefix: string;
  /** The vendor's other names, looked up last (KEY-1). */
  readonly others: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;
/** The content of a mounted secret; undefined when there is no such file. */
export type ReadSecretFile = (path: string) => string | undefined;

/** The single override, which outranks everything (KEY-3). */
export function liveOverrideKey(env: Environment, prefix: string): FoundKey | undefined {
  const source = `OPENCLAW_LIVE_${prefix}_KEY`;
  const value = env[source]?.trim();
  return value ? { value, source } : undefined;
}

/** Every key of a provider in the environment, by priority, without duplicates (KEY-1, KEY-2). */
export function collectEnvKeys(env: Environment, names: EnvKeyNames, readFile: ReadSecretFile): FoundKey[] {
  const { prefix } = names;
  const fixed = [`${prefix}_API_KEYS`, `OPENCLAW_LIVE_${prefix}_KEYS`, `${prefix}_API_KEY`];
  const sources = [...fixed, ...suffixedNames(env, `${prefix}_API_KEY_`), ...names.others];
  return withoutDuplicates(sources.flatMap((source) => keysOf(env, source, readFile)));
}

function withoutDuplicates(keys: readonly FoundKey[]): FoundKey[] {
  const seen = new Set<string>();
  return keys.filter(({ value }) => !seen.has(value) && seen.add(value));
}

/** Every variable may hold a list; `<name>_FILE` stands in for an unset one (KEY-7). */
function keysOf(env: Environment, source: string, readFile: ReadSecretFile): FoundKey[] {
  const path = env[`${source}_FILE`]?.trim();
  const text = env[source]?.trim() || (path ? readFile(path) : undefined) || '';
  return text.split(/[\s,;]+/).flatMap((value) => (value === '' ? [] : [{ value, source }]));
}

/** KEY-6: numbers by value, then the others by bytes, whatever order the platform lists variables in. */
function suffixedNames(env: Environment, stem: string): string[] {
  const suffixes = Object.keys(env)
    .filter((name) => name.startsWith(stem) && name.length > stem.length)
    .map((name) => name.slice(stem.length))
    .filter((suffix) => !/^(?:FILE|PATH)$|_FILE$/.test(suffix));
  const numbers = suffixes.filter((suffix) => /^\d+$/.test(suffix)).sort((a, b) => Number(a) - Number(b));
  const words = suffixes
    .filter((suffix) => !/^\d+$/.test(suffix))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return [...numbers, ...words].map((suffix) => stem + suffix);
}
