/** What a client can do wrong, or run into, before its request becomes a run. */
export type RequestErrorKind =
  | 'invalid-request'
  | 'unauthorized'
  | 'rate-limited'
  | 'missing-scope'
  | 'forbidden'
  | 'proxy-attribution'
  | 'unknown-path'
  | 'unknown-model'
  | 'unknown-previous-response'
  | 'unknown-key'
  | 'method-not-allowed'
  | 'bad-upgrade'
  | 'bad-expectation'
  | 'too-many-headers'
  | 'bad-framing'
  | 'draining'
  | 'overloaded'
  | 'body-too-large'
  | 'body-timeout';

interface RequestErrorDetails {
  /** Seconds for `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Value of `Allow`. */
  readonly allow?: string;
  readonly scope?: string;
  /** How long the answer is held back (AUTH-45). */
  readonly delayMs?: number;
  /** What clients of one surface look for beside the message, in its words. */
  readonly marks?: Readonly<Record<string, unknown>>;
  /** For the log, never for the client. */
  readonly cause?: unknown;
}

/** A message may quote what was sent, which may be megabytes. */
const maxMessageChars = 1_000;

/** The client's doing. Its status and body are decided in `render/error-response`, and nowhere else. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly kind: RequestErrorKind,
    message: string,
    readonly details: RequestErrorDetails = {},
  ) {
    super(message.slice(0, maxMessageChars), { cause: details.cause });
  }
}

export function invalidRequest(message: string, cause?: unknown): RequestError {
  return new RequestError('invalid-request', message, { cause });
}

export function unauthorized(reason: string, delayMs = 0): RequestError {
  return new RequestError('unauthorized', 'Unauthorized', { cause: reason, delayMs });
}

export function rateLimited(retryAfterSeconds: number): RequestError {
  const message = 'Too many failed authentication attempts. Please try again later.';
  return new RequestError('rate-limited', message, { retryAfterSeconds });
}

export function missingScope(scope: string): RequestError {
  return new RequestError('missing-scope', `missing scope: ${scope}`, { scope });
}

/** HTTP-28. */
export function agentForbidden(agentId: string): RequestError {
  return new RequestError('forbidden', `The agent '${agentId}' is not open to you.`);
}

export function unattributable(): RequestError {
  const message = 'Forwarded headers are accepted only from a configured trusted proxy with a usable client address.';
  return new RequestError('proxy-attribution', message);
}

export function unknownPath(): RequestError {
  return new RequestError('unknown-path', 'Not Found');
}

export function unknownModel(id: string): RequestError {
  return new RequestError('unknown-model', `The model '${id}' does not exist.`);
}

export function previousResponseNotFound(id: string): RequestError {
  return new RequestError('unknown-previous-response', `previous_response_id: there is no response '${id}'.`);
}

export function unknownKey(message: string): RequestError {
  return new RequestError('unknown-key', message);
}

export function methodNotAllowed(allow: string): RequestError {
  return new RequestError('method-not-allowed', 'Method Not Allowed', { allow });
}

export function badUpgrade(): RequestError {
  return new RequestError('bad-upgrade', 'Bad Request');
}

export function badExpectation(): RequestError {
  return new RequestError('bad-expectation', 'Expectation Failed');
}

export function tooManyHeaders(): RequestError {
  return new RequestError('too-many-headers', 'Request Header Fields Too Large');
}

/** Where this request ends is a matter of opinion. */
export function badFraming(): RequestError {
  return new RequestError('bad-framing', 'Bad Request');
}

/** 503: others keep this gateway busy with what it does only so much of at once. */
export function overloaded(message: string, cause: string): RequestError {
  return new RequestError('overloaded', message, { retryAfterSeconds: 5, cause });
}

/** 503: the caller may be right, and nobody can tell. */
export function tokensUnavailable(cause: string): RequestError {
  const message = 'Tokens cannot be verified at the moment; please retry.';
  return new RequestError('overloaded', message, { retryAfterSeconds: 5, cause });
}

export function draining(): RequestError {
  return new RequestError('draining', 'The gateway is shutting down; please retry.', { retryAfterSeconds: 1 });
}

export function bodyTooLarge(): RequestError {
  return new RequestError('body-too-large', 'Payload too large');
}

export function bodyTimeout(): RequestError {
  return new RequestError('body-timeout', 'The request body was not received in time.');
}
