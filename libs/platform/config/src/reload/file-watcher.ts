import { realpathSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import { filePrint, type FilePrints } from './file-print.js';

export interface FileWatcherOptions {
  readonly onChange: () => void;
  /** How long files must stay as they are before a change counts (CFG-30). */
  readonly settleMs?: number;
  /** Where the system tells of nothing (network drives, some mounts), how often to look. */
  readonly pollMs?: number;
}

/**
 * Tells when one of some files is another than it was, however it was replaced: written in place, renamed over, or a
 * folder of links pointed elsewhere, as mounted ConfigMaps and secrets are (CFG-30). The folders are watched, because
 * a watched file that is replaced is gone.
 */
export class FileWatcher {
  readonly #options: Required<FileWatcherOptions>;
  /** As they were when they were last read. */
  #known: FilePrints = new Map();
  /** As they were when they were last looked at. */
  #seen: FilePrints = new Map();
  readonly #folders = new Map<string, FSWatcher>();
  readonly #poll: NodeJS.Timeout;
  #settling: NodeJS.Timeout | undefined;

  constructor({ settleMs = 300, pollMs = 2_000, ...options }: FileWatcherOptions) {
    this.#options = { settleMs, pollMs, ...options };
    this.#poll = setInterval(() => this.look(), pollMs).unref();
  }

  /** Which files, and what they were before they were read: a change since then counts. */
  watch(files: FilePrints): void {
    this.#known = files;
    const folders = new Set([...files.keys()].flatMap(foldersOf));
    for (const [folder, watcher] of this.#folders) if (!folders.has(folder)) this.#leave(folder, watcher);
    for (const folder of folders) if (!this.#folders.has(folder)) this.#enter(folder);
    this.look();
  }

  /** Compares now, without waiting to be told. */
  look(): void {
    if (this.#settling !== undefined || !differs(this.#known, this.#prints())) return;
    this.#seen = this.#prints();
    this.#settle();
  }

  close(): void {
    clearInterval(this.#poll);
    clearTimeout(this.#settling);
    for (const [folder, watcher] of this.#folders) this.#leave(folder, watcher);
  }

  #settle(): void {
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      const now = this.#prints();
      if (!differs(this.#seen, now)) {
        if (!differs(this.#known, now)) return;
        this.#known = now;
        return this.#options.onChange();
      }
      this.#seen = now;
      this.#settle();
    }, this.#options.settleMs).unref();
  }

  #prints(): FilePrints {
    return new Map([...this.#known.keys()].map((path) => [path, filePrint(path)]));
  }

  #enter(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => this.#heard(name));
      // Gone with its folder: looking now and then finds the next one.
      watcher.on('error', () => this.#leave(folder, watcher));
      this.#folders.set(folder, watcher);
    } catch {
      // Not there yet: as above.
    }
  }

  /** Links of mounts begin with two dots. What else happens in the folder is nobody's business. */
  #heard(name: string | null): void {
    const isOurs =
      name === null || name.startsWith('..') || [...this.#known.keys()].some((path) => basename(path) === name);
    if (isOurs) this.look();
  }

  #leave(folder: string, watcher: FSWatcher): void {
    watcher.close();
    this.#folders.delete(folder);
  }
}

const differs = (a: FilePrints, b: FilePrints): boolean => [...b].some(([path, print]) => a.get(path) !== print);

/** The folder of a file as it is named, and the one behind its links. */
function foldersOf(path: string): string[] {
  try {
    return [dirname(path), dirname(realpathSync(path))];
  } catch {
    return [dirname(path)];
  }
}
