import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const keyBytes = 32;
/** What NIST SP 800-38D recommends for GCM. */
const nonceBytes = 12;
const tagBytes = 16;

export interface SealedSecret {
  readonly keyId: string;
  /** Nonce, tag and encrypted text, in base64. */
  readonly ciphertext: string;
}

interface NamedKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Encrypts with the newest of its keys, decrypts with any (AES-256-GCM). What is sealed opens only with its context. */
export class SecretBox {
  readonly #newest: NamedKey;
  readonly #keys: ReadonlyMap<string, Buffer>;

  private constructor(keys: readonly [NamedKey, ...NamedKey[]]) {
    this.#newest = keys[0];
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  /**
   * Keys of 32 bytes in base64 or hex, the newest first, separated by commas, each with or without `id:` before it.
   * Throws an error that never shows one.
   */
  static of(text: string): SecretBox {
    const [newest, ...older] = text.split(',').map((entry) => readKey(entry.trim()));
    if (!newest) throw new Error('holds no key');
    const keys = [newest, ...older] as const;
    if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error('holds two keys with the same id');
    return new SecretBox(keys);
  }

  seal(plain: string, context: readonly string[]): SealedSecret {
    const { id: keyId, key } = this.#newest;
    const nonce = randomBytes(nonceBytes);
    const encrypting = createCipheriv(cipher, key, nonce).setAAD(boundTo(context));
    const encrypted = Buffer.concat([encrypting.update(plain, 'utf8'), encrypting.final()]);
    return { keyId, ciphertext: Buffer.concat([nonce, encrypting.getAuthTag(), encrypted]).toString('base64') };
  }

  /** Undefined: its key is not here, or it is not what was sealed with this context. */
  open({ keyId, ciphertext }: SealedSecret, context: readonly string[]): string | undefined {
    const key = this.#keys.get(keyId);
    const bytes = Buffer.from(ciphertext, 'base64');
    if (!key || bytes.length < nonceBytes + tagBytes) return undefined;
    const decrypting = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
      .setAAD(boundTo(context))
      .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    try {
      const encrypted = bytes.subarray(nonceBytes + tagBytes);
      return Buffer.concat([decrypting.update(encrypted), decrypting.final()]).toString('utf8');
    } catch {
      return undefined; // all that `final` says is that the tag does not fit
    }
  }
}

function readKey(entry: string): NamedKey {
  const at = entry.indexOf(':');
  const text = entry.slice(at + 1).trim();
  const key = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64');
  if (key.length !== keyBytes || !/^[\w+/-]+=?$/.test(text)) throw new Error('takes keys of 32 bytes in base64 or hex');
  const id = at < 0 ? createHash('sha256').update(key).digest('hex').slice(0, 8) : entry.slice(0, at).trim();
  if (!/^[\w.-]{1,64}$/.test(id)) throw new Error('takes ids of letters, digits, dots and dashes');
  return { id, key };
}

const boundTo = (context: readonly string[]): Buffer => Buffer.from(JSON.stringify(context));
