import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const logFileOf = (stateDir: string): string => join(stateDir, 'logs', 'gateway.log');

const mostBytes = 10_485_760;

export interface OpenedLog {
  readonly descriptor: number;
  /** What was written since it was opened. */
  newText(): Promise<string>;
  close(): Promise<void>;
}

/** Opens a log to append to; a large one is put aside first, in place of the one put aside before. */
export async function openLog(path: string): Promise<OpenedLog> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > mostBytes) await rename(path, `${path}.1`);
  const file = await open(path, 'a', 0o600);
  const start = size > mostBytes ? 0 : size;
  return {
    descriptor: file.fd,
    newText: async () => (await readFile(path)).subarray(start).toString('utf8'),
    close: () => file.close(),
  };
}
