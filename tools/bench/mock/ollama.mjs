import { begunAnswer } from './begun-answer.mjs';

/** The ollama format, as far as a client of it can tell: one JSON object a line. */

const line = (value) => `${JSON.stringify(value)}\n`;

const piece = (request, message, more = {}) => ({
  model: request.model,
  created_at: '2026-01-01T00:00:00.000000Z',
  message: { role: 'assistant', content: '', ...message },
  done: false,
  ...more,
});

const ending = ({ promptTokens, tokens }) => ({
  done: true,
  done_reason: 'stop',
  total_duration: 5_000_000,
  prompt_eval_count: promptTokens,
  eval_count: tokens,
});

const toolCall = ({ name, arguments: args }, index) => ({ function: { index, name, arguments: args } });

function resultsOf(messages) {
  const turn = messages.findLastIndex((message) => message.role !== 'tool');
  return messages.slice(turn + 1).map((message) => message.content);
}

export const ollama = {
  contentType: 'application/x-ndjson',
  halfEvent: Buffer.from('{"half":"🦞').subarray(0, -2),
  match: ({ pathname }) => (pathname === '/api/chat' ? {} : undefined),

  read(body) {
    const user = body.messages.findLast((message) => message.role === 'user');
    const results = resultsOf(body.messages);
    return {
      model: body.model,
      stream: body.stream !== false,
      includeUsage: true,
      text: user?.content ?? '',
      tools: (body.tools ?? []).map(({ function: { name, parameters } }) => ({ name, schema: parameters })),
      schema: typeof body.format === 'object' ? body.format : undefined,
      ...begunAnswer(body.messages.map(({ role, content }) => ({ role, text: content }))),
      results,
      hasResults: results.length > 0,
    };
  },

  script(request, answer) {
    const thought = (answer.thinking?.words ?? []).map((thinking) => ({ thinking }));
    const said =
      answer.calls.length > 0
        ? answer.calls.map((call, index) => ({ tool_calls: [toolCall(call, index)] }))
        : answer.words.map((content) => ({ content }));
    return {
      before: [],
      tokens: [...thought, ...said].map((message) => line(piece(request, message))),
      after: [line(piece(request, {}, ending(answer)))],
    };
  },

  body(request, answer) {
    const said =
      answer.calls.length > 0 ? { tool_calls: answer.calls.map(toolCall) } : { content: answer.words.join('') };
    const thought = answer.thinking ? { thinking: answer.thinking.words.join('') } : {};
    return piece(request, { ...thought, ...said }, ending(answer));
  },

  error: (message) => ({ error: message }),
  errorEvent: (message) => line({ error: message }),
};
