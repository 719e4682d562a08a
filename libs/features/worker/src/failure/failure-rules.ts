import type { FailureReason, FailureScope } from '@clawmesh/contracts';

export interface FailureRule {
  readonly reason: FailureReason;
  /** Where it differs from what the reason usually says something about (ERR-48). */
  readonly scope?: FailureScope;
  /** Waiting a minute does not help, or does; absent: the words tell (RA-3). */
  readonly longWindow?: boolean;
  /** A safety decision, not an error of the request (ERR-40). */
  readonly refusal?: boolean;
}

/** A rule about words. `reason` `none`: the words explain nothing, the status decides. */
export interface PhraseRule extends Omit<FailureRule, 'reason'> {
  /** The row of ERR-14, so that tests and readers find it. */
  readonly row: number;
  readonly reason: FailureReason | 'none';
  readonly words: RegExp;
}

const rateLimit: FailureRule = { reason: 'rate_limit' };
const timeout: FailureRule = { reason: 'timeout' };
const overflow: FailureRule = { reason: 'context_overflow' };
const unknownModel: FailureRule = { reason: 'model_not_found' };
const deadKey: FailureRule = { reason: 'auth_permanent' };
export const certificate: FailureRule = { reason: 'tls_certificate', scope: 'provider' };
const refusal: FailureRule = { reason: 'format', refusal: true };
const unpaid: FailureRule = { reason: 'billing' };
/** The model broke off by its own fault: asked again it may do better. */
const brokenTurn: FailureRule = { reason: 'server_error' };

/** ERR-13 and ERR-11: exact codes, in capitals. They win over words and status. */
export const codeRules: Readonly<Record<string, FailureRule>> = {
  RESOURCE_EXHAUSTED: rateLimit,
  RATE_LIMIT: rateLimit,
  RATE_LIMITED: rateLimit,
  RATE_LIMIT_EXCEEDED: rateLimit,
  TOO_MANY_REQUESTS: rateLimit,
  THROTTLED: rateLimit,
  THROTTLING: rateLimit,
  THROTTLINGEXCEPTION: rateLimit,
  THROTTLING_EXCEPTION: rateLimit,
  MODEL_COOLDOWN: rateLimit,
  SERVICEQUOTAEXCEEDEDEXCEPTION: { reason: 'rate_limit', longWindow: true },
  USAGE_LIMIT_REACHED: { reason: 'rate_limit', longWindow: true },
  OVERLOADED: { reason: 'overloaded' },
  OVERLOADED_ERROR: { reason: 'overloaded' },
  DEACTIVATED_WORKSPACE: deadKey,
  ACCOUNT_DEACTIVATED: deadKey,
  API_KEY_REVOKED: deadKey,
  KEY_LEAKED: deadKey,
  CONSUMER_SUSPENDED: deadKey,
  API_KEY_INVALID: { reason: 'auth' },
  SELECTED_AUTH_PROFILE_UNAVAILABLE: { reason: 'auth' },
  UNSUPPORTED_COUNTRY_REGION_TERRITORY: { reason: 'auth', scope: 'provider' },
  UNKNOWN_PARAMETER: { reason: 'format' },
  CONTENT_POLICY_VIOLATION: refusal,
  CONTENT_FILTER: refusal,
  INSUFFICIENT_QUOTA: unpaid,
  BILLING_HARD_LIMIT_REACHED: unpaid,
  USAGE_NOT_INCLUDED: unpaid,
  ARREARAGE: unpaid,
  ACCOUNTOVERDUEERROR: unpaid,
  BUDGET_EXCEEDED: unpaid,
  CONTEXT_LENGTH_EXCEEDED: overflow,
  EXCEED_CONTEXT_SIZE_ERROR: overflow,
  MODEL_CONTEXT_WINDOW_EXCEEDED: overflow,
  MODEL_MAX_PROMPT_TOKENS_EXCEEDED: overflow,
  MODEL_DECOMMISSIONED: unknownModel,
  MODEL_NOT_FOUND: unknownModel,
  INVALID_MODEL: unknownModel,
  MODEL_NOT_SUPPORTED: unknownModel,
  MALFORMED_FUNCTION_CALL: brokenTurn,
  UNEXPECTED_TOOL_CALL: brokenTurn,
  TOO_MANY_TOOL_CALLS: brokenTurn,
  NO_IMAGE: brokenTurn,
  WORKER_LOST: timeout,
  UNFINISHED_STREAM: timeout,
  IDLE_TIMEOUT: timeout,
  ECONNRESET: timeout,
  ECONNREFUSED: timeout,
  ECONNABORTED: timeout,
  ENOTFOUND: timeout,
  ETIMEDOUT: timeout,
  ESOCKETTIMEDOUT: timeout,
  EPIPE: timeout,
  ENETDOWN: timeout,
  EHOSTDOWN: timeout,
  EHOSTUNREACH: timeout,
  ENETUNREACH: timeout,
  ENETRESET: timeout,
  EADDRNOTAVAIL: timeout,
  EAI_AGAIN: timeout,
  EPROTO: timeout,
  ERR_HTTP2_INVALID_SESSION: timeout,
  ERR_STREAM_PREMATURE_CLOSE: timeout,
  UND_ERR_CONNECT_TIMEOUT: timeout,
  UND_ERR_DNS_RESOLVE_FAILED: timeout,
  UND_ERR_CONNECT: timeout,
  UND_ERR_SOCKET: timeout,
  UND_ERR_HEADERS_TIMEOUT: timeout,
  UND_ERR_BODY_TIMEOUT: timeout,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: timeout,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_GET_ISSUER_CERT: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  ERR_TLS_CERT_ALTNAME_INVALID: certificate,
};

