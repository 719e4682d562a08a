import type { FailureReason, FailureScope } from '@clawmesh/contracts';
import type { WireApiName } from '@clawmesh/providers';

/** One row of the fixture tables: what an upstream sent, and what it means. */
export interface UpstreamErrorFixture {
  readonly id: string;
  readonly provider: string;
  readonly api: WireApiName;
  readonly status?: number;
  readonly message: string;
  readonly code?: string;
  readonly type?: string;
  readonly reason: FailureReason;
  readonly rotates: boolean;
  readonly retryAfterMs?: number;
  readonly longWindow?: true;
  readonly ceiling?: true;
  readonly refusal?: true;
  /** Where it is not what the reason usually says something about. */
  readonly scope?: FailureScope;
  readonly overflow?: { readonly tokens?: number; readonly limit?: number };
  /** Without its code or type the message says something else (the exceptions of ERR-P1). */
  readonly needsName?: true;
}

type Row = Omit<UpstreamErrorFixture, 'provider' | 'api'> & { readonly provider?: string };

const of =
  (provider: string, api: WireApiName = 'openai-completions') =>
  (rows: readonly Row[]): UpstreamErrorFixture[] =>
    rows.map((row) => ({ provider, api, ...row }));

const openai = of('openai')([
  { id: 'OA-01', status: 401, message: 'Incorrect API key provided: sk-ab***yz.', type: 'invalid_request_error', code: 'invalid_api_key', reason: 'auth', rotates: false },
  { id: 'OA-02', status: 429, message: 'Rate limit reached for gpt-5.4 in organization org-1 on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 120ms.', type: 'requests', code: 'rate_limit_exceeded', reason: 'rate_limit', rotates: true, retryAfterMs: 120 },
  { id: 'OA-03', status: 429, message: 'Rate limit reached for gpt-5.4 on tokens per min (TPM): Limit 30000, Used 27531, Requested 5120. Please try again in 5.302s.', type: 'tokens', code: 'rate_limit_exceeded', reason: 'rate_limit', rotates: true, retryAfterMs: 5302 },
  { id: 'OA-04', status: 429, message: 'Request too large for gpt-5.4 on tokens per min (TPM): Limit 30000, Requested 43211. The input or output tokens must be reduced in order to run successfully.', type: 'tokens', code: 'rate_limit_exceeded', reason: 'rate_limit', rotates: true, ceiling: true, overflow: { tokens: 43_211, limit: 30_000 } },
  { id: 'OA-05', status: 429, message: 'You exceeded your current quota, please check your plan and billing details.', type: 'insufficient_quota', code: 'insufficient_quota', reason: 'billing', rotates: true, needsName: true },
  { id: 'OA-06', status: 429, message: 'You exceeded your current quota, please check your plan and billing details.', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'OA-07', status: 400, message: "This model's maximum context length is 128000 tokens. However, your messages resulted in 140000 tokens.", code: 'context_length_exceeded', reason: 'context_overflow', rotates: false, overflow: { tokens: 140_000, limit: 128_000 } },
  { id: 'OA-08', status: 400, message: 'Your input exceeds the context window of this model. Please adjust your input and try again.', reason: 'context_overflow', rotates: false },
  { id: 'OA-09', status: 404, message: "The model 'gpt-9' does not exist or you do not have access to it.", code: 'model_not_found', reason: 'model_not_found', rotates: false },
  { id: 'OA-10', status: 500, message: 'The server had an error while processing your request. Sorry about that!', type: 'server_error', reason: 'server_error', rotates: false },
  { id: 'OA-11', status: 503, message: 'The server is currently overloaded with other requests. Sorry about that!', reason: 'overloaded', rotates: false },
  { id: 'OA-12', status: 503, message: 'Slow down', type: 'server_error', reason: 'overloaded', rotates: false },
  { id: 'OA-13', status: 403, message: 'Country, region, or territory not supported', code: 'unsupported_country_region_territory', reason: 'auth', rotates: false, scope: 'provider' },
  { id: 'OA-14', status: 400, message: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", reason: 'format', rotates: false },
  { id: 'OA-15', status: 400, message: "Unknown parameter: 'foo'.", code: 'unknown_parameter', reason: 'format', rotates: false },
  { id: 'OA-16', status: 401, message: 'The OpenAI account associated with this API key has been deactivated.', code: 'account_deactivated', reason: 'auth_permanent', rotates: false },
  { id: 'OA-16 without a code', status: 401, message: 'The OpenAI account associated with this API key has been deactivated.', reason: 'auth_permanent', rotates: false },
  { id: 'OA-17', status: 401, message: 'Your account has been deactivated.', reason: 'auth_permanent', rotates: false },
  { id: 'OA-18', status: 403, message: 'You have insufficient permissions for this operation. Missing scopes: model.request.', reason: 'auth', rotates: false },
  { id: 'OA-19', status: 400, message: "Previous response with id 'resp_1' not found.", code: 'previous_response_not_found', reason: 'format', rotates: false },
  { id: 'OA-20', status: 400, message: 'Your request was rejected as a result of our safety system.', code: 'content_policy_violation', reason: 'format', rotates: false, refusal: true },
  { id: 'OA-21', status: 400, message: "Unsupported value: 'messages[0].role' does not support 'developer' with this model.", reason: 'format', rotates: false },
  { id: 'OA-22', status: 400, message: 'Billing hard limit has been reached', code: 'billing_hard_limit_reached', reason: 'billing', rotates: false },
  { id: 'OA-23', message: 'An error occurred while processing your request. You can retry your request. Please include the request ID req_123 in your message.', type: 'server_error', code: 'server_error', reason: 'server_error', rotates: false, needsName: true },
  { id: 'OA-24', status: 429, message: 'The usage limit has been reached', type: 'usage_limit_reached', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'OA-25', message: 'LLM idle timeout (120s): no response from model', reason: 'timeout', rotates: false },
]);

const anthropic = of('anthropic', 'anthropic-messages')([
  { id: 'AN-01', status: 401, type: 'authentication_error', message: 'invalid x-api-key', reason: 'auth', rotates: false },
  { id: 'AN-02', status: 403, type: 'permission_error', message: 'Your API key does not have permission to use the specified resource.', reason: 'auth', rotates: false },
  { id: 'AN-03', status: 404, type: 'not_found_error', message: 'model: claude-nope', reason: 'model_not_found', rotates: false },
  { id: 'AN-04', status: 413, type: 'request_too_large', message: 'Request exceeds the maximum size', reason: 'context_overflow', rotates: false },
  { id: 'AN-05', status: 429, type: 'rate_limit_error', message: "This request would exceed your organization's rate limit of 50,000 input tokens per minute.", reason: 'rate_limit', rotates: true },
  { id: 'AN-06', status: 529, type: 'overloaded_error', message: 'Overloaded', reason: 'overloaded', rotates: false },
  { id: 'AN-07', type: 'overloaded_error', message: 'Overloaded', reason: 'overloaded', rotates: false },
  { id: 'AN-08', status: 500, type: 'api_error', message: 'Internal server error', reason: 'server_error', rotates: false },
  { id: 'AN-09', type: 'api_error', message: 'Internal server error', reason: 'server_error', rotates: false, needsName: true },
  { id: 'AN-10', status: 400, type: 'invalid_request_error', message: 'prompt is too long: 213462 tokens > 200000 maximum', reason: 'context_overflow', rotates: false, overflow: { tokens: 213_462, limit: 200_000 } },
  { id: 'AN-11', status: 400, type: 'invalid_request_error', message: 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.', reason: 'billing', rotates: false },
  { id: 'AN-12', status: 400, type: 'invalid_request_error', message: 'messages.1.content.1.tool_use.id: String should match pattern', reason: 'format', rotates: false },
  { id: 'AN-13', status: 400, type: 'invalid_request_error', message: 'input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000, decrease input length or `max_tokens` and try again', reason: 'context_overflow', rotates: false, overflow: { tokens: 207_192, limit: 200_000 } },
  { id: 'AN-14', status: 429, type: 'rate_limit_error', message: 'Extra usage is required for long context requests.', reason: 'billing', rotates: true },
  { id: 'AN-15', status: 400, type: 'invalid_request_error', message: 'messages.3.content.0: Invalid `signature` in `thinking` block', reason: 'format', rotates: false },
  { id: 'AN-16', status: 400, type: 'invalid_request_error', message: 'messages: roles must alternate between "user" and "assistant"', reason: 'format', rotates: false },
  { id: 'AN-17', status: 504, type: 'timeout_error', message: 'Request timed out', reason: 'timeout', rotates: false },
  { id: 'AN-18', status: 400, type: 'invalid_request_error', message: 'You have reached your specified API usage limits. You will regain access on 2026-06-01 at 00:00 UTC.', reason: 'rate_limit', rotates: true, longWindow: true, retryAfterMs: 43_200_000 },
  { id: 'AN-19', status: 403, type: 'permission_error', message: 'OAuth authentication is currently not allowed for this organization.', reason: 'auth_permanent', rotates: false },
  { id: 'AN-20', status: 400, type: 'invalid_request_error', message: 'messages.0.content.1.image.source.base64.data: At least one of the image dimensions exceed max allowed size for many-image requests: 2000 pixels', reason: 'format', rotates: false },
  { id: 'AN-21', status: 400, type: 'invalid_request_error', message: 'image exceeds 5 MB maximum: 6000000 bytes > 5242880 bytes', reason: 'format', rotates: false },
  { id: 'AN-22', status: 402, type: 'billing_error', message: 'There is an issue with your billing.', reason: 'billing', rotates: false },
  { id: 'AN-23', status: 400, type: 'invalid_request_error', message: 'max_tokens: 99999999 > 64000, which is the maximum allowed number of output tokens', reason: 'format', rotates: false },
  { id: 'AN-24', status: 400, type: 'invalid_request_error', message: 'This model does not support assistant message prefill. The conversation must end with a user message.', reason: 'format', rotates: false },
  { id: 'AN-25', message: 'Anthropic stream ended before message_stop', reason: 'timeout', rotates: false },
]);

/** Nobody's in particular: bare statuses, sockets, and texts of SDKs and proxies. */
const generic = of('elsewhere')([
  ...[400, 422].map((status) => ({ id: `GN-01 ${status}`, status, message: '', reason: 'unclassified' as const, rotates: false })),
  { id: 'GN-01 text 422', status: 422, message: '422 status code (no body)', reason: 'unclassified', rotates: false },
  { id: 'GN-01 text', status: 400, message: '400 status code (no body)', reason: 'unclassified', rotates: false },
  { id: 'GN-02', status: 400, message: 'something odd', reason: 'format', rotates: false },
  { id: 'GN-03 401', status: 401, message: '', reason: 'auth', rotates: false },
  { id: 'GN-03 403', status: 403, message: '', reason: 'auth', rotates: false },
  { id: 'GN-04', status: 402, message: '', reason: 'billing', rotates: false },
  { id: 'GN-05', status: 402, message: 'weekly usage limit exhausted', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'GN-06', status: 402, message: 'daily limit reached, resets tomorrow', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'GN-07', status: 402, message: 'organization spending limit exceeded', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'GN-08', status: 402, message: 'workspace is off', code: 'deactivated_workspace', reason: 'auth_permanent', rotates: false, needsName: true },
  { id: 'GN-09', status: 404, message: '', reason: 'model_not_found', rotates: false },
  { id: 'GN-10', status: 408, message: '', reason: 'timeout', rotates: false },
  { id: 'GN-11 409', status: 409, message: '', reason: 'unclassified', rotates: false },
  { id: 'GN-11 425', status: 425, message: '', reason: 'unclassified', rotates: false },
  { id: 'GN-12', status: 410, message: '', reason: 'timeout', rotates: false },
  { id: 'GN-12 session', status: 410, message: 'session expired', reason: 'session_expired', rotates: false },
  { id: 'GN-13', status: 413, message: '', reason: 'context_overflow', rotates: false },
  { id: 'GN-13 text', message: '413 status code (no body)', reason: 'context_overflow', rotates: false },
  { id: 'GN-14', status: 429, message: '', reason: 'rate_limit', rotates: true },
  { id: 'GN-15', status: 499, message: '', reason: 'timeout', rotates: false },
  ...[500, 502, 503, 520].map((status) => ({ id: `GN-16 ${status}`, status, message: '', reason: 'server_error' as const, rotates: false })),
  { id: 'GN-17', status: 504, message: '', reason: 'timeout', rotates: false },
  { id: 'GN-18 522', status: 522, message: '', reason: 'timeout', rotates: false },
  { id: 'GN-18 524', status: 524, message: '', reason: 'timeout', rotates: false },
  { id: 'GN-19', status: 529, message: '', reason: 'overloaded', rotates: false },
  { id: 'GN-20 code', message: 'read ECONNRESET', code: 'ECONNRESET', reason: 'timeout', rotates: false },
  { id: 'GN-20 name', message: 'getaddrinfo ENOTFOUND', code: 'ENOTFOUND', reason: 'timeout', rotates: false },
  { id: 'GN-20 headers', message: 'Headers Timeout Error', code: 'UND_ERR_HEADERS_TIMEOUT', reason: 'timeout', rotates: false },
  { id: 'GN-20 hang up', message: 'socket hang up', reason: 'timeout', rotates: false },
  { id: 'GN-20 terminated', message: 'terminated', reason: 'timeout', rotates: false },
  { id: 'GN-21', message: 'Premature close', code: 'ERR_STREAM_PREMATURE_CLOSE', reason: 'timeout', rotates: false },
  { id: 'GN-22', message: 'An unknown error occurred', reason: 'timeout', rotates: false },
  { id: 'GN-23', message: 'Unknown error (no error details in response)', reason: 'no_error_details', rotates: false },
  { id: 'GN-24', message: 'Stream ended without finish_reason', reason: 'timeout', rotates: false },
  ...['abort', 'network_error', 'malformed_response'].map((end) => ({ id: `GN-25 ${end}`, message: `Provider finish_reason: ${end}`, reason: 'timeout' as const, rotates: false })),
  { id: 'GN-26', message: 'Unhandled stop reason: error', reason: 'server_error', rotates: false },
  { id: 'GN-27', message: 'session not found', reason: 'session_expired', rotates: false },
  { id: 'GN-28', message: 'unable to verify the first certificate', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', reason: 'tls_certificate', rotates: false },
  { id: 'ERR-11', message: 'certificate has expired', code: 'CERT_HAS_EXPIRED', reason: 'tls_certificate', rotates: false, scope: 'provider' },
  { id: 'GN-29', status: 401, message: 'the key is gone', code: 'api_key_revoked', reason: 'auth_permanent', rotates: false, needsName: true },
  { id: 'GN-30', status: 403, message: 'This key has been revoked', reason: 'auth_permanent', rotates: false },
  { id: 'GN-31', message: 'All credentials for model x are cooling down', code: 'model_cooldown', reason: 'rate_limit', rotates: true, needsName: true },
  { id: 'GN-32', message: 'OAuth token refresh failed for anthropic: invalid_grant', reason: 'auth_permanent', rotates: false },
  { id: 'GN-33', message: 'No API key found for provider "foo".', reason: 'auth', rotates: false },
  { id: 'GN-34', message: 'LLM request failed with an unknown error.', reason: 'unclassified', rotates: false },
  { id: 'GN-35', message: 'x', type: 'upstream_error', reason: 'server_error', rotates: false, needsName: true },
  { id: 'GN-36', status: 400, message: 'The model has been deactivated', reason: 'model_not_found', rotates: false },
  { id: 'GN-37', message: 'monthly limit exhausted', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'GN-38', message: 'Too many concurrent requests', reason: 'rate_limit', rotates: true },
  { id: 'GN-39', status: 400, message: 'Reasoning is mandatory for this endpoint and cannot be disabled.', reason: 'format', rotates: false },
  { id: 'GN-40', message: '', reason: 'empty_response', rotates: false },
]);

const google = of('google', 'google-generative-ai')([
  { id: 'GM-01', status: 400, type: 'INVALID_ARGUMENT', message: 'API key not valid. Please pass a valid API key.', reason: 'auth', rotates: false },
  { id: 'GM-02', status: 403, type: 'PERMISSION_DENIED', message: "Method doesn't allow unregistered callers (callers without established identity).", reason: 'auth', rotates: false },
  { id: 'GM-03', status: 404, type: 'NOT_FOUND', message: 'models/gemini-9 is not found for API version v1beta, or is not supported for generateContent.', reason: 'model_not_found', rotates: false },
  { id: 'GM-04', status: 429, type: 'RESOURCE_EXHAUSTED', message: 'Resource has been exhausted (e.g. check quota).', reason: 'rate_limit', rotates: true },
  { id: 'GM-05', status: 429, type: 'RESOURCE_EXHAUSTED', message: 'You exceeded your current quota, please check your plan and billing details. limit: 20. Please retry in 34.07s.', reason: 'rate_limit', rotates: true, retryAfterMs: 34_070, longWindow: true },
  { id: 'GM-06', status: 400, type: 'INVALID_ARGUMENT', message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).', reason: 'context_overflow', rotates: false, overflow: { tokens: 1_200_000, limit: 1_048_576 } },
  { id: 'GM-07', status: 500, type: 'INTERNAL', message: 'An internal error has occurred. Please retry.', reason: 'server_error', rotates: false },
  { id: 'GM-08', status: 503, type: 'UNAVAILABLE', message: 'The model is overloaded. Please try again later.', reason: 'overloaded', rotates: false },
  { id: 'GM-09', status: 503, type: 'UNAVAILABLE', message: 'This model is currently experiencing high demand. Spikes in demand are usually temporary.', reason: 'overloaded', rotates: false },
  { id: 'GM-10', status: 504, type: 'DEADLINE_EXCEEDED', message: 'The request timed out. Please try again.', reason: 'timeout', rotates: false },
  { id: 'GM-11', status: 400, type: 'FAILED_PRECONDITION', message: 'User location is not supported for the API use.', reason: 'auth', rotates: false, scope: 'provider' },
  { id: 'GM-12', status: 403, type: 'PERMISSION_DENIED', message: 'Your API key was reported as leaked. Please use another API key.', reason: 'auth_permanent', rotates: false },
  { id: 'GM-13', status: 403, type: 'PERMISSION_DENIED', message: "Permission denied: Consumer 'api_key:AIza' has been suspended.", reason: 'auth_permanent', rotates: false },
  { id: 'GM-14', status: 400, type: 'INVALID_ARGUMENT', message: 'Please ensure that function call turn comes immediately after a user turn or after a function response turn.', reason: 'format', rotates: false },
  { id: 'GM-15', status: 400, type: 'INVALID_ARGUMENT', message: 'Budget 0 is invalid. This model only works in thinking mode.', reason: 'format', rotates: false },
  { id: 'GM-16', status: 400, type: 'INVALID_ARGUMENT', message: 'API key expired. Please renew the API key.', reason: 'auth', rotates: false },
  { id: 'ERR-14 row 9 expired cachedContent', status: 403, type: 'PERMISSION_DENIED', message: 'CachedContent not found (or permission denied)', reason: 'format', rotates: false },
  { id: 'RA-2 reset after', status: 429, type: 'RESOURCE_EXHAUSTED', message: 'You have exhausted your capacity on this model. Your quota will reset after 2h1m10s.', reason: 'rate_limit', rotates: true, retryAfterMs: 7_270_000, longWindow: true },
  { id: 'ERR-13 a broken function call', message: 'Malformed function call: print(look_up(word=sloop))', code: 'MALFORMED_FUNCTION_CALL', reason: 'server_error', rotates: false, needsName: true },
  { id: 'ERR-13 an unexpected call', message: 'Provider finish_reason: UNEXPECTED_TOOL_CALL', code: 'UNEXPECTED_TOOL_CALL', reason: 'server_error', rotates: false, needsName: true },
  { id: 'ERR-14 row 14 finish reason OTHER', message: 'Provider finish_reason: OTHER', code: 'OTHER', reason: 'server_error', rotates: false },
]);

/** As the API names its exceptions: before the message, and also where only a header does (the rows with a type). */
const bedrock = of('amazon-bedrock', 'bedrock-converse-stream')([
  { id: 'BR-01', status: 429, message: 'ThrottlingException: Too many requests, please wait before trying again.', reason: 'rate_limit', rotates: true },
  { id: 'BR-02', message: 'ThrottlingException: Too many tokens, please wait before trying again.', reason: 'rate_limit', rotates: true },
  { id: 'BR-02 429', status: 429, message: 'ThrottlingException: Too many tokens, please wait before trying again.', reason: 'rate_limit', rotates: true },
  ...[400, 403, 503].map((status) => ({ id: `BR-02 ${status} (AM-23)`, status, message: 'ThrottlingException: Too many tokens, please wait before trying again.', reason: 'rate_limit' as const, rotates: true })),
  { id: 'BR-02 by its type', status: 400, type: 'ThrottlingException', message: 'Too many tokens, please wait before trying again.', reason: 'rate_limit', rotates: true, needsName: true },
  { id: 'BR-03', status: 429, message: 'ThrottlingException: Too many concurrent requests', reason: 'rate_limit', rotates: true },
  { id: 'BR-04', status: 429, message: 'ModelNotReadyException: The model is not ready for inference. Please try again later.', reason: 'overloaded', rotates: true },
  { id: 'BR-04 by its type', status: 429, type: 'ModelNotReadyException', message: 'The model is not ready for inference. Please try again later.', reason: 'overloaded', rotates: true, needsName: true },
  { id: 'BR-04 elsewhere', provider: 'elsewhere', status: 429, message: 'ModelNotReadyException: The model is not ready for inference.', reason: 'rate_limit', rotates: true },
  { id: 'BR-05', message: 'ModelNotReadyException: The model is not ready for inference. Please try again later.', reason: 'overloaded', rotates: false },
  { id: 'BR-06', status: 400, message: 'ServiceQuotaExceededException: Your request exceeds the service quota', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'BR-07', status: 400, message: 'ValidationException: Input is too long for requested model.', reason: 'context_overflow', rotates: false },
  { id: 'BR-07 in a stream', message: 'ValidationException: Input is too long for requested model.', reason: 'context_overflow', rotates: false },
  { id: 'BR-08', status: 400, message: 'ValidationException: The maximum tokens you requested exceeds the model limit of 4096.', reason: 'format', rotates: false },
  { id: 'BR-08 in a stream', message: 'ValidationException: The maximum tokens you requested exceeds the model limit of 4096.', reason: 'format', rotates: false },
  { id: 'BR-09', status: 403, message: "AccessDeniedException: You don't have access to the model with the specified model ID.", reason: 'auth', rotates: false, scope: 'model' },
  { id: 'BR-10', status: 403, message: 'ExpiredTokenException: The security token included in the request is expired', reason: 'auth', rotates: false },
  { id: 'BR-11', status: 403, message: 'UnrecognizedClientException: The security token included in the request is invalid.', reason: 'auth', rotates: false },
  { id: 'BR-12', status: 404, message: 'ResourceNotFoundException: Could not resolve the foundation model from the provided model identifier.', reason: 'model_not_found', rotates: false },
  { id: 'BR-13', status: 408, message: 'ModelTimeoutException: The request took too long to process.', reason: 'timeout', rotates: false },
  { id: 'BR-13 in a stream', message: 'ModelTimeoutException: The request took too long to process.', reason: 'timeout', rotates: false },
  { id: 'BR-14', status: 424, message: 'ModelStreamErrorException: An error occurred while streaming the response.', reason: 'server_error', rotates: false },
  { id: 'BR-14 in a stream', message: 'ModelStreamErrorException: An error occurred while streaming the response.', reason: 'server_error', rotates: false },
  { id: 'BR-15', status: 500, message: 'InternalServerException: The service failed.', reason: 'server_error', rotates: false },
  { id: 'BR-16', status: 503, message: 'ServiceUnavailableException: Bedrock is unable to process your request.', reason: 'server_error', rotates: false },
  { id: 'BR-17', status: 400, message: "ValidationException: Invocation of model ID x with on-demand throughput isn't supported. Retry your request with the ID or ARN of an inference profile.", reason: 'model_not_found', rotates: false },
]);

const groq = of('groq')([
  { id: 'GQ-01', status: 429, message: 'Rate limit reached for model x on tokens per minute (TPM): Limit 6000, Used 5500, Requested 1200. Please try again in 7s.', code: 'rate_limit_exceeded', reason: 'rate_limit', rotates: true, retryAfterMs: 7_000 },
  { id: 'GQ-02', status: 429, message: 'Rate limit reached for model x on tokens per day (TPD): Limit 100000, Used 99000, Requested 2000. Please try again in 14m24s.', code: 'rate_limit_exceeded', reason: 'rate_limit', rotates: true, retryAfterMs: 864_000, longWindow: true },
  { id: 'GQ-03', status: 413, message: 'Request too large for model x on tokens per minute (TPM): Limit 6000, Requested 8098, please reduce your message size and try again.', code: 'rate_limit_exceeded', reason: 'rate_limit', rotates: false, ceiling: true, overflow: { tokens: 8098, limit: 6000 } },
  { id: 'ERR-21 without numbers', status: 413, message: 'Request too large on tokens per minute (TPM), please reduce your message size.', reason: 'rate_limit', rotates: false, ceiling: true, overflow: {} },
  { id: 'ERR-22', status: 429, message: 'Rate limit reached on tokens per minute (TPM): Limit 6000, Used 6000, Requested 6000.', reason: 'rate_limit', rotates: true },
  { id: 'GQ-04', status: 401, message: 'Invalid API Key', code: 'invalid_api_key', type: 'invalid_request_error', reason: 'auth', rotates: false },
  { id: 'GQ-05', status: 404, message: 'The model `foo` does not exist or you do not have access to it.', code: 'model_not_found', reason: 'model_not_found', rotates: false },
  { id: 'GQ-06', status: 400, message: 'The model x has been decommissioned and is no longer supported.', code: 'model_decommissioned', reason: 'model_not_found', rotates: false },
  { id: 'GQ-07', status: 400, message: 'Please reduce the length of the messages or completion.', code: 'context_length_exceeded', reason: 'context_overflow', rotates: false },
  { id: 'GQ-08', status: 498, message: 'Flex tier capacity exceeded', code: 'capacity_exceeded', reason: 'overloaded', rotates: false },
  { id: 'GQ-08 with 429', status: 429, message: 'Flex tier capacity exceeded', code: 'flex_capacity_exceeded', reason: 'rate_limit', rotates: true },
  { id: 'GQ-09', status: 503, message: 'Service Unavailable', reason: 'overloaded', rotates: false },
  { id: 'GQ-10', status: 400, message: "Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.", code: 'tool_use_failed', reason: 'format', rotates: false },
]);

const openrouter = of('openrouter')([
  { id: 'OR-01', status: 402, message: 'Insufficient credits. Add more using the page of your account', reason: 'billing', rotates: false },
  { id: 'OR-02', status: 402, message: 'This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens, but can only afford 1234.', reason: 'billing', rotates: false },
  { id: 'OR-03', status: 403, message: 'Key limit exceeded (total limit). Manage it on the page of your keys', reason: 'billing', rotates: false },
  { id: 'OR-03 budget', status: 403, message: 'API key budget for this month was reached', reason: 'billing', rotates: false },
  { id: 'OR-03 elsewhere', provider: 'elsewhere', status: 403, message: 'Key limit exceeded (total limit).', reason: 'auth', rotates: false },
  { id: 'OR-03 kilocode', provider: 'kilocode', status: 403, message: 'Key limit exceeded (total limit).', reason: 'billing', rotates: false },
  { id: 'OR-04', status: 429, message: 'Rate limit exceeded: free-models-per-day. Add credits to unlock more requests per day', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'OR-05', status: 429, message: 'Provider returned error', reason: 'rate_limit', rotates: true },
  { id: 'OR-06', status: 404, message: 'No endpoints found for foo/bar.', reason: 'model_not_found', rotates: false },
  { id: 'OR-07', status: 404, message: 'No endpoints found that support image input', reason: 'format', rotates: false },
  { id: 'OR-08', status: 404, message: 'No endpoints found matching your data policy.', reason: 'model_not_found', rotates: false },
  { id: 'OR-09', status: 502, message: 'Provider returned error', reason: 'server_error', rotates: false },
  { id: 'OR-10', message: 'Provider returned error', reason: 'timeout', rotates: false },
  { id: 'OR-10 elsewhere', provider: 'elsewhere', message: 'Provider returned error', reason: 'unclassified', rotates: false },
  { id: 'OR-11', status: 503, message: 'There is no available model provider that meets your routing requirements', reason: 'server_error', rotates: false },
  { id: 'OR-12', status: 408, message: 'Your request timed out', reason: 'timeout', rotates: false },
  { id: 'OR-13', status: 401, message: 'No auth credentials found', reason: 'auth', rotates: false },
  { id: 'OR-13 user', status: 401, message: 'User not found.', reason: 'auth', rotates: false },
  { id: 'OR-14', status: 400, message: 'foo/bar is not a valid model ID', reason: 'model_not_found', rotates: false },
  { id: 'OR-15', status: 403, message: 'openai/x requires moderation on OpenAI. Your input was flagged for "violence".', reason: 'format', rotates: false, refusal: true },
  { id: 'OR-16', status: 400, message: "This endpoint's maximum context length is 131072 tokens. However, you requested about 150000 tokens (140000 of text input, 10000 in the output).", reason: 'context_overflow', rotates: false, overflow: { tokens: 150_000, limit: 131_072 } },
  { id: 'OR-17', message: 'Provider finish_reason: error', reason: 'server_error', rotates: false },
]);

const mistral = of('mistral')([
  { id: 'MI-01', status: 401, message: 'Unauthorized', reason: 'auth', rotates: false },
  { id: 'MI-02', status: 429, message: 'Requests rate limit exceeded', type: 'rate_limited', code: '1300', reason: 'rate_limit', rotates: true },
  { id: 'MI-03', status: 429, message: 'Service tier capacity exceeded for this model.', code: '3505', reason: 'rate_limit', rotates: true },
  { id: 'MI-03 code', status: 503, message: 'no room', code: 'service_tier_capacity_exceeded', reason: 'overloaded', rotates: false, needsName: true },
  { id: 'MI-04', status: 400, message: 'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length', code: '3051', reason: 'context_overflow', rotates: false, overflow: { tokens: 40_000, limit: 32_768 } },
  { id: 'MI-05', status: 400, message: 'Invalid model: foo', code: '1500', reason: 'model_not_found', rotates: false },
  { id: 'MI-06', status: 422, message: 'Field required', type: 'missing', reason: 'format', rotates: false },
  { id: 'MI-07', status: 503, message: 'Service unavailable.', reason: 'overloaded', rotates: false },
  { id: 'MI-08', status: 400, message: 'Tool call id was call_abc but must be a-z, A-Z, 0-9, with a length of 9.', code: '3280', reason: 'format', rotates: false },
  { id: 'MI-09', status: 500, message: 'Internal server error', reason: 'server_error', rotates: false },
]);

const deepseek = of('deepseek')([
  { id: 'DS-01', status: 401, message: 'Authentication Fails, Your api key: ****1234 is invalid', type: 'authentication_error', code: 'invalid_request_error', reason: 'auth', rotates: false },
  { id: 'DS-02', status: 402, message: 'Insufficient Balance', code: 'invalid_request_error', reason: 'billing', rotates: false },
  { id: 'DS-03', status: 422, message: 'Invalid max_tokens value, the valid range of max_tokens is [1, 65536]', reason: 'format', rotates: false },
  { id: 'DS-04', status: 429, message: 'Rate limit reached', reason: 'rate_limit', rotates: true },
  { id: 'DS-05', status: 503, message: 'Service is too busy. We advise users to temporarily switch to alternative LLM API service providers.', type: 'service_unavailable_error', reason: 'overloaded', rotates: false },
  { id: 'DS-06', status: 400, message: "This model's maximum context length is 131072 tokens. However, you requested 131134 tokens (122942 in the messages, 8192 in the completion).", reason: 'context_overflow', rotates: false, overflow: { tokens: 131_134, limit: 131_072 } },
  { id: 'DS-07', status: 400, message: 'The `reasoning_content` in the thinking mode must be passed back to the API.', reason: 'format', rotates: false },
  { id: 'DS-08', status: 400, message: 'Model Not Exist', reason: 'model_not_found', rotates: false },
  { id: 'DS-09', status: 500, message: 'Server Error', reason: 'server_error', rotates: false },
]);

const cloudflare = of('cloudflare-ai-gateway')([
  { id: 'CF-01', status: 429, message: 'AiError: Capacity temporarily exceeded, please try again.', code: '3040', reason: 'rate_limit', rotates: true },
  { id: 'CF-01 without a status', message: 'AiError: Capacity temporarily exceeded, please try again.', code: '3040', reason: 'overloaded', rotates: false },
  { id: 'CF-02', status: 429, message: 'AiError: you have used up your daily free allocation of 10,000 neurons', code: '4006', reason: 'rate_limit', rotates: true, longWindow: true, retryAfterMs: 43_200_000 },
  { id: 'CF-02 as the code alone', status: 429, message: 'no more', code: '4006', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'CF-03', message: 'workers_ai: account quota limit exceeded', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'CF-04', status: 403, message: 'workers_ai daily quota limit exceeded', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'CF-05', status: 401, message: 'Authentication error', code: '10000', reason: 'auth', rotates: false },
  { id: 'CF-06', status: 400, message: 'No such model @cf/x/y or task', code: '5007', reason: 'model_not_found', rotates: false },
  { id: 'CF-07', status: 413, message: 'AiError: the prompt exceeded this model context window limit (8192).', code: '5021', reason: 'context_overflow', rotates: false, overflow: { limit: 8192 } },
  { id: 'CF-08', status: 524, message: '<!DOCTYPE html><html><title>A timeout occurred</title></html>', reason: 'timeout', rotates: false },
  { id: 'CF-09', status: 520, message: '<html><title>Web server is returning an unknown error</title></html>', reason: 'server_error', rotates: false },
  { id: 'CF-10', status: 403, message: '<!DOCTYPE html><html><title>Just a moment...</title></html>', reason: 'overloaded', rotates: false, scope: 'provider' },
  { id: 'CF-11', status: 429, message: 'Rate limited', code: '2003', reason: 'rate_limit', rotates: true },
]);

const ollama = of('ollama', 'ollama')([
  { id: 'OL-01', status: 404, message: "model 'foo' not found", reason: 'model_not_found', rotates: false },
  { id: 'OL-02', status: 400, message: 'registry.ollama.ai/library/x:latest does not support tools', reason: 'format', rotates: false },
  { id: 'OL-03', status: 500, message: 'llama runner process has terminated: exit status 2', reason: 'server_error', rotates: false },
  { id: 'OL-04 RETRY-3 is not asked again', status: 500, message: 'model requires more system memory (8.4 GiB) than is available (5.6 GiB)', reason: 'server_error', rotates: false, longWindow: true },
  { id: 'OL-05', message: 'fetch failed: connect ECONNREFUSED 127.0.0.1:11434', reason: 'timeout', rotates: false },
  { id: 'OL-06', message: 'ollama error: context length exceeded, too many tokens', reason: 'context_overflow', rotates: false },
  { id: 'OL-07', status: 503, message: 'server busy, please try again. maximum pending requests exceeded', reason: 'overloaded', rotates: false },
  { id: 'OL-08', provider: 'ollama-cloud', status: 401, message: 'unauthorized', reason: 'auth', rotates: false },
  { id: 'OL-09', provider: 'ollama-cloud', status: 429, message: 'you (x) have reached your hourly usage limit, upgrade for higher limits', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'OL-10', status: 500, message: 'timed out waiting for llama runner to start: context canceled', reason: 'server_error', rotates: false },
  { id: 'OL-11', message: 'Ollama API stream ended without a final response', reason: 'server_error', rotates: false },
  { id: 'OL-11 elsewhere', provider: 'elsewhere', message: 'Ollama API stream ended without a final response', reason: 'unclassified', rotates: false },
  { id: 'ERR-14 row 14 memory', message: 'an error was encountered while running the model: CUDA error: out of memory', reason: 'server_error', rotates: false },
  { id: 'ERR-23 prompt too long', status: 400, message: 'prompt too long; exceeded max context length by 12 tokens', reason: 'context_overflow', rotates: false },
]);

const localServers = of('vllm')([
  { id: 'VL-01', status: 400, message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4000 in the messages, 1000 in the completion).", type: 'BadRequestError', code: '400', reason: 'context_overflow', rotates: false, overflow: { tokens: 5000, limit: 4096 } },
  { id: 'VL-02', status: 404, message: 'The model `foo` does not exist.', type: 'NotFoundError', code: '404', reason: 'model_not_found', rotates: false },
  { id: 'VL-03', status: 401, message: 'Unauthorized', reason: 'auth', rotates: false },
  { id: 'VL-04', status: 500, message: 'Internal server error', type: 'InternalServerError', reason: 'server_error', rotates: false },
  { id: 'VL-05', status: 400, message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', reason: 'format', rotates: false },
  { id: 'VL-06', status: 500, message: 'EngineCore encountered an issue. See stack trace (above) for the root cause.', reason: 'server_error', rotates: false },
  { id: 'VL-07', status: 400, message: 'At most 0 image(s) may be provided in one request.', reason: 'format', rotates: false },
  { id: 'VL-08', status: 400, message: 'The decoder prompt (length 5000) is longer than the maximum model length of 4096.', reason: 'context_overflow', rotates: false, overflow: { tokens: 5000, limit: 4096 } },
  { id: 'VL-09', provider: 'llama.cpp', status: 400, message: 'the request exceeds the available context size, try increasing it', type: 'exceed_context_size_error', reason: 'context_overflow', rotates: false },
  { id: 'VL-10', provider: 'lmstudio', message: 'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 9000>= n_ctx: 4096).', reason: 'context_overflow', rotates: false, overflow: { tokens: 9000, limit: 4096 } },
  { id: 'VL-11', provider: 'llama.cpp', status: 503, message: 'Loading model', type: 'unavailable_error', reason: 'overloaded', rotates: false },
  { id: 'ERR-23 context length of the model', provider: 'sglang', status: 400, message: "The input (9001 tokens) is longer than the model's context length (8192 tokens).", reason: 'context_overflow', rotates: false, overflow: { tokens: 9001, limit: 8192 } },
]);

const others = of('elsewhere')([
  { id: 'OT-01', provider: 'together', status: 429, message: 'concurrency limit reached for this model', reason: 'rate_limit', rotates: true },
  { id: 'OT-02', provider: 'together', status: 422, message: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 8000 `inputs` tokens and 2000 `max_new_tokens`', reason: 'format', rotates: false },
  { id: 'OT-03', provider: 'zai', status: 401, message: 'Account in arrears, please recharge and try again', code: '1113', reason: 'auth', rotates: false },
  { id: 'OT-03 at 429', provider: 'zai', status: 429, message: '账户已停用', code: '1113', reason: 'billing', rotates: true, needsName: true },
  { id: 'OT-04', provider: 'zai', status: 429, message: 'High concurrency usage of this API exceeds limits', code: '1302', reason: 'rate_limit', rotates: true },
  { id: 'OT-05', provider: 'zai', status: 400, message: 'The current subscription plan does not include access to GLM-5', code: '1311', reason: 'billing', rotates: false },
  { id: 'OT-05 as the code alone', provider: 'z.ai', status: 400, message: '当前套餐不支持', code: '1311', reason: 'billing', rotates: false, needsName: true },
  { id: 'OT-06', provider: 'zai', status: 429, message: '访问量过大，请稍后再试', code: '1305', reason: 'rate_limit', rotates: true },
  { id: 'OT-06 in a stream', provider: 'zai', message: '访问量过大，请稍后再试', code: '1305', reason: 'overloaded', rotates: false },
  { id: 'ERR-10 zai window', provider: 'zai', status: 429, message: 'Usage limit reached for 5 hour.', code: '1308', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'ERR-10 zai overflow', provider: 'zai', status: 400, message: 'Prompt exceeds max length', code: '1261', reason: 'context_overflow', rotates: false },
  { id: 'OT-07', provider: 'xai', status: 429, message: 'Your team has insufficient account balance', reason: 'billing', rotates: true },
  ...['moonshot', 'moonshot-cn', 'kimi'].map((provider) => ({ id: `OT-08 ${provider}`, provider, status: 429, message: 'Your account org-x is suspended due to insufficient balance, please recharge your account', type: 'exceeded_current_quota_error', reason: 'billing' as const, rotates: true })),
  { id: 'OT-08 ambiguous', provider: 'moonshot', status: 429, message: 'insufficient account balance', reason: 'billing', rotates: true },
  { id: 'OT-09', status: 429, message: 'insufficient account balance', reason: 'rate_limit', rotates: true },
  ...['moonshot', 'kimi'].map((provider) => ({ id: `ERR-10 ${provider} busy`, provider, status: 429, message: 'The engine is currently overloaded, please try again later', type: 'rate_limit_error', reason: 'overloaded' as const, rotates: true })),
  { id: 'ERR-10 cerebras without a body', provider: 'cerebras', status: 400, message: '', reason: 'context_overflow', rotates: false },
  { id: 'ERR-10 cerebras queue', provider: 'cerebras', status: 429, message: "We're experiencing high traffic right now! Please try again soon.", code: 'queue_exceeded', reason: 'overloaded', rotates: true, needsName: true },
  { id: 'ERR-24 cerebras tokens', provider: 'cerebras', status: 429, message: 'Tokens per minute limit exceeded - too many tokens processed.', code: 'token_quota_exceeded', reason: 'rate_limit', rotates: true },
  { id: 'ERR-10 qwen quota', provider: 'qwen', status: 429, message: 'You exceeded your current quota, please check your plan and billing details.', code: 'insufficient_quota', reason: 'rate_limit', rotates: true, needsName: true },
  { id: 'ERR-10 qwen busy', provider: 'qwen', status: 503, message: 'Too many requests. Your requests are being throttled due to system capacity limits.', code: 'ServiceUnavailable', reason: 'overloaded', rotates: false },
  ...['volcengine', 'byteplus-plan', 'doubao'].map((provider) => ({ id: `ERR-10 ${provider} busy`, provider, status: 429, message: 'The service is currently unable to handle additional requests due to server overload.', code: 'ServerOverloaded', reason: 'overloaded' as const, rotates: true, needsName: true as const })),
  { id: 'ERR-10 opencode credits', provider: 'opencode', status: 401, message: 'No more', type: 'CreditsError', reason: 'billing', rotates: false, needsName: true },
  { id: 'ERR-10 opencode model', provider: 'opencode-go', status: 401, message: 'Model x is not supported', type: 'ModelError', reason: 'model_not_found', rotates: false, needsName: true },
]);

/** What rows of the tables say beyond the examples above. */
const words = of('elsewhere')([
  { id: 'ERR-14 row 14 loses against 400', status: 400, message: 'out of memory', reason: 'format', rotates: false },
  ...['malformed_response', 'malformed_event', 'malformed_tool_call', 'event_too_large', 'MALFORMED_RESPONSE'].map((code) => ({ id: `ERR-17 ${code}`, message: 'the upstream broke its protocol', code, reason: 'server_error' as const, rotates: false, needsName: true as const })),
  { id: 'ERR-14 words of a broken answer come first', message: 'Too many requests', code: 'malformed_response', reason: 'rate_limit', rotates: true },
  { id: 'ERR-13 not in the plan', status: 403, message: 'Usage is not included in your plan', type: 'usage_not_included', reason: 'billing', rotates: false, needsName: true },
  { id: 'ERR-13 arrears', status: 400, message: 'Access denied, please make sure your account is in good standing.', code: 'Arrearage', reason: 'billing', rotates: false, needsName: true },
  { id: 'ERR-14 row 10 overdue', status: 403, message: 'account overdue', code: 'access_denied', reason: 'billing', rotates: false },
  { id: 'ERR-14 row 10 no credits', status: 403, message: 'Your team does not have any credits yet.', reason: 'billing', rotates: false },
  { id: 'ERR-14 row 10 budget', status: 400, message: 'Budget has been exceeded! Current cost: 3.1, Max budget: 3.0', type: 'budget_exceeded', reason: 'billing', rotates: false },
  { id: 'ERR-14 row 10 plan at 429', status: 429, message: 'Your plan does not yet include access to this model', code: '1311', reason: 'billing', rotates: true },
  { id: 'ERR-14 row 6 cycle', status: 403, message: "You've reached your usage limit for this billing cycle.", type: 'permission_error', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'ERR-13 model not supported', status: 400, message: 'The requested model is not supported.', code: 'model_not_supported', reason: 'model_not_found', rotates: false, needsName: true },
  { id: 'ERR-23 context window', status: 400, message: 'invalid params, context window exceeds limit', type: 'invalid_request_error', reason: 'context_overflow', rotates: false },
  { id: 'ERR-23 range', status: 400, message: 'InvalidParameter: Range of input length should be [1, 8192]', reason: 'context_overflow', rotates: false, overflow: { limit: 8192 } },
  { id: 'ERR-23 message tokens', status: 400, message: 'Total tokens of image and text exceed max message tokens.', reason: 'context_overflow', rotates: false },
  { id: 'ERR-23 prompt token count', status: 400, message: 'prompt token count of 9001 exceeds the limit of 8192', code: 'model_max_prompt_tokens_exceeded', reason: 'context_overflow', rotates: false, overflow: { tokens: 9001, limit: 8192 } },
  ...['No capacity available for model x on the server', 'No instances available (yet)', 'x is currently over capacity.', 'Model busy, retry later'].map((message) => ({ id: `ERR-14 row 13 ${message}`, status: 503, message, reason: 'overloaded' as const, rotates: false })),
  { id: 'ERR-15 429 beats busy', status: 429, message: 'Model busy, retry later', reason: 'rate_limit', rotates: true },
  { id: 'RA-1 try again after', status: 429, message: 'request reached organization max RPM: 3, please try again after 1 seconds', reason: 'rate_limit', rotates: true, retryAfterMs: 1000 },
  { id: 'ERR-11 a name that does not match', message: "Hostname/IP does not match certificate's altnames: Host: x", reason: 'tls_certificate', rotates: false, scope: 'provider' },
  { id: 'ERR-21 no ceiling with 503', status: 503, message: 'Request too large (TPM): Limit 6000, Requested 8098', reason: 'server_error', rotates: false },
  { id: 'ERR-14 row 3', message: 'invalid session transcript entry at 4', reason: 'format', rotates: false },
  { id: 'ERR-15 3xx', status: 307, message: '', reason: 'unclassified', rotates: false },
  { id: 'ERR-15 405', status: 405, message: 'Method Not Allowed', reason: 'format', rotates: false },
  { id: 'ERR-15 409 with words', status: 409, message: 'rate limit exceeded', reason: 'rate_limit', rotates: true },
  { id: 'ERR-15 412 with words', status: 412, message: 'Account x is suspended, possibly due to reaching the monthly spending limit or failure to pay past invoices.', reason: 'billing', rotates: false },
  { id: 'ERR-15 400 ignores a server error', status: 400, message: 'Provider finish_reason: error', reason: 'format', rotates: false },
  { id: 'ERR-13 an unknown parameter beats its status', status: 404, message: 'no such field', code: 'unknown_parameter', reason: 'format', rotates: false, needsName: true },
  { id: 'ERR-11 a certificate with a status is none', status: 502, message: 'bad', code: 'CERT_HAS_EXPIRED', reason: 'server_error', rotates: false },
  { id: 'ERR-11 another CERT_ code', message: 'x', code: 'CERT_SOMETHING', reason: 'tls_certificate', rotates: false, scope: 'provider', needsName: true },
  { id: 'ERR-13 TLS without a certificate', message: 'x', code: 'ERR_SSL_WRONG_VERSION_NUMBER', reason: 'timeout', rotates: false, needsName: true },
  { id: 'ERR-18 any casing', message: 'llm request FAILED with an unknown error.', reason: 'unclassified', rotates: false },
  { id: 'ERR-24 images', status: 400, message: 'image exceeds 5 MB maximum, maximum context length is unaffected', reason: 'format', rotates: false },
  { id: 'ERR-24 billing', status: 400, message: 'Insufficient credits: reduce the length of the messages or top up', reason: 'billing', rotates: false },
  { id: 'ERR-24 a rate limit', status: 400, message: 'rate limit: too many tokens, reduce the length of the messages', reason: 'rate_limit', rotates: true },
  { id: 'ERR-23 no article', message: 'input too long for the model', reason: 'context_overflow', rotates: false },
  { id: 'ERR-23 Chinese', status: 400, message: '请求的上下文过长', reason: 'context_overflow', rotates: false },
  { id: 'ERR-14 row 12 Chinese', message: '请求过于频繁，请稍后', reason: 'rate_limit', rotates: true },
  { id: 'ERR-14 row 10 Chinese', status: 403, message: '余额不足', reason: 'billing', rotates: false },
  { id: 'ERR-14 row 18 Chinese', message: '认证失败', reason: 'auth', rotates: false },
  { id: 'ERR-14 row 23 Chinese', message: '网络错误', reason: 'timeout', rotates: false },
  { id: 'RA-3 a minute is short', status: 429, message: 'Quota exceeded for requests per minute (RPM). Please try again in 20s.', reason: 'rate_limit', rotates: true, retryAfterMs: 20_000 },
  { id: 'RA-3 a day is long', status: 429, message: 'You have reached your limit per day', reason: 'rate_limit', rotates: true, longWindow: true },
  { id: 'RA-2 a minute and more is long', status: 429, message: 'Please try again in 2m', reason: 'rate_limit', rotates: true, retryAfterMs: 120_000, longWindow: true },
  { id: 'RA-2 for a busy model too', status: 529, message: 'Overloaded, try again in 2m', reason: 'overloaded', rotates: false, retryAfterMs: 120_000, longWindow: true },
  ...[
    [1, 'x', 'billing'],
    [2, 'subscription quota limit reached, it will automatically refresh', 'rate_limit'],
    [3, 'credit balance is too low, the daily usage limit is no matter', 'billing'],
    [4, 'too many requests', 'rate_limit'],
    [5, 'temporary usage limit', 'rate_limit'],
    [6, 'monthly limit hit, it will reset', 'rate_limit'],
    [7, 'workspace limit exceeded', 'rate_limit'],
    [8, 'pay first', 'billing'],
  ].map(([row, message, reason]) => ({ id: `3.4 row ${row}`, status: 402, message: message as string, reason: reason as 'billing' | 'rate_limit', rotates: reason === 'rate_limit', ...(reason === 'rate_limit' && { longWindow: true as const }) })),
]);

export const upstreamErrors: readonly UpstreamErrorFixture[] = [
  ...[openai, anthropic, google, bedrock, groq, openrouter, mistral, deepseek, cloudflare, ollama, localServers],
  ...[others, generic, words],
].flat();
