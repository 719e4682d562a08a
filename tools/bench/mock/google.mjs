import { begunAnswer } from './begun-answer.mjs';
import { dataEvent as event, halfEvent, sseType } from './sse.mjs';

/** The google-generative-ai format, as far as a client of it can tell. */

const textsOf = (content) => (content?.parts ?? []).map((part) => part.text ?? '').join(' ');

const resultsIn = (content) => (content?.parts ?? []).flatMap((part) => part.functionResponse ?? []);

const resultText = ({ response }) =>
  Object.values(response ?? {})
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(' ');

const usageOf = ({ promptTokens, cachedTokens, tokens, thinkingTokens }) => ({
  promptTokenCount: promptTokens,
  cachedContentTokenCount: cachedTokens,
  candidatesTokenCount: tokens - thinkingTokens,
  ...(thinkingTokens > 0 && { thoughtsTokenCount: thinkingTokens }),
  totalTokenCount: promptTokens + tokens,
});

/** Gemini signs the first thing it does after thinking. */
function signed(parts, thinking) {
  return parts.map((part, i) => (i === 0 && thinking ? { ...part, thoughtSignature: thinking.signature } : part));
}

const callPart = ({ name, arguments: args }) => ({ functionCall: { name, args } });

function slice(request, parts, more = {}) {
  return {
    candidates: [{ content: { role: 'model', parts }, index: 0, ...more.candidate }],
    ...(more.usage && { usageMetadata: more.usage }),
    modelVersion: request.model,
    responseId: `response-${request.id}`,
  };
}

const statuses = { 400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED' };

const allowedTools = ({ toolConfig }) => toolConfig?.functionCallingConfig?.allowedFunctionNames ?? [];

export const google = {
  halfEvent,
  contentType: sseType,

  match({ pathname }) {
    const found = /^\/v1beta\/models\/(.+):(generateContent|streamGenerateContent)$/.exec(pathname);
    if (!found) return undefined;
    return { model: decodeURIComponent(found[1]), stream: found[2] === 'streamGenerateContent' };
  },

  read(body, { model, stream }) {
    const user = body.contents.findLast(({ role, parts }) => role === 'user' && !parts.some((p) => p.functionResponse));
    const results = resultsIn(body.contents.at(-1)).map(resultText);
    const declared = (body.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []);
    const { responseJsonSchema, responseSchema } = body.generationConfig ?? {};
    const allowed = allowedTools(body);
    return {
      ...{ model, stream, includeUsage: true },
      text: textsOf(user),
      tools: declared.map(({ name, parameters, parametersJsonSchema }) => ({
        name,
        schema: parametersJsonSchema ?? parameters,
      })),
      forcedTool: allowed.length === 1 ? allowed[0] : undefined,
      schema: responseJsonSchema ?? responseSchema,
      ...begunAnswer(
        body.contents.map((turn) => ({ role: turn.role === 'model' ? 'assistant' : turn.role, text: textsOf(turn) })),
      ),
      results,
      hasResults: results.length > 0,
    };
  },

  script(request, answer) {
    const thought = (answer.thinking?.words ?? []).map((text) => slice(request, [{ text, thought: true }]));
    const parts = answer.calls.length > 0 ? [answer.calls.map(callPart)] : answer.words.map((text) => [{ text }]);
    const said = parts.map((group, i) => slice(request, i === 0 ? signed(group, answer.thinking) : group));
    const end = slice(request, [{ text: '' }], { candidate: { finishReason: 'STOP' }, usage: usageOf(answer) });
    return { before: [], tokens: [...thought, ...said].map(event), after: [event(end)] };
  },

  body(request, answer) {
    const thought = answer.thinking ? [{ text: answer.thinking.words.join(''), thought: true }] : [];
    const said = answer.calls.length > 0 ? answer.calls.map(callPart) : [{ text: answer.words.join('') }];
    const parts = [...thought, ...signed(said, answer.thinking)];
    return slice(request, parts, { candidate: { finishReason: 'STOP' }, usage: usageOf(answer) });
  },

  error: (message, _type, code) => ({ error: { code, message, status: statuses[code] ?? 'INTERNAL' } }),
  errorEvent: (message) => event({ error: { code: 500, message, status: 'INTERNAL' } }),
};
