/** `<kind>:<provider>:<fingerprint>`; a provider may need no key, and has no fingerprint then. */
const parts = /^([a-z]+):(?:.*:)?([0-9a-f]{16})?/;

/** What is shown of an id (KEY-14): its kind, and the first of its fingerprint, such as `env:1a2b3c4d`. */
export function maskedKey(keyId: string): string {
  const [, kind = 'key', fingerprint] = parts.exec(keyId) ?? [];
  return fingerprint === undefined ? kind : `${kind}:${fingerprint.slice(0, 8)}`;
}
