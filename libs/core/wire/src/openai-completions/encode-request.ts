import type { ModelCall, ToolDefinition } from '@clawmesh/contracts';
import type { Route } from '@clawmesh/providers';
import { dropUndefined } from '../drop-undefined.js';
import { effectiveSampling } from '../effective-sampling.js';
import { configuredIdPattern } from '../history/configured-id-pattern.js';
import { mapToolCallIds } from '../history/map-tool-call-ids.js';
import { repairHistory } from '../history/repair-history.js';
import { isObject } from '../json-value.js';
import type { WireRequest } from '../wire-api.js';
import { wireModel } from '../wire-model.js';
import { allowedExtra, serviceTierField, takesField } from './allowed-fields.js';
import { withCacheMarkers } from './cache-markers.js';
import { encodeMessages } from './encode-messages.js';
import { markLast, prefillMark } from './prefill.js';
import { thinkingOf, toolChoiceOf, type CompletionThinking } from './thinking.js';

type Json = Record<string, unknown>;

export function encodeRequest(call: ModelCall, route: Route): WireRequest {
  const thinking = thinkingOf(call, route);
  const forgetsThinking = thinking.isOn === false;
  const mark = prefillMark(call, route);
  const history = withCacheMarkers(acceptedHistory(call, route), call, route);
  const messages = encodeMessages(history, { route, forgetsThinking });
  const body = {
    ...allowedExtra(call.extra, route),
    ...serviceTierField(call, route),
    model: wireModel(call, route),
    messages: markLast(messages, mark),
    ...encodeTools(call, thinking, route),
    ...encodeSampling(call, thinking, route),
    ...thinking.fields,
    ...encodeStream(call, route),
    ...encodeParams(call.params, thinking, route),
    ...mark.request,
  };
  // ROUTE-12: extra_body wins over everything, yet no foreign route gets `store`.
  if (!takesField('store', route)) delete (body as Json)['store'];
  return {
    method: 'POST',
    path: '/chat/completions',
    headers: { 'content-type': 'application/json', accept: call.stream ? 'text/event-stream' : 'application/json' },
    body: JSON.stringify(body),
  };
}

/** OpenAI itself refuses ids of more than 40 characters. */
const openaiId = /^.{1,40}$/s;

function acceptedHistory(call: ModelCall, route: Route): ModelCall['messages'] {
  const repaired = repairHistory(call.messages, route);
  const native = route.routeClass === 'openai-public' ? openaiId : undefined;
  const pattern = configuredIdPattern(route.compat) ?? native;
  return pattern === undefined ? repaired : mapToolCallIds(repaired, { pattern, unique: false });
}

function encodeTools(call: ModelCall, thinking: CompletionThinking, route: Route): Json {
  if (call.tools.length === 0) return {};
  return {
    tools: call.tools.map((tool) => encodeTool(tool, route)),
    ...(call.toolChoice !== undefined && { tool_choice: toolChoiceOf(call.toolChoice, thinking, route) }),
    ...(call.parallelToolCalls !== undefined && { parallel_tool_calls: call.parallelToolCalls }),
    ...(streamsTools(call, route) && { tool_stream: true }),
  };
}

function encodeTool({ name, description, parameters, strict }: ToolDefinition, route: Route): Json {
  // ROUTE-11: other endpoints than OpenAI's refuse `strict`.
  const sendsStrict =
    strict !== undefined && (route.compat.supportsStrictTools ?? route.routeClass === 'openai-public');
  return {
    type: 'function',
    function: dropUndefined({ name, description, parameters, strict: sendsStrict ? strict : undefined }),
  };
}

function streamsTools({ stream, params }: ModelCall, { compat }: Route): boolean {
  return stream && compat.supportsToolStream === true && params['tool_stream'] !== false;
}

function encodeSampling(call: ModelCall, { fields }: CompletionThinking, route: Route): Json {
  const sampling = effectiveSampling(call);
  return dropUndefined({
    [route.compat.maxTokensField ?? 'max_completion_tokens']: sampling.maxTokens,
    ...(!refusesSampling(route, fields['reasoning_effort']) && {
      temperature: sampling.temperature,
      top_p: sampling.topP,
      frequency_penalty: sampling.frequencyPenalty,
      presence_penalty: sampling.presencePenalty,
    }),
    seed: sampling.seed,
    stop: sampling.stop,
    response_format: call.responseFormat,
  });
}

/** OpenAI's reasoning models answer 400 to sampling fields while they reason. */
function refusesSampling(route: Route, effort: unknown): boolean {
  if (route.compat.supportsTemperature === false) return true;
  return route.routeClass === 'openai-public' && route.entry.reasoning && effort !== 'none';
}

function encodeStream(call: ModelCall, route: Route): Json {
  if (!call.stream) return {};
  return { stream: true, ...(reportsUsage(route) && { stream_options: { include_usage: true } }) };
}

/** ROUTE-11, AM-5: OpenAI and the local servers report usage in a stream; for others `compat` says so. */
function reportsUsage(route: Route): boolean {
  const byDefault =
    route.routeClass === 'openai-public' || route.routeClass === 'local' || route.routeClass === 'self-hosted';
  return route.compat.supportsUsageInStreaming ?? byDefault;
}

function encodeParams(params: Readonly<Json>, { fields }: CompletionThinking, { routeClass }: Route): Json {
  const { chat_template_kwargs: template, provider } = params;
  const extraBody = params['extra_body'] ?? params['extraBody'];
  const asked = isObject(fields['chat_template_kwargs']) ? fields['chat_template_kwargs'] : {};
  return {
    ...(isObject(template) && { chat_template_kwargs: { ...asked, ...template } }),
    // Which vendors may serve the model is OpenRouter's question alone.
    ...(isObject(provider) && routeClass === 'openrouter' && { provider }),
    ...(isObject(extraBody) && extraBody),
  };
}
