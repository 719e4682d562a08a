import { begunAnswer } from './begun-answer.mjs';
import { halfEvent, namedEvent as event, sseType, textOf } from './sse.mjs';

/** The anthropic-messages format, as far as a client of it can tell. */

const resultsIn = (message) =>
  Array.isArray(message?.content) ? message.content.filter((part) => part.type === 'tool_result') : [];

const stopReason = (answer) => (answer.calls.length > 0 ? 'tool_use' : 'end_turn');

const inputUsage = ({ promptTokens, cachedTokens }) => ({
  input_tokens: promptTokens - cachedTokens,
  cache_read_input_tokens: cachedTokens,
});

function block(index, content, deltas) {
  return [
    event({ type: 'content_block_start', index, content_block: content }),
    ...deltas.map((delta) => event({ type: 'content_block_delta', index, delta })),
    event({ type: 'content_block_stop', index }),
  ];
}

const thinkingBlock =
  ({ words, signature }) =>
  (index) =>
    block(index, { type: 'thinking', thinking: '', signature: '' }, [
      ...words.map((word) => ({ type: 'thinking_delta', thinking: word })),
      { type: 'signature_delta', signature },
    ]);

const callBlock =
  ({ id, name, pieces }) =>
  (index) =>
    block(
      index,
      { type: 'tool_use', id, name, input: {} },
      pieces.map((piece) => ({ type: 'input_json_delta', partial_json: piece })),
    );

const textBlock = (words) => (index) =>
  block(
    index,
    { type: 'text', text: '' },
    words.map((word) => ({ type: 'text_delta', text: word })),
  );

function contentOf({ thinking, calls, words }) {
  return [
    ...(thinking ? [{ type: 'thinking', thinking: thinking.words.join(''), signature: thinking.signature }] : []),
    ...(calls.length > 0
      ? calls.map(({ id, name, arguments: input }) => ({ type: 'tool_use', id, name, input }))
      : [{ type: 'text', text: words.join('') }]),
  ];
}

export const anthropic = {
  halfEvent,
  contentType: sseType,
  match: ({ pathname }) => (pathname === '/v1/messages' ? {} : undefined),

  read(body) {
    const user = body.messages.findLast((message) => message.role === 'user' && resultsIn(message).length === 0);
    const results = resultsIn(body.messages.at(-1)).map((part) => textOf(part.content));
    return {
      model: body.model,
      stream: body.stream === true,
      includeUsage: true,
      text: textOf(user?.content),
      tools: (body.tools ?? []).map(({ name, input_schema: schema }) => ({ name, schema })),
      forcedTool: body.tool_choice?.name,
      schema: body.output_config?.format?.schema,
      ...begunAnswer(body.messages.map(({ role, content }) => ({ role, text: textOf(content) }))),
      results,
      hasResults: results.length > 0,
    };
  },

  script(request, answer) {
    const message = {
      ...{ id: `msg_${request.id}`, type: 'message', role: 'assistant', model: request.model, content: [] },
      ...{ stop_reason: null, stop_sequence: null, usage: { ...inputUsage(answer), output_tokens: 1 } },
    };
    const blocks = [
      ...(answer.thinking ? [thinkingBlock(answer.thinking)] : []),
      ...(answer.calls.length > 0 ? answer.calls.map(callBlock) : [textBlock(answer.words)]),
    ].flatMap((write, index) => write(index));
    // The only block of a text is opened before its first word and closed after its last: a cut counts words.
    const isOneText = answer.calls.length === 0 && !answer.thinking;
    return {
      before: [
        event({ type: 'message_start', message }),
        ...(isOneText ? blocks.slice(0, 1) : []),
        event({ type: 'ping' }),
      ],
      tokens: isOneText ? blocks.slice(1, -1) : blocks,
      after: [
        ...(isOneText ? blocks.slice(-1) : []),
        event({
          type: 'message_delta',
          delta: { stop_reason: stopReason(answer), stop_sequence: null },
          usage: { output_tokens: answer.tokens },
        }),
        event({ type: 'message_stop' }),
      ],
    };
  },

  body(request, answer) {
    return {
      ...{ id: `msg_${request.id}`, type: 'message', role: 'assistant', model: request.model },
      content: contentOf(answer),
      stop_reason: stopReason(answer),
      stop_sequence: null,
      usage: { ...inputUsage(answer), output_tokens: answer.tokens },
    };
  },

  error: (message, type) => ({ type: 'error', error: { type, message } }),
  errorEvent: (message) => event({ type: 'error', error: { type: 'api_error', message } }),
};
