import { createHmac } from 'node:crypto';
import type { ConfigSnapshot } from '@clawmesh/config';
import type { Route } from '@clawmesh/providers';

export type KeyKind = 'env' | 'inline' | 'header' | 'profile';

/** Whose key it is, and where it is sent. */
export type KeyHome = Pick<Route, 'provider' | 'baseUrl'>;

/** Tells two secrets apart without showing either (CLU-1). */
export function secretFingerprint(snapshot: ConfigSnapshot, { baseUrl }: KeyHome, secret: string): string {
  // The host belongs to it: the same key at a reseller has a health of its own.
  return fingerprint(snapshot, `${secret}\0${new URL(baseUrl).host}`);
}

/** The same for a login, whose token changes while the account does not (CLU-1). */
export function accountFingerprint(snapshot: ConfigSnapshot, provider: string, account: readonly string[]): string {
  return fingerprint(snapshot, ['account', provider, ...account].join('\0'));
}

/** `env:openai:0123456789abcdef` (KEY-13). */
export function keyIdOf(kind: KeyKind, { provider }: KeyHome, print: string): string {
  return `${kind}:${provider}:${print}`;
}

function fingerprint({ env }: ConfigSnapshot, text: string): string {
  return createHmac('sha256', fingerprintKey(env)).update(text).digest('hex').slice(0, 16);
}

/** All workers must have the same one, or they would not speak of the same keys. */
function fingerprintKey(env: ConfigSnapshot['env']): string | Buffer {
  const own = env['CLAWMESH_FINGERPRINT_KEY']?.trim();
  if (own) return own;
  // The oldest one: a new key in front of it changes no id.
  const profileKey = env['CLAWMESH_PROFILE_KEY']?.split(',').at(-1)?.trim();
  return profileKey ? createHmac('sha256', profileKey).update('clawmesh fingerprints').digest() : 'clawmesh';
}
