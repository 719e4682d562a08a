import type { AssistantMessage, ContentPart, Message, ModelCall, Sampling, ToolMessage } from '@clawmesh/contracts';
import type { ChatRequest } from '@clawmesh/openai-api';
import type { WireApiName } from '@clawmesh/providers';
import type { RouteFields } from './a-model-call.js';

/** What becomes of a field on one wire API. `at` is a path in the body the upstream gets, with dots. */
export type Outcome =
  /** As the client sent it, be it under another name. */
  | { readonly sent: string }
  /** In another form; the place changes with the field. */
  | { readonly mapped: string }
  /** The call is not made: the answer would not be what was asked for. */
  | { readonly refused: true }
  /** Known to be left out, with the rule or the reason. */
  | { readonly dropped: string };

export interface FieldRow {
  readonly call: Partial<ModelCall>;
  /** What the call is like without the field, if more than the field sets it apart. */
  readonly without?: Partial<ModelCall>;
  /** What a sent field is in the body. */
  readonly value?: unknown;
  readonly route?: RouteFields;
  readonly apis: Readonly<Record<WireApiName, Outcome>>;
}

const sent = (at: string): Outcome => ({ sent: at });
const mapped = (at: string): Outcome => ({ mapped: at });
const dropped = (because: string): Outcome => ({ dropped: because });
const refused: Outcome = { refused: true };

/** In the order of the wire APIs. */
function on(
  completions: Outcome,
  responses: Outcome,
  anthropic: Outcome,
  google: Outcome,
  ollama: Outcome,
  bedrock: Outcome,
): FieldRow['apis'] {
  return {
    'openai-completions': completions,
    'openai-responses': responses,
    'anthropic-messages': anthropic,
    'google-generative-ai': google,
    ollama,
    'bedrock-converse-stream': bedrock,
  };
}

const noField = dropped('the API has no such field');
const route10 = dropped('ROUTE-10: the Responses API has no such field');
const begun: Message = { role: 'assistant', content: 'Hel', toolCalls: [] };
const unmarked = dropped('the last turn says it');
const tool = { name: 'look_up', description: 'Looks up.', parameters: { type: 'object', properties: {} } };
const user: Message = { role: 'user', content: [{ type: 'text', text: 'Hello' }] };
const thinker: RouteFields = {
  entry: { reasoning: true, maxTokens: 64_000 },
  compat: { takesAnthropicFields: true },
};
const allFlags: RouteFields = {
  compat: {
    supportsServiceTier: true,
    supportsStore: true,
    supportsPromptCacheKey: true,
    supportsStrictTools: true,
    supportsEncryptedReasoning: true,
  },
};

function said(...parts: ContentPart[]): Message[] {
  return [user, { role: 'assistant', content: 'Yes?', toolCalls: [] }, { role: 'user', content: parts }];
}

function answered(result: Partial<ToolMessage>, asked: Partial<AssistantMessage> = {}): Partial<ModelCall> {
  const toolCalls = [{ id: 'call_1', name: 'look_up', arguments: '{"word":"sloop"}' }];
  const content = [{ type: 'text' as const, text: 'one mast' }];
  return {
    tools: [tool],
    messages: [
      user,
      { role: 'assistant', content: '', toolCalls, ...asked },
      { role: 'tool', toolCallId: 'call_1', content, ...result },
    ],
  };
}

type Known<T> = keyof { [K in keyof T as string extends K ? never : K]: T[K] };
/** Read by the gateway, and by no upstream. */
type GatewayField = 'model' | 'stream_options' | 'n';

const extra = (field: string, value: unknown, apis: FieldRow['apis'], more: Partial<FieldRow> = {}): FieldRow => ({
  call: { extra: { [field]: value } },
  value,
  route: allFlags,
  apis,
  ...more,
});

