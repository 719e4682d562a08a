import type { ConfigSnapshot } from './config-snapshot.js';

/** How long a job waits for the config it was admitted under (CFG-35). */
const longestWaitMs = 2_000;
/** Configs that runs in flight may still be asking for (CFG-34). */
const keptConfigs = 8;

/** Who brings newer configs. */
export interface ConfigSupply {
  /** Somebody knows of a config that is not here yet: look now. */
  look(): void;
  /** It did not come in time; said once for each revision. */
  missed(revision: string): void;
  /** How long a job waits for it; 2 s when absent. */
  readonly longestWaitMs?: number;
}

/** Holds the config that applies to the next request, and the ones before it for runs that began under them. */
export class ConfigStore {
  #current: ConfigSnapshot;
  readonly #kept = new Map<string, ConfigSnapshot>();
  /** Revisions that were waited for in vain. */
  readonly #missing = new Set<string>();
  readonly #listeners = new Set<(snapshot: ConfigSnapshot) => void>();
  #supply: ConfigSupply | undefined;

  constructor(initial: ConfigSnapshot) {
    this.#current = initial;
    this.#kept.set(initial.revision, initial);
  }

  current(): ConfigSnapshot {
    return this.#current;
  }

  /** The config of a revision as far as it is known here, else the current one (CFG-34). */
  of(revision: string): ConfigSnapshot {
    return revision === this.#current.revision ? this.#current : (this.#kept.get(revision) ?? this.#current);
  }

  replace(next: ConfigSnapshot): void {
    this.#current = next;
    this.#missing.clear();
    // Last in the order of insertion: the oldest goes first.
    this.#kept.delete(next.revision);
    this.#kept.set(next.revision, next);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptConfigs && oldest !== undefined) this.#kept.delete(oldest);
    for (const listener of [...this.#listeners]) listener(next);
  }

  /** Called with each config that replaces another, in order, until the function it returns is called. */
  onReplace(listener: (snapshot: ConfigSnapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Without one, no config is worth waiting for. */
  supplyFrom(supply: ConfigSupply): void {
    this.#supply = supply;
  }

  /**
   * Resolves when the config of a revision is here, or after a short wait in vain: a process that is behind catches up
   * rather than mix revisions, and goes on all the same if it cannot (CFG-35). Undefined: there is nothing to wait for.
   */
  caughtUp(revision: string): Promise<void> | undefined {
    if (this.#kept.has(revision) || this.#missing.has(revision) || !this.#supply) return undefined;
    return this.#waitFor(revision, this.#supply);
  }

  async #waitFor(revision: string, supply: ConfigSupply): Promise<void> {
    const cameInTime = await new Promise<boolean>((resolve) => {
      const end = (came: boolean): void => {
        clearTimeout(timer);
        stop();
        resolve(came);
      };
      const stop = this.onReplace((snapshot) => {
        if (snapshot.revision === revision) end(true);
      });
      const timer = setTimeout(end, supply.longestWaitMs ?? longestWaitMs, false);
      supply.look();
    });
    if (cameInTime || this.#missing.has(revision)) return;
    this.#missing.add(revision);
    supply.missed(revision);
  }
}
