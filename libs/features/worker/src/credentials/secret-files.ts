import { readFileSync, statSync } from 'node:fs';

/** The mounted secrets of one plan. They are replaced while the config stays as it is (KEY-7). */
export class SecretFiles {
  /** Path → what told its content apart; undefined while there is no such file. */
  readonly #versions = new Map<string, string | undefined>();

  /** The content; undefined when there is no such file, or none that may be read. */
  read(path: string): string | undefined {
    const version = versionOf(path);
    this.#versions.set(path, version);
    return version === undefined ? undefined : contentOf(path);
  }

  hasChanged(): boolean {
    for (const [path, version] of this.#versions) if (versionOf(path) !== version) return true;
    return false;
  }
}

/** Follows links: a mounted secret is renewed by pointing its link elsewhere. */
function versionOf(path: string): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? `${stats.mtimeMs} ${stats.ctimeMs} ${stats.ino} ${stats.size}` : undefined;
  } catch {
    return undefined; // in a folder that may not be read
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