/** Every field of a chat request that reaches a model. A new one does not compile until each wire API is decided. */
export const chatFieldCoverage: Readonly<Record<Exclude<Known<ChatRequest>, GatewayField>, FieldRow>> = {
  messages: {
    call: { messages: said({ type: 'text', text: 'And now?' }) },
    value: 'And now?',
    apis: on(
      sent('messages.2.content'),
      sent('input.2.content.0.text'),
      sent('messages.2.content.0.text'),
      sent('contents.2.parts.0.text'),
      sent('messages.2.content'),
      sent('messages.2.content.0.text'),
    ),
  },
  stream: {
    call: { stream: true },
    value: true,
    apis: on(
      sent('stream'),
      sent('stream'),
      sent('stream'),
      dropped('it is part of the path'),
      sent('stream'),
      dropped('it is part of the path'),
    ),
  },
  max_completion_tokens: {
    call: { sampling: { maxTokens: 77 } },
    value: 77,
    apis: on(
      sent('max_completion_tokens'),
      sent('max_output_tokens'),
      sent('max_tokens'),
      sent('generationConfig.maxOutputTokens'),
      sent('options.num_predict'),
      sent('inferenceConfig.maxTokens'),
    ),
  },
  max_tokens: {
    call: { sampling: { maxTokens: 77 } },
    value: 77,
    route: { compat: { maxTokensField: 'max_tokens' } },
    apis: on(
      sent('max_tokens'),
      sent('max_output_tokens'),
      sent('max_tokens'),
      sent('generationConfig.maxOutputTokens'),
      sent('options.num_predict'),
      sent('inferenceConfig.maxTokens'),
    ),
  },
  temperature: {
    call: { sampling: { temperature: 0.5 } },
    value: 0.5,
    apis: on(
      sent('temperature'),
      sent('temperature'),
      sent('temperature'),
      sent('generationConfig.temperature'),
      sent('options.temperature'),
      sent('inferenceConfig.temperature'),
    ),
  },
  top_p: {
    call: { sampling: { topP: 0.5 } },
    value: 0.5,
    apis: on(
      sent('top_p'),
      sent('top_p'),
      sent('top_p'),
      sent('generationConfig.topP'),
      sent('options.top_p'),
      sent('inferenceConfig.topP'),
    ),
  },
  frequency_penalty: {
    call: { sampling: { frequencyPenalty: 0.5 } },
    value: 0.5,
    apis: on(
      sent('frequency_penalty'),
      route10,
      noField,
      sent('generationConfig.frequencyPenalty'),
      sent('options.frequency_penalty'),
      noField,
    ),
  },
  presence_penalty: {
    call: { sampling: { presencePenalty: 0.5 } },
    value: 0.5,
    apis: on(
      sent('presence_penalty'),
      route10,
      noField,
      sent('generationConfig.presencePenalty'),
      sent('options.presence_penalty'),
      noField,
    ),
  },
  seed: {
    call: { sampling: { seed: 7 } },
    value: 7,
    apis: on(sent('seed'), route10, noField, sent('generationConfig.seed'), sent('options.seed'), noField),
  },
  stop: {
    call: { sampling: { stop: ['END'] } },
    value: ['END'],
    apis: on(
      sent('stop'),
      route10,
      sent('stop_sequences'),
      sent('generationConfig.stopSequences'),
      sent('options.stop'),
      sent('inferenceConfig.stopSequences'),
    ),
  },
  response_format: {
    call: {
      responseFormat: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object', properties: {} } } },
    },
    apis: on(
      mapped('response_format'),
      mapped('text.format'),
      mapped('tools.0.input_schema'),
      mapped('generationConfig'),
      mapped('format'),
      mapped('toolConfig'),
    ),
  },
  tools: {
    call: { tools: [tool] },
    value: 'look_up',
    apis: on(
      sent('tools.0.function.name'),
      sent('tools.0.name'),
      sent('tools.0.name'),
      sent('tools.0.functionDeclarations.0.name'),
      sent('tools.0.function.name'),
      sent('toolConfig.tools.0.toolSpec.name'),
    ),
  },
  tool_choice: {
    call: { tools: [tool], toolChoice: 'required' },
    without: { tools: [tool] },
    apis: on(
      mapped('tool_choice'),
      mapped('tool_choice'),
      mapped('tool_choice.type'),
      mapped('toolConfig.functionCallingConfig.mode'),
      mapped('messages.0.content'),
      mapped('toolConfig.toolChoice'),
    ),
  },
  parallel_tool_calls: {
    call: { tools: [tool], parallelToolCalls: false },
    without: { tools: [tool] },
    apis: on(
      mapped('parallel_tool_calls'),
      mapped('parallel_tool_calls'),
      mapped('tool_choice.disable_parallel_tool_use'),
      noField,
      noField,
      noField,
    ),
  },
  reasoning_effort: {
    call: { reasoningEffort: 'high' },
    route: thinker,
    apis: on(
      mapped('reasoning_effort'),
      mapped('reasoning.effort'),
      mapped('thinking.budget_tokens'),
      mapped('generationConfig.thinkingConfig'),
      mapped('think'),
      mapped('additionalModelRequestFields'),
    ),
  },
  logprobs: extra('logprobs', true, on(
    sent('logprobs'),
    mapped('include'),
    noField,
    sent('generationConfig.responseLogprobs'),
    sent('logprobs'),
    noField,
  )),
  top_logprobs: {
    call: { extra: { logprobs: true, top_logprobs: 3 } },
    without: { extra: { logprobs: true } },
    value: 3,
    apis: on(
      sent('top_logprobs'),
      sent('top_logprobs'),
      noField,
      sent('generationConfig.logprobs'),
      sent('top_logprobs'),
      noField,
    ),
  },
  logit_bias: extra('logit_bias', { '50256': -100 }, on(sent('logit_bias'), route10, noField, noField, noField, noField)),
  verbosity: extra('verbosity', 'low', on(sent('verbosity'), sent('text.verbosity'), noField, noField, noField, noField)),
  service_tier: extra('service_tier', 'default', on(
    sent('service_tier'),
    sent('service_tier'),
    mapped('service_tier'),
    mapped('service_tier'),
    noField,
    mapped('serviceTier.type'),
  )),
  metadata: extra('metadata', { a: 'b' }, on(sent('metadata'), sent('metadata'), noField, noField, noField, sent('requestMetadata'))),
  store: extra('store', true, on(sent('store'), sent('store'), noField, noField, noField, noField)),
  prediction: extra('prediction', { type: 'content', content: 'x' }, on(
    sent('prediction'),
    dropped('it only saves time'),
    noField,
    noField,
    noField,
    noField,
  )),
  prompt_cache_key: extra('prompt_cache_key', 'k', on(
    sent('prompt_cache_key'),
    sent('prompt_cache_key'),
    noField,
    noField,
    noField,
    noField,
  )),
  prompt_cache_retention: extra('prompt_cache_retention', '24h', on(
    sent('prompt_cache_retention'),
    sent('prompt_cache_retention'),
    noField,
    noField,
    noField,
    noField,
  )),
  safety_identifier: extra('safety_identifier', 's', on(
    sent('safety_identifier'),
    sent('safety_identifier'),
    sent('metadata.user_id'),
    noField,
    noField,
    noField,
  )),
  user: extra('user', 'u-1', on(sent('user'), sent('user'), sent('metadata.user_id'), noField, noField, noField)),
  modalities: extra('modalities', ['text', 'audio'], on(sent('modalities'), refused, refused, refused, refused, refused)),
  audio: extra('audio', { voice: 'a', format: 'wav' }, on(sent('audio'), refused, refused, refused, refused, refused)),
  web_search_options: extra('web_search_options', { search_context_size: 'low' }, on(
    sent('web_search_options'),
    mapped('tools'),
    noField,
    mapped('tools'),
    noField,
    noField,
  )),
};

