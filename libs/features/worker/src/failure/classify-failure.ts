import type { FailureReason, FailureScope } from '@clawmesh/contracts';
import { providerFailureRules, type ProviderFailureRule } from '@clawmesh/providers';
import {
  ambiguousBalance,
  billingWords,
  botChallenge,
  brokenAnswerCodes,
  capacityCodes,
  certificate,
  certificateWords,
  codePrefixRules,
  codeRules,
  longWindowWords,
  moderation,
  notOverflow,
  overflowWords,
  paymentRules,
  phraseRules,
  perMinuteWords,
  shortWindowWords,
  statusRules,
  typeRules,
  type FailureRule,
} from './failure-rules.js';
import { readContextSize, readMinuteSize, type RequestSize } from './request-size.js';
import { readRetryAfter } from './retry-after.js';

/** Everything an upstream, a socket or a stream said about why a call failed. */
export interface FailureEvidence {
  /** Absent for socket and stream errors, also after a 2xx (ERR-49). */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** The body as text, when it was no known error shape: recognises HTML. */
  readonly body?: string | undefined;
  readonly message: string;
  /** Codes of every level, outermost first (ERR-4). */
  readonly codes: readonly string[];
  readonly type?: string | undefined;
  readonly provider: string;
  readonly api: string;
}

export interface Classification {
  readonly reason: FailureReason;
  readonly scope: FailureScope;
  readonly refusal: boolean;
  /** The next key may do better (ROT-4). */
  readonly rotatesKey: boolean;
  readonly ceiling: boolean;
  readonly longWindow: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly overflow?: RequestSize | undefined;
  readonly isHtml: boolean;
}

/** What the words of an error say; `none`: they explain nothing, and no later row may. */
type Phrase = { readonly row: number; readonly rule: FailureRule } | 'none' | undefined;

const scopes: Partial<Record<FailureReason, FailureScope>> = {
  auth: 'credential',
  auth_permanent: 'credential',
  billing: 'credential',
  session_expired: 'credential',
  tls_certificate: 'provider',
  format: 'request',
  context_overflow: 'request',
};

/** Perhaps behind the status that an SDK puts before it. */
const page = /^\s{0,20}(?:\d{3} )?(?:<!doctype html|<html)/i;

/** ERR-7: what is longer is a page or a prompt, and the reason stands at its beginning. */
const maxMessageChars = 4 * 1024;
const maxBodyChars = 16 * 1024;

/** ERR-10…22: the first step that yields a reason wins. Pure; `now` in epoch milliseconds. */
export function classifyFailure(told: FailureEvidence, now: number): Classification {
  const evidence = shortened(told);
  const { body } = evidence;
  const isHtml = page.test(evidence.message) || (body !== undefined && page.test(body));
  // The words of a page are a designer's (ERR-12).
  const text = isHtml ? '' : evidence.message;
  const ceiling = ceilingOf(evidence.status, text);
  if (ceiling) return ceilingVerdict(evidence, ceiling);
  const rule = isHtml ? (byPage(evidence) ?? byStatusOf(evidence, '')) : ruleFor(evidence);
  const retryAfterMs = readRetryAfter({ headers: evidence.headers, text, body }, now);
  const { reason, refusal = false } = rule;
  return {
    reason,
    scope: rule.scope ?? scopes[reason] ?? 'model',
    refusal,
    rotatesKey: evidence.status === 429 || reason === 'rate_limit',
    ceiling: false,
    longWindow: isLong(rule, text, retryAfterMs),
    retryAfterMs,
    overflow: reason === 'context_overflow' ? readContextSize(text, body) : undefined,
    isHtml,
  };
}

/** A 2xx says that the failure came later, and nothing of it (ERR-49). */
function shortened({ status, message, body, ...told }: FailureEvidence): FailureEvidence {
  return {
    ...told,
    status: status !== undefined && status >= 300 ? status : undefined,
    message: message.slice(0, maxMessageChars),
    body: body?.slice(0, maxBodyChars),
  };
}

/** Waiting cannot help; another key may be of a higher tier, unless the status says that the request is the problem. */
function ceilingVerdict({ status }: FailureEvidence, overflow: RequestSize): Classification {
  const common = { refusal: false, ceiling: true, longWindow: false, isHtml: false } as const;
  return { ...common, reason: 'rate_limit', scope: 'model', rotatesKey: status !== 413, overflow };
}

const statusesOfCeilings: ReadonlySet<number | undefined> = new Set([undefined, 400, 413, 429]);

