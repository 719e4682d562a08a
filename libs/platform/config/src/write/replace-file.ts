import { randomBytes } from 'node:crypto';
import { copyFile, lstat, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isMissing } from '../load/environment.js';
import { ConfigWriteRefused } from './write-guards.js';

const backups = 5;
const ownerOnly = 0o600;

/**
 * Puts a text in place of a file at once: a reader sees the old one or the new one, also after a crash. What was there
 * stays in a ring of backups (`.bak`, `.bak.1`, …). Throws `ConfigWriteRefused` for a link or what is no file (CFG-1).
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const mode = await modeOf(path);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await withFile(temporary, mode ?? ownerOnly, async (file) => {
      await file.writeFile(text);
      await file.sync();
    });
    if (mode !== undefined) await keepBackup(path);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The permissions of the file; undefined if there is none. */
async function modeOf(path: string): Promise<number | undefined> {
  try {
    const found = await lstat(path);
    if (found.isFile()) return found.mode & 0o777;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  throw new ConfigWriteRefused('not-a-plain-file', `${path} is a link or no file: write to where it comes from`);
}

async function withFile(path: string, mode: number, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    // The umask may have taken bits away.
    await file.chmod(mode);
    await use(file);
  } finally {
    await file.close();
  }
}

async function keepBackup(path: string): Promise<void> {
  const nameOf = (age: number): string => (age === 0 ? `${path}.bak` : `${path}.bak.${age}`);
  for (let age = backups - 1; age > 0; age--) await moveIfThere(nameOf(age - 1), nameOf(age));
  await copyFile(path, nameOf(0));
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
