import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SecretBox } from './secret-box.js';

/** Where the keys come from that profiles are encrypted with. */
export interface ProfileKeys {
  /** Absent: profiles can be used. Else why not. */
  readonly missing?: string;
  /** Undefined: there are none yet, so nothing is encrypted with them. */
  existing(): Promise<SecretBox | undefined>;
  /** Makes some where it may. Rejects where it may not. */
  required(): Promise<SecretBox>;
}

/** As the operator gave them (`SecretBox.of`). Throws what that throws. */
export function givenProfileKeys(text: string): ProfileKeys {
  const box = SecretBox.of(text);
  return { existing: () => Promise.resolve(box), required: () => Promise.resolve(box) };
}

/** One key in a file that only its owner can read, made when the first profile is stored. */
export function profileKeyFile(path: string): ProfileKeys {
  return {
    existing: () => readBox(path),
    required: async () => {
      const existing = await readBox(path);
      if (existing) return existing;
      await makeKeyFile(path);
      const made = await readBox(path);
      if (!made) throw new Error(`${path} is gone again`);
      return made;
    },
  };
}

/** No profiles here; `reason` tells the operator why. */
export function noProfileKeys(reason: string): ProfileKeys {
  return {
    missing: reason,
    existing: () => Promise.resolve(undefined),
    required: () => Promise.reject(new Error(`profiles cannot be stored: ${reason}`)),
  };
}

/** Of several that try at once, the first has made the key that counts; nobody sees half of it. */
async function makeKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  await link(draft, path).catch(unlessCode('EEXIST'));
  await unlink(draft);
}

async function readBox(path: string): Promise<SecretBox | undefined> {
  const text = await readFile(path, 'utf8').catch(unlessCode('ENOENT'));
  return text === undefined ? undefined : SecretBox.of(text);
}

function unlessCode(code: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== code) throw error;
    return undefined;
  };
}
