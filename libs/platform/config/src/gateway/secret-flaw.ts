import { isRedactionMark } from '../redaction-mark.js';

/** Values that documentation and sample files show. */
const samples: ReadonlySet<string> = new Set([
  'changeme',
  'change-me',
  'replace-me',
  'your-token',
  'your-token-here',
  'your-password',
  'your-password-here',
  'your-secret-token',
  'your-gateway-token',
  'your-gateway-password',
  'my-secret-token',
]);

/** Why a secret is none (AUTH-4). */
export function secretFlaw(secret: string): string | undefined {
  const value = secret.trim().toLowerCase();
  if (value === '') return 'is blank';
  if (value === 'undefined' || value === 'null') return `is the word "${value}"`;
  if (samples.has(value) || /^<.*>$/.test(value)) return 'is a sample value; choose your own';
  return /^\*+$/.test(value) || isRedactionMark(value) ? 'is a redaction mark, not a secret' : undefined;
}
