import { prefillFormats, thinkingFormats, type Compat } from './compat.js';

type Bag = Readonly<Record<string, unknown>>;
type Draft = { -readonly [K in keyof Compat]: Compat[K] };

/** The reference's names for some of the flags; our own name wins. */
const otherNames: Readonly<Record<string, keyof Compat>> = {
  supportsStrictMode: 'supportsStrictTools',
  forceAdaptiveThinking: 'adaptiveThinking',
  requiresReasoningContentOnAssistantMessages: 'requiresReasoningContent',
  zaiToolStream: 'supportsToolStream',
  authHeader: 'sendsKeyAsBearer',
};

/** The flags of a configured `compat` object. It is a free bag (CFG-10): what is no flag of ours is ignored. */
export function readCompat(bag: Bag | undefined): Compat {
  if (bag === undefined) return {};
  const compat: Draft = {};
  for (const [name, flag] of Object.entries(otherNames)) readInto(compat, flag, bag[name]);
  for (const [flag, value] of Object.entries(bag)) if (isFlag(flag)) readInto(compat, flag, value);
  return compat;
}

const isFlag = (name: string): name is keyof Compat => Object.hasOwn(readers, name);

function readInto<K extends keyof Compat>(compat: Draft, flag: K, value: unknown): void {
  const read = readers[flag](value);
  if (read !== undefined) compat[flag] = read as Draft[K]; // the reader of a flag reads its type
}

const boolean = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function oneOf<const Words extends readonly string[]>(words: Words): (value: unknown) => Words[number] | undefined {
  return (value) => words.find((word) => word === value);
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

/** Level → the upstream's word, or null for a level it does not have. */
function wordMap(value: unknown): Record<string, string | null> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const words = Object.entries(value).filter(([, word]) => typeof word === 'string' || word === null);
  return Object.fromEntries(words) as Record<string, string | null>; // filtered
}

const readers: { readonly [K in keyof Compat]-?: (value: unknown) => Compat[K] | undefined } = {
  maxTokensField: oneOf(['max_tokens', 'max_completion_tokens']),
  supportsDeveloperRole: boolean,
  supportsUsageInStreaming: boolean,
  supportsStrictTools: boolean,
  supportsStore: boolean,
  supportsServiceTier: boolean,
  supportsPromptCacheKey: boolean,
  supportsReasoningEffort: boolean,
  supportsJsonSchema: boolean,
  requiresStringContent: boolean,
  requiresReasoningContent: boolean,
  adaptiveThinking: boolean,
  thinkingFormat: oneOf(thinkingFormats),
  supportedReasoningEfforts: texts,
  reasoningEffortMap: wordMap,
  thinkingOffByDefault: boolean,
  refusesForcedToolWhileThinking: boolean,
  supportsTemperature: boolean,
  supportsPrefill: boolean,
  prefillFormat: oneOf(prefillFormats),
  supportsCacheControl: boolean,
  takesAnthropicFields: boolean,
  replaysReasoningDetails: boolean,
  signsToolCallsAsGoogle: boolean,
  requiresBase64Signatures: boolean,
  requiredToolChoice: oneOf(['required', 'any', 'auto']),
  requiresToolResultName: boolean,
  requiresAssistantAfterToolResult: boolean,
  supportsToolStream: boolean,
  fastModel: text,
  sendsKeyAsBearer: boolean,
  supportsEncryptedReasoning: boolean,
  supportsToolResultParts: boolean,
  encodesToolArgumentsAsHtml: boolean,
  supportsPlainJsonSchema: boolean,
  supportsToolCallIds: boolean,
  supportsWebSocket: boolean,
  toolCallIdPattern: text,
};