/** ERR-11 where the code was lost. */
export const certificateWords =
  /unable to verify the first certificate|certificate has expired|certificate is not yet valid|self[- ]signed certificate|unable to get (?:local )?issuer certificate|does not match certificate's altnames/i;

/** Families of codes. */
export const codePrefixRules: readonly (readonly [prefix: string, rule: FailureRule])[] = [
  ['CERT_', certificate],
  ['ERR_SSL_', timeout],
];

/** Busy, unless the status says that it is this key's limit. */
export const capacityCodes: ReadonlySet<string> = new Set([
  'CAPACITY_EXCEEDED',
  'FLEX_CAPACITY_EXCEEDED',
  'SERVICE_TIER_CAPACITY_EXCEEDED',
]);

/** Our decoders' words for an answer that breaks its protocol: the upstream's fault, where its own words say nothing. */
export const brokenAnswerCodes: ReadonlySet<string> = new Set([
  'MALFORMED_RESPONSE',
  'MALFORMED_EVENT',
  'MALFORMED_TOOL_CALL',
  'EVENT_TOO_LARGE',
]);

/** ERR-16: what the type of an error, or the name of an exception, says alone; in capitals. */
export const typeRules: Readonly<Record<string, FailureReason>> = {
  INVALID_REQUEST_ERROR: 'format',
  SERVER_ERROR: 'server_error',
  UPSTREAM_ERROR: 'server_error',
  API_ERROR: 'server_error',
  OVERLOADED_ERROR: 'overloaded',
  RATE_LIMIT_ERROR: 'rate_limit',
  AUTHENTICATION_ERROR: 'auth',
  PERMISSION_ERROR: 'auth',
  NOT_FOUND_ERROR: 'model_not_found',
  BILLING_ERROR: 'billing',
  TIMEOUT_ERROR: 'timeout',
  VALIDATIONEXCEPTION: 'format',
  ACCESSDENIEDEXCEPTION: 'auth',
  RESOURCENOTFOUNDEXCEPTION: 'model_not_found',
  MODELTIMEOUTEXCEPTION: 'timeout',
  MODELERROREXCEPTION: 'server_error',
  MODELSTREAMERROREXCEPTION: 'server_error',
  INTERNALSERVEREXCEPTION: 'server_error',
  SERVICEUNAVAILABLEEXCEPTION: 'server_error',
};

/** Statuses that decide alone, after codes and words. 400, 401–404, 409, 410, 413, 422, 425, 429 and 5xx need a look. */
export const statusRules: Readonly<Record<number, FailureReason>> = {
  405: 'format',
  406: 'format',
  408: 'timeout',
  411: 'format',
  415: 'format',
  431: 'format',
  498: 'overloaded',
  499: 'timeout',
  504: 'timeout',
  522: 'timeout',
  524: 'timeout',
  529: 'overloaded',
};

const periods = '(?:hourly|daily|weekly|monthly)';

