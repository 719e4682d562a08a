import { begunAnswer } from './begun-answer.mjs';
import { dataEvent as event, halfEvent, sseType, textOf } from './sse.mjs';

/** The openai-completions format, as far as a client of it can tell. */

const head = (object, request) => ({
  id: `chatcmpl-${request.id}`,
  object,
  created: 1_700_000_000,
  model: request.model,
});

const usageOf = ({ promptTokens, cachedTokens, tokens, thinkingTokens }) => ({
  prompt_tokens: promptTokens,
  completion_tokens: tokens,
  total_tokens: promptTokens + tokens,
  prompt_tokens_details: { cached_tokens: cachedTokens },
  completion_tokens_details: { reasoning_tokens: thinkingTokens },
});

function resultsOf(messages) {
  const turn = messages.findLastIndex((message) => message.role !== 'tool');
  return messages.slice(turn + 1).map((message) => textOf(message.content));
}

const reasonOf = (answer) => (answer.calls.length > 0 ? 'tool_calls' : 'stop');

export const openai = {
  halfEvent,
  contentType: sseType,
  match: ({ pathname }) => (pathname === '/v1/chat/completions' ? {} : undefined),

  read(body) {
    const user = body.messages.findLast((message) => message.role === 'user');
    const results = resultsOf(body.messages);
    return {
      model: body.model,
      stream: body.stream === true,
      includeUsage: body.stream_options?.include_usage === true,
      text: textOf(user?.content),
      tools: (body.tools ?? []).map(({ function: { name, parameters } }) => ({ name, schema: parameters })),
      forcedTool: body.tool_choice?.function?.name,
      schema: body.response_format?.json_schema?.schema,
      ...begunAnswer(body.messages.map(({ role, content }) => ({ role, text: textOf(content) }))),
      results,
      hasResults: results.length > 0,
    };
  },

  script(request, answer) {
    const chunk = (delta, reason = null) =>
      event({ ...head('chat.completion.chunk', request), choices: [{ index: 0, delta, finish_reason: reason }] });
    const call = ({ id, name, pieces }, index) => [
      chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      ...pieces.map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ];
    const usage = { ...head('chat.completion.chunk', request), choices: [], usage: usageOf(answer) };
    const thought = (answer.thinking?.words ?? []).map((word) => chunk({ reasoning_content: word }));
    const said =
      answer.calls.length > 0 ? answer.calls.flatMap(call) : answer.words.map((content) => chunk({ content }));
    return {
      before: [chunk({ role: 'assistant', content: '' })],
      tokens: [...thought, ...said],
      after: [chunk({}, reasonOf(answer)), ...(request.includeUsage ? [event(usage)] : []), 'data: [DONE]\n\n'],
    };
  },

  body(request, answer) {
    const calls = answer.calls.map(({ id, name, pieces }) => ({
      id,
      type: 'function',
      function: { name, arguments: pieces.join('') },
    }));
    const message = {
      role: 'assistant',
      content: calls.length > 0 ? null : answer.words.join(''),
      ...(calls.length > 0 && { tool_calls: calls }),
      ...(answer.thinking && { reasoning_content: answer.thinking.words.join('') }),
    };
    return {
      ...head('chat.completion', request),
      choices: [{ index: 0, message, finish_reason: reasonOf(answer) }],
      usage: usageOf(answer),
    };
  },

  error: (message, type) => ({ error: { message, type, param: null, code: null } }),
  errorEvent: (message) => event({ error: { message, type: 'server_error', code: null } }),
};