const image: ContentPart = { type: 'image', source: { kind: 'inline', mediaType: 'image/png', data: 'aGk=' } };
const pdf: ContentPart = { type: 'file', mediaType: 'application/pdf', data: 'aGk=', filename: 'a.pdf' };
const cacheControl = { type: 'ephemeral' as const, ttl: '1h' };
const noMarkers = dropped('ROUTE-4: the upstream caches by itself, or is not told');
const own = { text: 'thought', signature: 'c2ln' };

/** What messages and canonical fields say beyond the names of chat fields. */
export const canonicalCoverage: Readonly<Record<string, FieldRow>> = {
  'a system text': {
    call: { messages: [{ role: 'system', content: 'Be brief.' }, user] },
    value: 'Be brief.',
    apis: on(
      sent('messages.0.content'),
      sent('input.0.content'),
      sent('system.0.text'),
      sent('systemInstruction.parts.0.text'),
      sent('messages.0.content'),
      sent('system.0.text'),
    ),
  },
  'an image': {
    call: { messages: [{ role: 'user', content: [image] }] },
    apis: on(
      mapped('messages.0.content.0.image_url.url'),
      mapped('input.0.content.0.image_url'),
      mapped('messages.0.content.0.source.data'),
      mapped('contents.0.parts.0.inlineData.data'),
      mapped('messages.0.images.0'),
      mapped('messages.0.content.0.image'),
    ),
  },
  'a document': {
    call: { messages: [{ role: 'user', content: [pdf] }] },
    apis: on(
      mapped('messages.0.content.0.file.file_data'),
      mapped('input.0.content.0.file_data'),
      mapped('messages.0.content.0.source.data'),
      mapped('contents.0.parts.0.inlineData.data'),
      refused,
      mapped('messages.0.content.0.document'),
    ),
  },
  'a recording': {
    call: {
      messages: [
        {
          role: 'user',
          content: [{ type: 'openai-part', part: { type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } } }],
        },
      ],
    },
    apis: on(
      mapped('messages.0.content.0.input_audio'),
      refused,
      refused,
      mapped('contents.0.parts.0.inlineData.data'),
      refused,
      refused,
    ),
  },
  'the name of a speaker': {
    call: { messages: [{ ...user, name: 'anna' }] },
    value: 'anna',
    apis: on(sent('messages.0.name'), noField, noField, noField, noField, noField),
  },
  'a tool result': {
    call: answered({ content: [{ type: 'text', text: 'two masts' }] }),
    without: answered({}),
    apis: on(
      mapped('messages.2.content'),
      mapped('input.2.output'),
      mapped('messages.2.content.0.content'),
      mapped('contents.2.parts.0.functionResponse'),
      mapped('messages.2.content'),
      mapped('messages.2.content.0.toolResult'),
    ),
  },
  'the failure of a tool': {
    call: answered({ isError: true }),
    without: answered({}),
    apis: on(
      dropped('the result’s text says it'),
      dropped('the result’s text says it'),
      mapped('messages.2.content.0.is_error'),
      mapped('contents.2.parts.0.functionResponse.response'),
      dropped('the result’s text says it'),
      mapped('messages.2.content.0.toolResult.status'),
    ),
  },
  'arguments of a tool call': {
    call: answered({}, { toolCalls: [{ id: 'call_1', name: 'look_up', arguments: '{"word":"ketch"}' }] }),
    without: answered({}),
    apis: on(
      mapped('messages.1.tool_calls.0.function.arguments'),
      mapped('input.1.arguments'),
      mapped('messages.1.content.0.input.word'),
      mapped('contents.1.parts.0.functionCall.args.word'),
      mapped('messages.1.tool_calls.0.function.arguments.word'),
      mapped('messages.1.content.0.toolUse.input.word'),
    ),
  },
  'own signed thinking': {
    call: answered({}, { reasoning: [own] }),
    without: answered({}),
    route: { ...thinker, compat: { replaysReasoningDetails: true, supportsEncryptedReasoning: true } },
    apis: on(
      mapped('messages.1.reasoning_details'),
      mapped('input.1.encrypted_content'),
      mapped('messages.1.content.0.signature'),
      dropped('it signs tool calls and texts, not thoughts'),
      mapped('messages.1.thinking'),
      mapped('messages.1.content.0.reasoningContent'),
    ),
  },
  'thinking of another model': {
    call: answered({}, { reasoning: [{ ...own, text: '', origin: 'other/model' }] }),
    without: answered({}),
    route: { ...thinker, compat: { replaysReasoningDetails: true, supportsEncryptedReasoning: true } },
    apis: on(
      dropped('an upstream refuses what another signed'),
      dropped('an upstream refuses what another signed'),
      dropped('an upstream refuses what another signed'),
      dropped('an upstream refuses what another signed'),
      dropped('an upstream refuses what another signed'),
      dropped('an upstream refuses what another signed'),
    ),
  },
  'a refusal': {
    call: { messages: [user, { role: 'assistant', content: '', toolCalls: [], refusal: 'No.' }, user] },
    apis: on(
      mapped('messages.1.refusal'),
      mapped('input.1.content.0.refusal'),
      mapped('messages.1.content.0.text'),
      mapped('contents.1.parts.0.text'),
      mapped('messages.1.content'),
      mapped('messages.1.content.0.text'),
    ),
  },
  'a strict tool': {
    call: { tools: [{ ...tool, strict: true }] },
    without: { tools: [tool] },
    route: allFlags,
    value: true,
    apis: on(
      sent('tools.0.function.strict'),
      sent('tools.0.strict'),
      sent('tools.0.strict'),
      noField,
      noField,
      sent('toolConfig.tools.0.toolSpec.strict'),
    ),
  },
  'a cache marker': {
    call: { messages: [{ role: 'system', content: 'Long.', cacheControl }, user] },
    without: { messages: [{ role: 'system', content: 'Long.' }, user] },
    route: { compat: { supportsCacheControl: true } },
    apis: on(
      // A system text is marked there without being asked, for five minutes.
      mapped('messages.0.content.0.cache_control.ttl'),
      noMarkers,
      mapped('system.0.cache_control'),
      noMarkers,
      noMarkers,
      mapped('system.1.cachePoint'),
    ),
  },
  'fast mode': {
    call: { fast: true },
    route: allFlags,
    apis: on(mapped('service_tier'), mapped('service_tier'), mapped('service_tier'), noField, noField, noField),
  },
  'a thinking budget': {
    call: { reasoningEffort: 'medium', reasoningBudget: 4321, sampling: { maxTokens: 9000 } },
    without: { reasoningEffort: 'medium', sampling: { maxTokens: 9000 } },
    route: thinker,
    apis: on(
      dropped('the effort says it in OpenAI’s words'),
      dropped('the effort says it in OpenAI’s words'),
      mapped('thinking.budget_tokens'),
      mapped('generationConfig.thinkingConfig'),
      dropped('the effort says it'),
      mapped('additionalModelRequestFields'),
    ),
  },
  'a summary of the thinking': {
    call: { reasoningSummary: 'concise' },
    route: thinker,
    value: 'concise',
    apis: on(noField, sent('reasoning.summary'), noField, noField, noField, noField),
  },
  'a field of Anthropic’s clients': {
    call: { protocolFields: { api: 'anthropic-messages', fields: { context_management: { edits: [] } } } },
    value: { edits: [] },
    apis: on(
      dropped('it is another protocol’s'),
      dropped('it is another protocol’s'),
      sent('context_management'),
      dropped('it is another protocol’s'),
      dropped('it is another protocol’s'),
      dropped('it is another protocol’s'),
    ),
  },
  'a configured sampling parameter': {
    call: { params: { temperature: 0.25 } },
    value: 0.25,
    apis: on(
      sent('temperature'),
      sent('temperature'),
      sent('temperature'),
      sent('generationConfig.temperature'),
      sent('options.temperature'),
      sent('inferenceConfig.temperature'),
    ),
  },
  'an answer to go on with': {
    call: { continues: { text: 'Hel' }, messages: [user, begun] },
    without: { messages: [user, begun] },
    route: { compat: { prefillFormat: 'prefix' } },
    value: true,
    apis: on(sent('messages.1.prefix'), unmarked, unmarked, unmarked, unmarked, unmarked),
  },
};

/** Every field of a call, so that a new one does not compile until a row is written for it. */
export const callFields = Object.keys({
  messages: true,
  tools: true,
  toolChoice: true,
  parallelToolCalls: true,
  responseFormat: true,
  sampling: true,
  reasoningEffort: true,
  reasoningBudget: true,
  reasoningSummary: true,
  fast: true,
  protocolFields: true,
  extra: true,
  params: true,
  stream: true,
  continues: true,
} satisfies Record<keyof ModelCall, true>);

export const samplingFields = Object.keys({
  maxTokens: true,
  temperature: true,
  topP: true,
  frequencyPenalty: true,
  presencePenalty: true,
  seed: true,
  stop: true,
} satisfies Record<keyof Sampling, true>);