/** 402: a limit that comes back by itself is no bill (3.4). First match; no match is billing. */
export const paymentRules: readonly { readonly reason: 'billing' | 'rate_limit'; readonly words: RegExp }[] = [
  {
    reason: 'rate_limit',
    words: /subscription quota limit.{0,300}(?:automatic(?:ally)? refresh|rolling time window)/is,
  },
  {
    reason: 'billing',
    words:
      /insufficient (?:credits?|quota|balance)|credit balance|plans? (?:&|and) billing|add (?:more )?credits|top[ -]up|hard limit|upgrade.{0,80}plan.{0,80}limit|limit.{0,80}upgrade.{0,80}plan/i,
  },
  {
    reason: 'rate_limit',
    words:
      /rate[ _-]?limit|too many (?:concurrent )?requests|throttl|resource[ _]exhausted|quota[ _]exceeded|concurrency limit/i,
  },
  { reason: 'rate_limit', words: /(?:try again|retry|temporar|cooldown).{0,300}(?:usage|rate) limit/is },
  { reason: 'rate_limit', words: /(?:usage|rate) limit.{0,300}(?:try again|retry|temporar|cooldown)/is },
  { reason: 'rate_limit', words: /(?:daily|weekly|monthly).{0,200}(?:usage|spend(?:ing)?) limit/is },
  { reason: 'rate_limit', words: new RegExp(`${periods}.{0,200}limit.{0,200}reset`, 'is') },
  {
    reason: 'rate_limit',
    words:
      /(?:organi[sz]ation|workspace).{0,200}(?:spend.{0,100}limit|limit.{0,100}(?:spend|exceeded|reached|exhausted))/is,
  },
];

