import { statSync } from 'node:fs';

/** Path → what tells its content apart; `none` while there is no such file. */
export type FilePrints = ReadonlyMap<string, string>;

/** Follows links: a mounted file is renewed by pointing its link elsewhere. */
export function filePrint(path: string): string {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found ? `${found.dev} ${found.ino} ${found.mtimeNs} ${found.ctimeNs} ${found.size}` : 'none';
  } catch {
    return 'none'; // in a folder that may not be read
  }
}