/** ERR-21: more tokens than the limit of a minute will never pass, however long one waits. */
function ceilingOf(status: number | undefined, text: string): RequestSize | undefined {
  if (!statusesOfCeilings.has(status) || !perMinuteWords.test(text)) return undefined;
  const size = readMinuteSize(text);
  return status === 413 || (size.tokens ?? 0) > (size.limit ?? Infinity) ? size : undefined;
}

/** ERR-9, ERR-10: a vendor's own meaning comes first where it has something to go by, else where nothing else fits. */
function ruleFor(evidence: FailureEvidence): FailureRule {
  const { status, codes, type, message } = evidence;
  const isFirst = status !== undefined || codes.length > 0 || type !== undefined || overflowWords.test(message);
  if (isFirst) return byProvider(evidence) ?? generalRule(evidence);
  const rule = generalRule(evidence);
  return rule.reason === 'unclassified' ? (byProvider(evidence) ?? rule) : rule;
}

function generalRule(evidence: FailureEvidence): FailureRule {
  return byCode(evidence) ?? byWordsAndStatus(evidence, evidence.message);
}

function byProvider(evidence: FailureEvidence): FailureRule | undefined {
  const names = namesOf(evidence);
  return providerFailureRules(evidence.provider).find((rule) => fits(rule, evidence, names));
}

function fits(rule: ProviderFailureRule, { status, message }: FailureEvidence, names: readonly string[]): boolean {
  if (rule.status !== undefined && rule.status !== (status ?? 'none')) return false;
  if (rule.codes && !rule.codes.some((code) => names.includes(code))) return false;
  return rule.words?.test(message) ?? true;
}

/**
 * Codes, the type, the exception that a message begins with, as Amazon's do, and the error of a socket that one tells of;
 * in capitals.
 */
function namesOf({ status, codes, type, message }: FailureEvidence): string[] {
  const exception = /^(\w{1,80}Exception)\b/.exec(message)?.[1];
  const ofSocket = status === undefined ? message.match(/\b(?:E[A-Z]{3,15}|UND_ERR_[A-Z_]{3,40})\b/g) : undefined;
  return [...codes, type, exception, ...(ofSocket ?? [])].flatMap((name) =>
    name === undefined ? [] : [name.toUpperCase()],
  );
}

/** ERR-12. */
function byPage(evidence: FailureEvidence): FailureRule | undefined {
  // In place of an answer.
  if (evidence.status === undefined) return { reason: 'server_error' };
  if (evidence.status !== 401 && evidence.status !== 403) return undefined;
  const isChallenge = botChallenge.test(evidence.body ?? evidence.message);
  return isChallenge ? { reason: 'overloaded', scope: 'provider' } : { reason: 'auth' };
}

/** ERR-11 and ERR-13. */
function byCode(evidence: FailureEvidence): FailureRule | undefined {
  const { status } = evidence;
  for (const code of namesOf(evidence)) {
    const rule = entryOf(codeRules, code) ?? codePrefixRules.find(([prefix]) => code.startsWith(prefix))?.[1];
    // A certificate is the connection's; an HTTP status means that there was one (ERR-11).
    if (rule && !(rule.reason === 'tls_certificate' && status !== undefined)) return rule;
    if (capacityCodes.has(code)) return { reason: status === 429 ? 'rate_limit' : 'overloaded' };
  }
  return status === undefined && certificateWords.test(evidence.message) ? certificate : undefined;
}

function byWordsAndStatus(evidence: FailureEvidence, text: string): FailureRule {
  if (evidence.status !== undefined) return byStatusOf(evidence, text);
  const phrase = firstPhrase(evidence, text);
  const byWords = ruleOf(phrase);
  if (byWords) return byWords;
  const byType = namesOf(evidence)
    .map((name) => entryOf(typeRules, name))
    .find((reason) => reason !== undefined);
  if (byType) return { reason: byType };
  if (phrase === 'none') return { reason: 'format' };
  if (evidence.codes.some((code) => brokenAnswerCodes.has(code.toUpperCase()))) return { reason: 'server_error' };
  return { reason: evidence.message.trim() === '' && evidence.codes.length === 0 ? 'empty_response' : 'unclassified' };
}

/** The entry of a table, never one it inherits: the key is whatever somebody sent. */
function entryOf<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function firstPhrase({ type, api }: FailureEvidence, text: string): Phrase {
  // ERR-18: our own generic sentence is no evidence.
  if (text === '' || /^llm request failed with an unknown error\.?$/i.test(text)) return undefined;
  for (const { row, reason, words, ...rest } of phraseRules) {
    if (!words.test(text) || isOverruled(row, { text, type, api })) continue;
    return reason === 'none' ? 'none' : { row, rule: { reason, ...rest } };
  }
  return undefined;
}

