/** Quirk flags of a route: each named for the behaviour, read by an encoder. Absent means the protocol's default. */
export interface Compat {
  /** `max_completion_tokens` unless the vendor only knows the older name (ROUTE-10). */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
  readonly supportsDeveloperRole?: boolean;
  /** `stream_options.include_usage` may be sent (ROUTE-11). */
  readonly supportsUsageInStreaming?: boolean;
  readonly supportsStrictTools?: boolean;
  readonly supportsStore?: boolean;
  readonly supportsServiceTier?: boolean;
  readonly supportsPromptCacheKey?: boolean;
  readonly supportsReasoningEffort?: boolean;
  /** JSON schema output as a native request field; otherwise through a forced tool. */
  readonly supportsJsonSchema?: boolean;
  readonly requiresStringContent?: boolean;
  /** Assistant turns go back with their `reasoning_content`, empty if there was none. */
  readonly requiresReasoningContent?: boolean;
  /** Anthropic models that choose their own thinking budget (THINK-6). */
  readonly adaptiveThinking?: boolean;
  /** How thinking is asked for on `openai-completions`; `openai`, a plain `reasoning_effort`, when absent. */
  readonly thinkingFormat?: ThinkingFormat;
  /** Efforts the model takes, in the upstream's words; `none` among them: it can be told not to think. */
  readonly supportedReasoningEfforts?: readonly string[];
  /** The upstream's word for a level; null: the level does not exist (THINK-3, THINK-4). */
  readonly reasoningEffortMap?: Readonly<Record<string, string | null>>;
  /** It thinks unless told not to, so silence about thinking is sent as "off" (THINK-9). */
  readonly thinkingOffByDefault?: boolean;
  /** A tool cannot be forced while the model thinks (THINK-8). */
  readonly refusesForcedToolWhileThinking?: boolean;
  /** False: `temperature` and `top_p` are refused whether the model thinks or not. */
  readonly supportsTemperature?: boolean;
  /** False: a conversation must not end with the assistant. */
  readonly supportsPrefill?: boolean;
  /** How a last turn of the assistant is marked that the model is to go on with (`openai-completions`); absent: it cannot. */
  readonly prefillFormat?: PrefillFormat;
  /** Texts and tools of an `openai-completions` prompt may carry Anthropic's `cache_control` (ROUTE-4). */
  readonly supportsCacheControl?: boolean;
  /** Assistant turns go back with the `reasoning_details` they came with. */
  readonly replaysReasoningDetails?: boolean;
  /** A tool call carries its thought signature in `extra_content.google`. */
  readonly signsToolCallsAsGoogle?: boolean;
  /** Thought signatures passed through a proxy are only worth sending as base64 (ROUTE-14). */
  readonly requiresBase64Signatures?: boolean;
  /** The upstream's word for the tool choice `required`. */
  readonly requiredToolChoice?: 'required' | 'any' | 'auto';
  /** Tool results carry the name of their tool. */
  readonly requiresToolResultName?: boolean;
  /** Nothing the user says may follow a tool result directly. */
  readonly requiresAssistantAfterToolResult?: boolean;
  /** Streamed tool arguments must be asked for by `tool_stream`; `params.tool_stream` false turns it off (FAST-5). */
  readonly supportsToolStream?: boolean;
  /** The model id that is sent in fast mode, where that is another model (FAST-5, FAST-6). */
  readonly fastModel?: string;
  /** The key goes as `Authorization: Bearer`, whatever the protocol says (CFG-69). */
  readonly sendsKeyAsBearer?: boolean;
  /** Encrypted reasoning may be asked for, and goes back (`openai-responses`). */
  readonly supportsEncryptedReasoning?: boolean;
  /** Tool results may hold images and files on `openai-responses`; otherwise the user shows them. */
  readonly supportsToolResultParts?: boolean;
  /** The strings in tool arguments come with HTML entities, encoded once. */
  readonly encodesToolArgumentsAsHtml?: boolean;
  /** Gemini: schemas go as plain JSON Schema; otherwise cut down to the subset that every version takes. */
  readonly supportsPlainJsonSchema?: boolean;
  /** Gemini: function calls and their results may carry an id; otherwise their order tells which belong together. */
  readonly supportsToolCallIds?: boolean;
  /** The model behind `bedrock-converse-stream` is Anthropic's and takes that vendor's own fields (THINK-6). */
  readonly takesAnthropicFields?: boolean;
  /** Responses also come over a WebSocket (TRAN-1). */
  readonly supportsWebSocket?: boolean;
  /** Tool call ids the upstream accepts, as a regular expression source. */
  readonly toolCallIdPattern?: string;
}

export const thinkingFormats = [
  'openai',
  'openrouter',
  'deepseek',
  'thinking-type',
  'zai',
  'qwen',
  'qwen-chat-template',
  'together',
] as const;
export type ThinkingFormat = (typeof thinkingFormats)[number];

/** `plain`: it stands last, no more; `prefix`, `partial`: a member of the message; else members of the request (vLLM). */
export const prefillFormats = ['plain', 'prefix', 'partial', 'continue-final-message'] as const;
export type PrefillFormat = (typeof prefillFormats)[number];
