import { EventStreamCodec } from '@smithy/eventstream-codec';
import { begunAnswer } from './begun-answer.mjs';

/** The bedrock-converse-stream format, as far as a client of it can tell: AWS's binary frames. */

const utf8 = { write: (bytes) => Buffer.from(bytes).toString('utf8'), read: (text) => Buffer.from(text, 'utf8') };
const codec = new EventStreamCodec(utf8.write, utf8.read);

function frame(kind, type, value) {
  const header = (name, text) => [name, { type: 'string', value: text }];
  const headers = Object.fromEntries([
    header(':message-type', kind),
    header(kind === 'event' ? ':event-type' : ':exception-type', type),
    header(':content-type', 'application/json'),
  ]);
  return Buffer.from(codec.encode({ headers, body: Buffer.from(JSON.stringify(value)) }));
}

const event = (type, value) => frame('event', type, value);

const delta = (contentBlockIndex, value) => event('contentBlockDelta', { contentBlockIndex, delta: value });
const stop = (contentBlockIndex) => event('contentBlockStop', { contentBlockIndex });

const thinkingBlock =
  ({ words, signature }) =>
  (index) => [
    ...words.map((text) => delta(index, { reasoningContent: { text } })),
    delta(index, { reasoningContent: { signature } }),
    stop(index),
  ];

const callBlock =
  ({ id, name, pieces }) =>
  (index) => [
    event('contentBlockStart', { contentBlockIndex: index, start: { toolUse: { toolUseId: id, name } } }),
    ...pieces.map((input) => delta(index, { toolUse: { input } })),
    stop(index),
  ];

/** Text has no start event. */
const textBlock = (words) => (index) => [...words.map((text) => delta(index, { text })), stop(index)];

const stopReason = ({ calls }) => (calls.length > 0 ? 'tool_use' : 'end_turn');

const usageOf = ({ promptTokens, cachedTokens, tokens }) => ({
  inputTokens: promptTokens - cachedTokens,
  cacheReadInputTokens: cachedTokens,
  cacheWriteInputTokens: 0,
  outputTokens: tokens,
  totalTokens: promptTokens + tokens,
});

const metrics = { latencyMs: 5 };

const textsOf = (content) => content.map((part) => part.text ?? '').join(' ');

const resultsIn = (message) => (message?.content ?? []).flatMap((part) => part.toolResult ?? []);

const resultText = ({ content }) =>
  content.map(({ text, json }) => text ?? (json === undefined ? '' : JSON.stringify(json))).join(' ');

function contentOf({ thinking, calls, words }) {
  return [
    ...(thinking
      ? [{ reasoningContent: { reasoningText: { text: thinking.words.join(''), signature: thinking.signature } } }]
      : []),
    ...(calls.length > 0
      ? calls.map(({ id, name, arguments: input }) => ({ toolUse: { toolUseId: id, name, input } }))
      : [{ text: words.join('') }]),
  ];
}

const exceptions = {
  400: 'ValidationException',
  401: 'UnrecognizedClientException',
  404: 'ResourceNotFoundException',
  429: 'ThrottlingException',
};

export const bedrock = {
  contentType: 'application/vnd.amazon.eventstream',
  halfEvent: event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'half' } }).subarray(0, -9),

  match({ pathname }) {
    const found = /^\/model\/([^/]+)\/(converse|converse-stream)$/.exec(pathname);
    return found ? { model: decodeURIComponent(found[1]), stream: found[2] === 'converse-stream' } : undefined;
  },

  read(body, { model, stream }) {
    const user = body.messages.findLast((message) => message.role === 'user' && resultsIn(message).length === 0);
    const results = resultsIn(body.messages.at(-1)).map(resultText);
    const { tools = [], toolChoice } = body.toolConfig ?? {};
    return {
      ...{ model, stream, includeUsage: true },
      text: textsOf(user?.content ?? []),
      tools: tools.flatMap(({ toolSpec }) =>
        toolSpec ? [{ name: toolSpec.name, schema: toolSpec.inputSchema.json }] : [],
      ),
      forcedTool: toolChoice?.tool?.name,
      ...begunAnswer(body.messages.map(({ role, content }) => ({ role, text: textsOf(content) }))),
      results,
      hasResults: results.length > 0,
    };
  },

  script(request, answer) {
    const blocks = [
      ...(answer.thinking ? [thinkingBlock(answer.thinking)] : []),
      ...(answer.calls.length > 0 ? answer.calls.map(callBlock) : [textBlock(answer.words)]),
    ].flatMap((write, index) => write(index));
    return {
      before: [event('messageStart', { role: 'assistant' })],
      tokens: blocks.slice(0, -1),
      after: [
        ...blocks.slice(-1),
        event('messageStop', { stopReason: stopReason(answer) }),
        event('metadata', { usage: usageOf(answer), metrics }),
      ],
    };
  },

  body: (request, answer) => ({
    output: { message: { role: 'assistant', content: contentOf(answer) } },
    stopReason: stopReason(answer),
    usage: usageOf(answer),
    metrics,
  }),

  error: (message) => ({ message }),
  errorHeaders: (status) => ({ 'x-amzn-errortype': exceptions[status] ?? 'InternalServerException' }),
  errorEvent: (message) => frame('exception', 'internalServerException', { message }),
};
