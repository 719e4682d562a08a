import { begunAnswer } from './begun-answer.mjs';
import { halfEvent, namedEvent, sseType, textOf } from './sse.mjs';

/** The openai-responses format, as far as a client of it can tell: server-sent events, or frames of a WebSocket. */

const usageOf = ({ promptTokens, cachedTokens, tokens, thinkingTokens }) => ({
  input_tokens: promptTokens,
  input_tokens_details: { cached_tokens: cachedTokens },
  output_tokens: tokens,
  output_tokens_details: { reasoning_tokens: thinkingTokens },
  total_tokens: promptTokens + tokens,
});

export const responseId = (request) => `resp_mock${request.id}`;

function resource(request, more) {
  return {
    ...{ id: responseId(request), object: 'response', created_at: 1_700_000_000, model: request.model },
    ...{ status: 'in_progress', background: false, error: null, incomplete_details: null, instructions: null },
    ...{ max_output_tokens: null, output: [], parallel_tool_calls: true, previous_response_id: null },
    ...{ reasoning: { effort: null, summary: null }, service_tier: 'default', store: false, temperature: 1 },
    ...{ text: { format: { type: 'text' } }, tool_choice: 'auto', tools: [], top_p: 1, truncation: 'disabled' },
    ...{ usage: null, user: null, metadata: {} },
    ...more,
  };
}

const completed = (request, answer, output) =>
  resource(request, { status: 'completed', output, usage: answer ? usageOf(answer) : null });

const reasoningItem = (request, { words, signature }) => ({
  id: `rs_mock${request.id}`,
  type: 'reasoning',
  summary: [{ type: 'summary_text', text: words.join('') }],
  ...(request.wantsEncrypted && { encrypted_content: signature }),
});

const callItem = ({ id, name, pieces }, index) => ({
  ...{ id: `fc_mock${index}`, type: 'function_call', status: 'completed' },
  ...{ call_id: id, name, arguments: pieces.join('') },
});

const textPart = (text) => ({ type: 'output_text', text, annotations: [], logprobs: [] });

const messageItem = (request, words) => ({
  ...{ id: `msg_mock${request.id}`, type: 'message', status: 'completed', role: 'assistant' },
  content: [textPart(words.join(''))],
});

export function outputOf(request, { thinking, calls, words }) {
  return [
    ...(thinking ? [reasoningItem(request, thinking)] : []),
    ...(calls.length > 0 ? calls.map(callItem) : [messageItem(request, words)]),
  ];
}

function reasoningEvents(item, { words }, output_index) {
  const at = { item_id: item.id, output_index, summary_index: 0 };
  const [part] = item.summary;
  return [
    { type: 'response.output_item.added', output_index, item: { ...item, summary: [] } },
    { type: 'response.reasoning_summary_part.added', ...at, part: { ...part, text: '' } },
    ...words.map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...at, delta })),
    { type: 'response.reasoning_summary_text.done', ...at, text: part.text },
    { type: 'response.reasoning_summary_part.done', ...at, part },
    { type: 'response.output_item.done', output_index, item },
  ];
}

function callEvents(item, pieces, output_index) {
  const at = { item_id: item.id, output_index };
  return [
    { type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress', arguments: '' } },
    ...pieces.map((delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
    { type: 'response.function_call_arguments.done', ...at, name: item.name, arguments: item.arguments },
    { type: 'response.output_item.done', output_index, item },
  ];
}

function messageEvents(item, words, output_index) {
  const at = { item_id: item.id, output_index, content_index: 0 };
  const [part] = item.content;
  return {
    before: [
      { type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress', content: [] } },
      { type: 'response.content_part.added', ...at, part: textPart('') },
    ],
    deltas: words.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    after: [
      { type: 'response.output_text.done', ...at, text: part.text, logprobs: [] },
      { type: 'response.content_part.done', ...at, part },
      { type: 'response.output_item.done', output_index, item },
    ],
  };
}

/** The events, as they are before, between and after the words that an accident counts. */
function eventsOf(request, answer) {
  const output = outputOf(request, answer);
  const thought = answer.thinking ? reasoningEvents(output[0], answer.thinking, 0) : [];
  const first = answer.thinking ? 1 : 0;
  const calls = answer.calls.flatMap(({ pieces }, i) => callEvents(output[first + i], pieces, first + i));
  const message =
    answer.calls.length > 0
      ? { before: [], deltas: calls, after: [] }
      : messageEvents(output[first], answer.words, first);
  return {
    before: [
      { type: 'response.created', response: resource(request) },
      { type: 'response.in_progress', response: resource(request) },
      ...thought,
      ...message.before,
    ],
    tokens: message.deltas,
    after: [...message.after, { type: 'response.completed', response: completed(request, answer, output) }],
  };
}

function numbered({ before, tokens, after }, encode) {
  let next = 0;
  const write = (event) => encode({ ...event, sequence_number: next++ });
  return { before: before.map(write), tokens: tokens.map(write), after: after.map(write) };
}

const encoderFor = ({ isSocket }) => (isSocket ? (event) => JSON.stringify(event) : namedEvent);

const isResult = (item) => item.type === 'function_call_output';

export const responses = {
  halfEvent,
  contentType: sseType,
  match: ({ pathname }) => (pathname === '/v1/responses' ? {} : undefined),

  read(body, { isSocket = false } = {}) {
    const items = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : (body.input ?? []);
    const turn = items.findLastIndex((item) => !isResult(item));
    const results = items.slice(turn + 1).map(({ output }) => textOf(output));
    return {
      model: body.model,
      stream: isSocket || body.stream === true,
      isSocket,
      includeUsage: true,
      wantsEncrypted: body.include?.includes('reasoning.encrypted_content') ?? false,
      text: textOf(items.findLast(({ role }) => role === 'user')?.content),
      tools: (body.tools ?? []).map(({ name, parameters }) => ({ name, schema: parameters })),
      forcedTool: body.tool_choice?.name,
      schema: body.text?.format?.schema,
      ...begunAnswer(items.map(({ role, content }) => ({ role, text: textOf(content) }))),
      results,
      hasResults: results.length > 0,
    };
  },

  script: (request, answer) => numbered(eventsOf(request, answer), encoderFor(request)),

  /** What a socket answers when it is only to be made ready. */
  warmUp: (request) =>
    numbered(
      {
        before: [{ type: 'response.created', response: resource(request) }],
        tokens: [],
        after: [{ type: 'response.completed', response: completed(request, undefined, []) }],
      },
      encoderFor(request),
    ),

  body: (request, answer) => completed(request, answer, outputOf(request, answer)),
  error: (message, type) => ({ error: { message, type, param: null, code: null } }),
  errorEvent: (message) => namedEvent({ type: 'error', code: 'server_error', message, param: null }),
};
