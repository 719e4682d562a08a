import { readFile, stat } from 'node:fs/promises';
import { errorCode } from '../load/environment.js';

export interface SecretFileLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** Why a secret could not be had. Its text names files and commands, never what they hold. */
export class SecretUnavailable extends Error {}

const writableByOthers = 0o022;
const readableByAll = 0o004;

/**
 * The content of a private file (CFG-22). Links are followed, because orchestrators mount secrets as links to files of
 * root that all may read. Throws `SecretUnavailable`.
 */
export async function readSecretFile(path: string, { timeoutMs, maxBytes }: SecretFileLimits): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new SecretUnavailable(`${path} is not a file`);
    if ((found.mode & writableByOthers) !== 0) throw new SecretUnavailable(`${path}: others may write to it`);
    if (found.uid !== 0 && (found.mode & readableByAll) !== 0) {
      throw new SecretUnavailable(`${path}: everybody may read it; make it private (chmod 600)`);
    }
    if (found.size > maxBytes) throw new SecretUnavailable(`${path} is larger than ${maxBytes} bytes`);
    return await readFile(path, { encoding: 'utf8', signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    if (error instanceof SecretUnavailable) throw error;
    throw new SecretUnavailable(`${path} cannot be read (${errorCode(error) || 'timeout'})`);
  }
}
