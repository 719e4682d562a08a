import type { Failure, FailureReason } from '@clawmesh/contracts';
import type { RequestError, RequestErrorKind } from '../http/request-error.js';
import { jsonType, noStore, textType, type Reply } from './reply.js';

/** The `error` object of a JSON body or an SSE event. */
export interface ErrorObject {
  readonly message: string;
  readonly type: string;
  readonly code?: string;
}

interface FailureRow {
  readonly type: string;
  readonly status: number;
  /** Which statuses of the upstream are kept instead of the row's own (FAIL-30). */
  readonly keeps: (status: number) => boolean;
  /** Shown instead of the provider's text (HTTP-35). */
  readonly text?: string;
}

const any4xx = (status: number): boolean => status >= 400 && status < 500;
const nothing = (): boolean => false;
const only =
  (...statuses: number[]) =>
  (status: number): boolean =>
    statuses.includes(status);

const internal: FailureRow = { type: 'api_error', status: 500, keeps: nothing, text: 'internal error' };

/** Why a run failed → what its client is told (HTTP-35, FAIL-30). */
const failureRows = {
  auth: { type: 'authentication_error', status: 401, keeps: any4xx },
  auth_permanent: { type: 'permission_error', status: 403, keeps: any4xx },
  format: { type: 'invalid_request_error', status: 400, keeps: any4xx },
  // AM-6: clients wait and retry on 429 only, whatever status the upstream dressed its limit in.
  rate_limit: { type: 'rate_limit_error', status: 429, keeps: nothing },
  overloaded: { type: 'api_error', status: 503, keeps: only(529), text: 'upstream overloaded' },
  billing: { type: 'insufficient_quota', status: 402, keeps: any4xx },
  server_error: { type: 'api_error', status: 502, keeps: any4xx, text: 'upstream error' },
  timeout: { type: 'api_error', status: 504, keeps: any4xx, text: 'upstream timeout' },
  tls_certificate: { type: 'api_error', status: 502, keeps: nothing, text: 'upstream TLS error' },
  // AM-22: 400 or 413, as OpenAI-compatible clients know it.
  context_overflow: { type: 'invalid_request_error', status: 413, keeps: only(400) },
  model_not_found: { type: 'invalid_request_error', status: 404, keeps: any4xx },
  session_expired: { type: 'invalid_request_error', status: 410, keeps: any4xx },
  empty_response: internal,
  no_error_details: internal,
  unclassified: internal,
  unknown: internal,
} as const satisfies Record<FailureReason, FailureRow>;

/** The error object of a failed run: a body before the answer began, an SSE event after (HTTP-94). */
export function failureError(failure: Failure): ErrorObject {
  const row: FailureRow = failureRows[failure.reason];
  const code = failure.code ?? fallbackCode(failure);
  return { message: shownText(row, failure), type: row.type, ...(code && { code }) };
}

/** What went wrong on our side is told in our own words; only a bug is not. */
function shownText(row: FailureRow, { origin, message }: Failure): string {
  const isOurs = origin === 'local' && row !== internal;
  return isOurs ? message : (row.text ?? message);
}

/** FAIL-32: an upstream that refuses our key must not look like a gateway that refuses the client's. */
function fallbackCode(failure: Failure): string | undefined {
  const refused = failure.reason === 'auth' || failure.reason === 'auth_permanent';
  return refused && failure.origin === 'upstream' ? 'upstream_auth' : undefined;
}

export function failureReply(failure: Failure): Reply {
  const row: FailureRow = failureRows[failure.reason];
  const status = failure.status !== undefined && row.keeps(failure.status) ? failure.status : row.status;
  const origin = failure.origin === 'upstream' ? 'upstream' : 'gateway';
  const headers = [...jsonType, 'x-clawmesh-error-origin', origin, ...retryHeaders(failure)];
  return { status, headers, body: JSON.stringify({ error: failureError(failure) }) };
}

