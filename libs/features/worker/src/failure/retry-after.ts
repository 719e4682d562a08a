interface RetryHints {
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly text: string;
  /** The raw body: vendors put machine-readable hints beside the message. */
  readonly body?: string | undefined;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const duration = String.raw`((?:\d+(?:\.\d+)?\s?(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\b\s?|\d+(?:\.\d+)?(?:ms|s|m|h|d)(?=\d))+)`;
const waitText = new RegExp(`(?:retry after|try again (?:in|after)|retry in|reset after)\\s+${duration}`, 'gi');
const durationPart = /(\d+(?:\.\d+)?)\s?(ms|milliseconds?|[smhd])/gi;

/** How long the upstream asked to wait: the largest of what it says anywhere (RA-1, RA-2). Undefined: it says nothing. */
export function readRetryAfter({ headers = {}, text, body = '' }: RetryHints, now: number): number | undefined {
  const hints = [
    numberOf(headers['retry-after-ms'], 1),
    retryAfterHeader(headers['retry-after'], now),
    ...resetHeaders(headers, now),
    ...Array.from(text.matchAll(waitText), (match) => durationMs(match[1] ?? '')),
    ...bodyHints(body, now),
    regainAccess(text, now),
    nextDay(text, now),
  ].filter((hint) => hint !== undefined && !Number.isNaN(hint)) as number[];
  return hints.length === 0 ? undefined : Math.max(0, ...hints);
}

/** `14m24s`, `34.07s`, `120ms`. */
function durationMs(text: string): number {
  let total = 0;
  for (const [, amount, unit] of text.matchAll(durationPart)) {
    const name = unit?.toLowerCase().startsWith('mi') || unit === 'ms' ? 'ms' : (unit?.toLowerCase() ?? 's');
    total += Number(amount) * (unitMs[name] ?? 0);
  }
  return Math.round(total);
}

function numberOf(text: string | undefined, factor: number): number | undefined {
  const value = text === undefined || !/^\d+(\.\d+)?$/.test(text.trim()) ? undefined : Number(text) * factor;
  return value !== undefined && value > Number.MAX_SAFE_INTEGER ? Infinity : value;
}

function untilDate(text: string | undefined, now: number): number | undefined {
  const at = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at - now;
}

/** The three forms of an HTTP date; the oldest one leaves out that it is UTC. */
const httpDates = [
  /^(?:[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)$/,
  /^(?:[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT)$/,
];
const oldHttpDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/** A header that came twice is joined by a comma; so are the day and the date of an HTTP date. */
function retryAfterHeader(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? '';
  if (httpDates.some((form) => form.test(value))) return untilDate(value, now);
  if (oldHttpDate.test(value)) return untilDate(`${value} GMT`, now);
  if (!/^-?\d+(?:\s?,\s?-?\d+)*$/.test(value)) return undefined;
  return Math.max(...value.split(',').map((seconds) => numberOf(seconds, 1_000) ?? 0));
}

/** Reset times count only where the matching remainder is used up. */
function resetHeaders(headers: Readonly<Record<string, string | undefined>>, now: number): (number | undefined)[] {
  return Object.entries(headers).map(([name, header]) => {
    const value = header?.trim() ?? '';
    const vendor = /^(anthropic-ratelimit-[\w-]+)-reset$/.exec(name)?.[1];
    if (vendor !== undefined) return isUsedUp(headers[`${vendor}-remaining`]) ? untilDate(value, now) : undefined;
    const kind = /^x-ratelimit-reset(-\w+)?$/.exec(name);
    if (!kind) return undefined;
    const [, part = ''] = kind;
    const remaining = headers[`x-ratelimit-remaining${part}`];
    // OpenRouter's moment stands alone.
    const counts = isUsedUp(remaining) || (part === '' && remaining === undefined);
    return counts ? untilReset(value, part !== '', now) : undefined;
  });
}

const isUsedUp = (remaining: string | undefined): boolean => remaining?.trim() === '0';

/** A duration, or a moment in epoch milliseconds; where it is about one kind of limit also in epoch seconds. */
function untilReset(value: string, maySeconds: boolean, now: number): number | undefined {
  if (/^\d{13}$/.test(value)) return Number(value) - now;
  if (maySeconds && /^\d{10}$/.test(value)) return Number(value) * 1_000 - now;
  return /[a-z]/i.test(value) ? durationMs(value) : undefined;
}

/** `"retryDelay": "34s"` (Google), `resets_in_seconds`, `resets_at` in epoch seconds (OpenAI plans), OpenRouter's headers. */
function bodyHints(body: string, now: number): (number | undefined)[] {
  const delay = /"retryDelay"\s*:\s*"([\d.]+s)"/.exec(body)?.[1];
  const inSeconds = /"resets_in_seconds"\s*:\s*(\d+)/.exec(body)?.[1];
  const reset = /"X-RateLimit-Reset"\s*:\s*"?(\d{13})\b/i.exec(body)?.[1];
  const at = /"resets_at"\s*:\s*(\d{9,11})\b/.exec(body)?.[1];
  return [
    delay === undefined ? undefined : durationMs(delay),
    numberOf(inSeconds, 1_000),
    at === undefined ? undefined : Number(at) * 1_000 - now,
    reset === undefined ? undefined : Number(reset) - now,
  ];
}

function regainAccess(text: string, now: number): number | undefined {
  const found = /regain access on (\d{4}-\d\d-\d\d) at (\d\d:\d\d) UTC/i.exec(text);
  return found ? untilDate(`${found[1]}T${found[2]}:00Z`, now) : undefined;
}

const dayMs = 24 * 60 * 60_000;

/** Cloudflare counts by the day of UTC. */
function nextDay(text: string, now: number): number | undefined {
  return /\bdaily free allocation\b/i.test(text) ? dayMs - (now % dayMs) : undefined;
}
