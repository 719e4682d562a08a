import { ConfigError, type ConfigIssue } from '../config-error.js';
import type { ConfigSnapshot } from '../config-snapshot.js';
import type { ConfigStore } from '../config-store.js';
import { filePrint, type FilePrints } from './file-print.js';
import { FileWatcher, type FileWatcherOptions } from './file-watcher.js';
import { planNothing, planReload, type ReloadPlan } from './plan-reload.js';

/** What becomes of changes; paths and reasons, never values. */
export interface ReloadEvents {
  /** The store has it already. `pending` keeps its value until a restart. */
  applied(plan: ReloadPlan, before: ConfigSnapshot): void;
  /** The config in force stays (CFG-11). */
  skipped(issues: readonly ConfigIssue[]): void;
  /** A job was admitted under a config that did not come here in time (CFG-35). */
  missed(revision: string): void;
}

export interface ConfigReloaderOptions {
  readonly store: ConfigStore;
  /** Loads the config as the start did; `onRead` is told of every file before it is read. Throws `ConfigError`. */
  readonly load: (onRead: (path: string) => void) => Promise<ConfigSnapshot>;
  /** What else the start refuses. Throws `ConfigError`. */
  readonly check: (snapshot: ConfigSnapshot) => void;
  readonly events: ReloadEvents;
  readonly watcher?: Omit<FileWatcherOptions, 'onChange'>;
  /** How often to look for secrets that could not be had: nothing tells when a command works again (CFG-24). */
  readonly retryMs?: number;
}

/** Keeps the config of a process as its files say, as far as that goes without a restart (CFG-30 to CFG-32). */
export class ConfigReloader {
  readonly #options: ConfigReloaderOptions;
  readonly #watcher: FileWatcher;
  readonly #retries: NodeJS.Timeout;
  #files: FilePrints;
  /** One reload at a time: each sees what the one before it made of the config. */
  #reloading: Promise<void> = Promise.resolve();
  #closed = false;

  /** `files`: what the start read, as it was then. */
  constructor(files: FilePrints, options: ConfigReloaderOptions) {
    this.#options = options;
    this.#files = files;
    this.#watcher = new FileWatcher({ ...options.watcher, onChange: () => void this.reload() });
    this.#retries = setInterval(() => this.#retry(), options.retryMs ?? 30_000).unref();
    options.store.supplyFrom({
      look: () => this.#watcher.look(),
      missed: (revision) => options.events.missed(revision),
    });
    this.#watcher.watch(files);
  }

  /** Reads the files now. Never rejects. */
  reload(): Promise<void> {
    this.#reloading = this.#reloading.then(() => this.#reloadOnce());
    return this.#reloading;
  }

  /** Nothing is applied any more, not even by a reload that is under way. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#retries);
    this.#watcher.close();
  }

  async #reloadOnce(): Promise<void> {
    const { store, load, check, events } = this.#options;
    const seen = new Map([...this.#files.keys()].map((path) => [path, filePrint(path)]));
    const read = new Map<string, string>();
    try {
      const next = await load((path) => read.set(path, filePrint(path)));
      if (this.#closed) return;
      const before = store.current();
      const plan = before.config.gateway.reload.mode === 'off' ? planNothing(before, next) : planReload(before, next);
      check(plan.snapshot);
      this.#files = read;
      if (!plan.isChange) return;
      store.replace(plan.snapshot);
      events.applied(plan, before);
    } catch (error) {
      if (this.#closed) return;
      // A file that the broken config does not name any more may be what mends it, once it is another than now.
      this.#files = new Map([...seen, ...read]);
      events.skipped(issuesOf(error));
    } finally {
      if (!this.#closed) this.#watcher.watch(this.#files);
    }
  }

  #retry(): void {
    if (this.#options.store.current().report.missingSecrets.length > 0) void this.reload();
  }
}

function issuesOf(error: unknown): readonly ConfigIssue[] {
  if (error instanceof ConfigError) return error.issues;
  return [{ path: '', reason: error instanceof Error ? error.message : String(error) }];
}