function retryHeaders({ reason, retryAfterMs }: Failure): readonly string[] {
  if (retryAfterMs === undefined || (reason !== 'rate_limit' && reason !== 'overloaded')) return [];
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return ['Retry-After', String(seconds), 'x-clawmesh-retry-after-ms', String(Math.ceil(retryAfterMs))];
}

interface RequestErrorRow {
  readonly status: number;
  /** The error type; without one the body is plain text (HTTP-5, HTTP-7). */
  readonly type?: string;
  readonly code?: string;
  readonly noStore?: boolean;
  readonly closesConnection?: boolean;
}

const requestErrorRows = {
  'invalid-request': { status: 400, type: 'invalid_request_error' },
  unauthorized: { status: 401, type: 'unauthorized' },
  'rate-limited': { status: 429, type: 'rate_limited' },
  'missing-scope': { status: 403, type: 'forbidden' },
  forbidden: { status: 403, type: 'forbidden' },
  'proxy-attribution': { status: 403, type: 'proxy_attribution_required' },
  'unknown-path': { status: 404 },
  'unknown-model': { status: 404, type: 'invalid_request_error' },
  'unknown-previous-response': { status: 404, type: 'invalid_request_error', code: 'previous_response_not_found' },
  'unknown-key': { status: 404, type: 'invalid_request_error', code: 'key_not_found' },
  'method-not-allowed': { status: 405 },
  'bad-upgrade': { status: 400, closesConnection: true },
  'bad-expectation': { status: 417, closesConnection: true },
  'too-many-headers': { status: 431, closesConnection: true },
  'bad-framing': { status: 400, closesConnection: true },
  draining: {
    ...{ status: 503, type: 'service_unavailable', code: 'gateway_unavailable' },
    // The client that tries again is to reach another gateway, and not on this connection.
    ...{ noStore: true, closesConnection: true },
  },
  overloaded: { status: 503, type: 'service_unavailable', code: 'gateway_busy', noStore: true },
  'body-too-large': { status: 413, type: 'invalid_request_error', closesConnection: true },
  'body-timeout': { status: 408, type: 'invalid_request_error', closesConnection: true },
} as const satisfies Record<RequestErrorKind, RequestErrorRow>;

export function requestErrorReply(error: RequestError): Reply {
  const row: RequestErrorRow = requestErrorRows[error.kind];
  const { allow, retryAfterSeconds } = error.details;
  const headers = [
    ...(row.type ? [...jsonType, 'x-clawmesh-error-origin', 'gateway'] : textType),
    ...(allow ? ['Allow', allow] : []),
    ...(retryAfterSeconds ? ['Retry-After', String(retryAfterSeconds)] : []),
    ...(row.noStore ? noStore : []),
  ];
  const closesConnection = row.closesConnection ?? false;
  return { status: row.status, headers, body: requestErrorBody(error, row), closesConnection };
}

function requestErrorBody({ message, details }: RequestError, { type, code }: RequestErrorRow): string {
  if (!type) return message;
  if (details.scope) return JSON.stringify({ ok: false, error: scopeError(message, details.scope) });
  return JSON.stringify({ error: { message, type, ...(code && { code }) } });
}

/** HTTP-27 has an envelope of its own. */
function scopeError(message: string, scope: string): object {
  const details = { code: 'MISSING_SCOPE', missingScope: scope, requiredScopes: [scope] };
  return { type: 'forbidden', message, details };
}

/** A bug, which is logged; nothing of it is told (HTTP-12). */
export const unexpectedErrorReply: Reply = {
  status: 500,
  headers: [...textType, ...noStore],
  body: 'Internal Server Error',
};

/** HTTP-75: the model was told to call a tool and did not. */
export const missingToolCallError: ErrorObject = {
  message: 'The model did not produce the required tool call.',
  type: 'api_error',
};

export const missingToolCallReply: Reply = {
  status: 502,
  headers: [...jsonType, 'x-clawmesh-error-origin', 'upstream'],
  body: JSON.stringify({ error: missingToolCallError }),
};