/** The exceptions that rows of ERR-14 name themselves. */
function isOverruled(
  row: number,
  { text, type, api }: { text: string; type: string | undefined; api: string },
): boolean {
  if (row === 8 || row === 24) return notOverflow.test(text) || billingWords.test(text);
  // ERR-19: several headings are a model's prose, not a bill.
  if (row === 10) return text.startsWith('429') || (text.match(/^##/gm)?.length ?? 0) > 1;
  if (row === 15) return type !== undefined;
  return row === 20 && (type === 'server_error' || type === 'upstream_error' || isAnthropicError(type, api));
}

const isAnthropicError = (type: string | undefined, api: string): boolean =>
  type === 'api_error' && api === 'anthropic-messages';

const reasonOf = (phrase: Phrase): FailureReason | undefined => ruleOf(phrase)?.reason;

/** Table 3.3: the status after the words, which it may refine or overrule. */
function byStatusOf(evidence: FailureEvidence, text: string): FailureRule {
  const { status = 0 } = evidence;
  const phrase = firstPhrase(evidence, text);
  const decided = statusRules[status];
  if (decided) return { reason: decided };
  const decide = lookAtStatus[status] ?? (status >= 500 ? serverStatus : otherStatus);
  return decide(text, phrase);
}

type Decision = (text: string, phrase: Phrase) => FailureRule;

const otherStatus: Decision = (_, phrase) => ruleOf(phrase) ?? { reason: 'unclassified' };

const requestStatus: Decision = (text, phrase) => {
  if (text === '' || text.includes('(no body)')) return { reason: 'unclassified' };
  const rule = reasonOf(phrase) === 'server_error' ? undefined : ruleOf(phrase);
  return rule ?? { reason: 'format', refusal: moderation.test(text) };
};

/** Rows of ERR-14 that explain a 401 or 403 without the key: a quota, or something that is no longer there. */
const noFaultOfTheKey: ReadonlySet<number> = new Set([6, 9]);

const accessStatus: Decision = (text, phrase) => {
  const rule = ruleOf(phrase);
  if (rule && (rule.reason === 'auth_permanent' || rule.reason === 'billing' || rule.scope === 'provider')) return rule;
  if (phrase !== undefined && phrase !== 'none' && noFaultOfTheKey.has(phrase.row)) return phrase.rule;
  if (moderation.test(text)) return { reason: 'format', refusal: true };
  const permanent = phraseRules.some(({ reason, words }) => reason === 'auth_permanent' && words.test(text));
  return { reason: permanent ? 'auth_permanent' : 'auth' };
};

const serverStatus: Decision = (_, phrase) =>
  among(phrase, ['overloaded', 'format', 'context_overflow'], 'server_error');

const lookAtStatus: Readonly<Record<number, Decision>> = {
  400: requestStatus,
  422: requestStatus,
  401: accessStatus,
  403: accessStatus,
  402: (text) => {
    const reason = paymentRules.find(({ words }) => words.test(text))?.reason ?? 'billing';
    return reason === 'rate_limit' ? { reason, longWindow: true } : { reason };
  },
  404: (_, phrase) =>
    among(phrase, ['context_overflow', 'session_expired', 'billing', 'auth', 'format'], 'model_not_found'),
  410: (_, phrase) => among(phrase, ['session_expired', 'billing', 'auth'], 'timeout'),
  413: () => ({ reason: 'context_overflow' }),
  424: (_, phrase) => ruleOf(phrase) ?? { reason: 'server_error' },
  429: (text, phrase) => {
    if (reasonOf(phrase) === 'billing' && !ambiguousBalance.test(text)) return { reason: 'billing' };
    return among(phrase, ['rate_limit'], 'rate_limit');
  },
};

function ruleOf(phrase: Phrase): FailureRule | undefined {
  return phrase === undefined || phrase === 'none' ? undefined : phrase.rule;
}

function among(phrase: Phrase, reasons: readonly FailureReason[], otherwise: FailureReason): FailureRule {
  const rule = ruleOf(phrase);
  return rule && reasons.includes(rule.reason) ? rule : { reason: otherwise };
}

/** RA-3, and RA-2's minute. */
function isLong({ reason, longWindow }: FailureRule, text: string, retryAfterMs: number | undefined): boolean {
  const isLongWait = (retryAfterMs ?? 0) >= 60_000;
  const isShortWait = retryAfterMs !== undefined && !isLongWait;
  if (reason !== 'rate_limit' || longWindow === false) return isLongWait || longWindow === true;
  if (shortWindowWords.test(text) && isShortWait) return false;
  return longWindow === true || isLongWait || longWindowWords.test(text);
}
