import type { Config } from './schema/config.schema.js';

/** What the loading of a config had to say. */
export interface LoadReport {
  /** The file that was read; undefined when there was none and defaults apply. */
  readonly file: string | undefined;
  /** Without values: safe to print. */
  readonly warnings: readonly string[];
  /** Sections of the file that have no meaning here (CFG-12). */
  readonly ignoredSections: readonly string[];
  /** Config path → variable that was missing or empty. The value there still holds the `${VAR}` text (CFG-6). */
  readonly unresolved: ReadonlyMap<string, string>;
  /** The file has a `gateway` section (AM-13). */
  readonly configuresGateway: boolean;
  /** Paths of secrets that could not be had when the config was loaded, also where an earlier value serves (CFG-24). */
  readonly missingSecrets: readonly string[];
  /** Paths that keep the value this process started with until it starts again (CFG-31). */
  readonly pendingRestart: readonly string[];
}

/** One frozen, validated config. Code that serves a request takes it as an argument, once. */
export interface ConfigSnapshot {
  /** Hash of the content: equal in every service that runs the same config (CFG-35). */
  readonly revision: string;
  readonly config: Config;
  /** Process environment over `.env` files over `env.vars` (CFG-7). The only view of the environment. */
  readonly env: Environment;
  /** `<state>`: where workspaces and the embedded database live. */
  readonly stateDir: string;
  readonly report: LoadReport;
  /**
   * Of what nothing can be used, because a reference to its secret leads nowhere: config path of the provider, or of the
   * embedding endpoint, → why (CFG-24). Nothing else may stand in for that secret.
   */
  readonly unavailable: ReadonlyMap<string, string>;
  /** What references stood for: never to be shown. */
  readonly referencedSecrets: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A table built from a config, computed once per snapshot. */
export function perSnapshot<T>(build: (snapshot: ConfigSnapshot) => T): (snapshot: ConfigSnapshot) => T {
  const built = new WeakMap<ConfigSnapshot, { readonly value: T }>();
  return (snapshot) => {
    const known = built.get(snapshot);
    if (known) return known.value;
    const value = build(snapshot);
    built.set(snapshot, { value });
    return value;
  };
}
