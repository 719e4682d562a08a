/** Replaces secrets in a text. */
export type Redact = (text: string) => string;

const mask = '[redacted]';

/** What a credential looks like when its value is not known (CFG-25, ERR-8). */
const patterns: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${mask}`],
  [/\b(?:sk|pk|rk|gsk|xai|csk|fw|nvapi|r8|hf|AIza)[-_][\w-]{8,}/g, mask],
  [/\bAIza[\w-]{20,}/g, mask],
  [/\bgh[pousr]_\w{20,}/g, mask],
  [/\b(AKIA|ASIA)[A-Z0-9]{12,}/g, mask],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+/g, mask],
  [
    /(["']?(?:api[-_]?key|x-api-key|cookie|set-cookie|password|secret|access_token|refresh_token)["']?\s*[:=]\s*["']?)[^\s"',;&]{4,}/gi,
    `$1${mask}`,
  ],
  [/([?&](?:key|api_key|token|access_token)=)[^&\s"']+/gi, `$1${mask}`],
];

/** Shorter values are words, not secrets: replacing them would garble every line. */
const shortestSecret = 6;

/**
 * Redacts these exact values, longest first, also as JSON and URLs write them, then everything that looks like a
 * credential, or like one of `further`.
 */
export function createRedact(secrets: Iterable<string>, further: readonly RegExp[] = []): Redact {
  const known = [...secrets].filter((value) => value.length >= shortestSecret);
  const values = [...new Set(known.flatMap(writtenForms))].sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const value of values) clean = clean.replaceAll(value, mask);
    for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
    for (const pattern of further) clean = clean.replace(pattern, mask);
    return clean;
  };
}

/** A log line is JSON, and what it quotes may be JSON as well. */
function writtenForms(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  const wellFormed = Buffer.from(value).toString(); // half a surrogate pair is in no URL
  return [value, inJson, JSON.stringify(inJson).slice(1, -1), encodeURIComponent(wellFormed)];
}