/** ERR-23. */
export const overflowWords =
  /prompt is too long|request_too_large|request exceeds the maximum size|input length and `?max_tokens`? exceed context limit|input (?:is )?too long for (?:the |requested )?model|exceed(?:s|ed)? (?:the |this model )?context window|exceed_context_size|maximum context length|input token count.{0,80}exceeds the maximum|input exceeds the maximum number of tokens|maximum prompt length is \d|reduce the length of the messages|exceeded model token limit|tokens in request more than max|prompt exceeds max length|context_length_exceeded|model_context_window_exceeded|greater than the context length|exceeds (?:the )?available context size|token limit exceeded|413 status code \(no body\)|ollama error: context length exceeded|longer than the (?:maximum model length|model's context length)|context window exceeds limit|range of input length should be|exceed max message tokens|prompt too long; exceeded|prompt token count.{0,40}exceeds the limit|上下文过长|上下文长度超出|超出最大上下文|请压缩上下文/i;

export const billingWords =
  /(?:status|http|error)[ :(]{0,3}402\b|^402\b|payment required|insufficient credits|used all available credits|spend(?:ing)? limit|insufficient_quota|available balance|out of budget|credit balance|plans? & billing|insufficient (?:\w+ ){0,2}balance|requires more credits|extra usage is required|out of extra usage|billing hard limit|plan does not include access|model not available on the current plan|does not yet include access|does not have any credits|account overdue|overdue balance|budget has been exceeded|InvalidSubscription|余额不足|欠费/i;

/** ERR-14: words, in order; the first row that matches wins. Spans are bounded, so that no text takes long. */
export const phraseRules: readonly PhraseRule[] = [
  {
    row: 1,
    reason: 'none',
    words: /image dimensions exceed max allowed size|many-image requests: \d+ pixels|image exceeds \d+ ?mb/i,
  },
  {
    row: 2,
    reason: 'format',
    words: /does not support image input|no endpoints found that support image input|image input is not supported/i,
  },
  { row: 3, reason: 'format', words: /invalid session transcript entry/i },
  {
    row: 4,
    reason: 'session_expired',
    words:
      /(?:session|conversation) not found|(?:session|conversation) (?:has )?expired|invalid session\b|no such session/i,
  },
  {
    row: 5,
    reason: 'model_not_found',
    words:
      /unknown model|model not found|not_found_error|\bmodel\b.{0,120}does not exist|no endpoints found for|router not found|is not a valid model id|\binvalid model\b|models\/\S{1,120} is not found|model\b.{0,120}deprecated.{0,200}(?:upgrade|transition) to|model has been deactivated|not supported when using (?:codex with )?a chatgpt account|has been decommissioned|model not exist|no such model|on-demand throughput isn.t supported/i,
  },
  {
    row: 6,
    reason: 'rate_limit',
    longWindow: true,
    words: /workers_ai.{0,200}quota limit exceeded|usage limit for this billing cycle/i,
  },
  { row: 7, reason: 'overloaded', words: /ModelNotReadyException/i },
  {
    row: 8,
    reason: 'context_overflow',
    words: overflowWords,
  },
  {
    row: 9,
    reason: 'format',
    words:
      /previous[_ ]response(?:[_ ]id)?.{0,120}(?:invalid|not found)|roles must alternate|invalid `?signature`? in `?thinking`? block|thinking.{0,40}signature.{0,40}invalid|incorrect role information|cachedcontent not found/i,
  },
  {
    row: 10,
    reason: 'billing',
    words: billingWords,
  },
  {
    row: 11,
    reason: 'rate_limit',
    longWindow: true,
    words: new RegExp(
      `${periods}.{0,80}(?:limit|quota).{0,80}(?:reached|exhausted|exceeded)|(?:reached|exhausted|exceeded).{0,80}${periods}.{0,40}(?:limit|quota)|usage limit (?:has been |was )?reached|reached your specified api usage limits`,
      'i',
    ),
  },
  {
    row: 12,
    reason: 'rate_limit',
    words:
      /rate[_ -]limit|too many (?:concurrent )?requests|(?:status|http|error)[ :(]{0,3}429\b|^429\b|throttling|throttled|concurrency limit (?:has been )?(?:reached|breached)|model_cooldown|exceeded your current quota|resource (?:has been )?exhausted|resource_exhausted|quota[ _]exceeded|usage limit|\btpm\b|tokens per (?:minute|min|day)\b|请求过于频繁|调用频率|频率限制|配额不足|配额已用尽|额度不足|额度已用尽/i,
  },
  {
    row: 13,
    reason: 'overloaded',
    words:
      /overloaded|model is at capacity|service (?:temporarily |is temporarily )?unavailable|high demand|high load|too busy|server busy|loading model|model is loading|is loading\b|capacity temporarily exceeded|no capacity available|no instances available|over capacity|model busy|high traffic|slow down|服务过载|当前负载过高|访问量过大/i,
  },
  {
    row: 14,
    reason: 'server_error',
    words:
      /stop reason: error|\breason: error|provider finish_reason: (?:error|other)\b|"(?:server_error|upstream_error)"|error was encountered while running the model|\bout of memory\b/i,
  },
  { row: 15, reason: 'timeout', words: /error occurred while processing your request.{0,300}request id/is },
  { row: 16, reason: 'auth_permanent', words: /oauth (?:token )?refresh failed|invalid_grant/i },
  {
    row: 17,
    reason: 'auth_permanent',
    words:
      /api key (?:has been |was |is )?(?:revoked|deactivated|deleted)|key has been (?:disabled|revoked)|account\b.{0,120}has been deactivated|workspace (?:has been |is )?deactivated|not allowed for this organization|reported as leaked|consumer\b.{0,120}has been suspended/i,
  },
  { row: 18, reason: 'auth', scope: 'provider', words: /user location is not supported/i },
  {
    row: 18,
    reason: 'auth',
    words:
      /(?:invalid|incorrect|expired) (?:x-)?api[ -]key|api key (?:not valid|expired|is invalid)|could not (?:authenticate|validate credentials)|permission_error|invalid token|token (?:has )?expired|authentication (?:fails|error|required)|re-authenticate|unauthorized|forbidden|access denied|insufficient permissions?|missing scopes?|(?:status|http|error)[ :(]{0,3}40[13]\b|no (?:auth )?credentials found|no api key found|failed to (?:parse|validate) token|无权访问|认证失败|鉴权失败|密钥无效/i,
  },
  { row: 19, reason: 'timeout', words: /^an unknown error occurred\.?$/i },
  {
    row: 20,
    reason: 'timeout',
    words: /internal server error|unknown error 520|upstream error|backend error|bad gateway/i,
  },
  { row: 21, reason: 'format', words: /tool_use\.id.{0,80}should match pattern|tool call id.{0,80}must be/i },
  { row: 22, reason: 'no_error_details', words: /^unknown error \(no error details in response\)$/i },
  {
    row: 23,
    reason: 'timeout',
    words:
      /timeout|timed out|deadline exceeded|connection error|network error|fetch failed|socket hang up|stream disconnected|stream ended before|premature close|ended without finish_reason|without sending chunks|finish_reason: (?:abort|network_error|malformed_response)|operation was aborted|stream (?:was )?(?:closed|aborted)|^terminated$|request failed|网络错误|服务繁忙|请求超时/i,
  },
  { row: 24, reason: 'context_overflow', words: /too many tokens|context size exceeded/i },
  {
    row: 25,
    reason: 'format',
    words:
      /string should match pattern|invalid request format|(?:does not support )?assistant message prefill|conversation must end with a user message|invalid_request_error/i,
  },
];

/** ERR-24: words that look like an overflow of the context, and are not. */
export const notOverflow =
  /rate[ _-]?limit|too many requests|throttl|\btpm\b|tokens per (?:min|day)|reasoning is mandatory/i;

/** ERR-21. */
export const perMinuteWords = /\btpm\b|tokens per min/i;

export const moderation = /requires moderation|was flagged for|safety system|content policy|content management policy/i;
export const botChallenge = /just a moment|cf-chl|attention required/i;
/** Billing words that at 429 mean no more than a limit, unless the vendor is known to mean a bill. */
export const ambiguousBalance = /insufficient account balance/i;
/** RA-3. */
export const longWindowWords =
  /daily|weekly|monthly|per[ -]day|usage limit|subscription|insufficient quota|current quota|quota exceeded|available balance|out of budget/i;
export const shortWindowWords = /\brpm\b|\btpm\b|per min(?:ute)?\b/i;
