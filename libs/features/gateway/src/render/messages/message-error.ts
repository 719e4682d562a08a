import { randomUUID } from 'node:crypto';
import type { Failure, FailureReason } from '@clawmesh/contracts';
import type { RequestError, RequestErrorKind } from '../../http/request-error.js';
import {
  failureError,
  failureReply,
  missingToolCallError,
  missingToolCallReply,
  requestErrorReply,
} from '../error-response.js';
import { jsonType, textType, type RawHeaders, type Reply } from '../reply.js';
import { requestId } from './message-shape.js';

/** What goes wrong with a run, as a body before the answer began and as an event after. */
export interface MessageFailure {
  readonly reply: Reply;
  /** The JSON of the `error` event. */
  readonly event: string;
}

/** Why a run failed → Anthropic's error type; the statuses are those of every surface (HTTP-35). */
const failureTypes = {
  auth: 'authentication_error',
  auth_permanent: 'permission_error',
  format: 'invalid_request_error',
  rate_limit: 'rate_limit_error',
  overloaded: 'overloaded_error',
  billing: 'billing_error',
  server_error: 'api_error',
  timeout: 'timeout_error',
  tls_certificate: 'api_error',
  context_overflow: 'invalid_request_error',
  model_not_found: 'not_found_error',
  session_expired: 'invalid_request_error',
  empty_response: 'api_error',
  no_error_details: 'api_error',
  unclassified: 'api_error',
  unknown: 'api_error',
} as const satisfies Record<FailureReason, string>;

export function messageFailure(failure: Failure, runId: string): MessageFailure {
  const reply = failureReply(failure);
  const { message } = failureError(failure);
  // Anthropic has a type of its own for what is too large, and it belongs to the status.
  const type = reply.status === 413 ? 'request_too_large' : failureTypes[failure.reason];
  return withError(reply, { type, message }, requestId(runId));
}

/** HTTP-75: the model was told to call a tool and did not. */
export function missingToolUse(runId: string): MessageFailure {
  return withError(
    missingToolCallReply,
    { type: 'api_error', message: missingToolCallError.message },
    requestId(runId),
  );
}

/** A refusal before there is a run. A path that is not served has no form, nor has what is wrong with HTTP itself. */
const requestErrorTypes = {
  'invalid-request': 'invalid_request_error',
  unauthorized: 'authentication_error',
  'rate-limited': 'rate_limit_error',
  'missing-scope': 'permission_error',
  forbidden: 'permission_error',
  'proxy-attribution': 'permission_error',
  'unknown-path': undefined,
  'unknown-model': 'not_found_error',
  'unknown-previous-response': 'not_found_error',
  'unknown-key': 'not_found_error',
  'method-not-allowed': 'invalid_request_error',
  'bad-upgrade': undefined,
  'bad-expectation': undefined,
  'too-many-headers': undefined,
  'bad-framing': undefined,
  draining: 'overloaded_error',
  overloaded: 'overloaded_error',
  'body-too-large': 'request_too_large',
  'body-timeout': 'timeout_error',
} as const satisfies Record<RequestErrorKind, string | undefined>;

export function messageErrorReply(error: RequestError): Reply {
  const reply = requestErrorReply(error);
  const type = requestErrorTypes[error.kind];
  if (type === undefined) return reply;
  const { message } = error;
  const { marks: details } = error.details;
  return withError(reply, { type, message, ...(details && { details }) }, requestId(randomUUID())).reply;
}

interface ErrorDetails {
  readonly type: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

function withError(reply: Reply, error: ErrorDetails, request_id: string): MessageFailure {
  const event = JSON.stringify({ type: 'error', error, request_id });
  const headers = [...asJson(reply.headers), 'request-id', request_id];
  return { reply: { ...reply, headers, body: event }, event };
}

/** HTTP-7: elsewhere the refusal of a method is text. */
function asJson(headers: RawHeaders): RawHeaders {
  return headers[1] === textType[1] ? [...jsonType, ...headers.slice(textType.length)] : headers;
}
