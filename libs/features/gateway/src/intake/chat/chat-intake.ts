import type { AgentRun } from '@clawmesh/contracts';
import { checkChatRequest, type ChatRequest } from '@clawmesh/openai-api';
import { invalidRequest } from '../../http/request-error.js';
import { loadImages } from '../attachments/load-images.js';
import { RequestImages } from '../images.js';
import { nonBlank } from '../json-value.js';
import { readModelOverride } from '../model-override.js';
import { readFailover, readRunHeaders, readRunTarget, runDeadline, type RunIntake } from '../run-intake.js';
import { readMessages } from './chat-messages.js';
import { readOptions } from './chat-options.js';
import { readTools } from './chat-tools.js';

export interface ChatRun {
  readonly run: AgentRun;
  /** As the client sent it (HTTP-40c). */
  readonly model: string;
  readonly includeUsage: boolean;
}

const imageRefusal = 'Invalid image_url content in messages.';

/**
 * OpenAI's chat request → our run job; throws at the first thing wrong, in the order of HTTP-21 (9…18). Waits only for
 * images that have to be fetched or converted.
 */
export function readChatRun(intake: RunIntake): ChatRun | Promise<ChatRun> {
  const { snapshot, requester } = intake;
  const headers = readRunHeaders(intake);
  const request = checkedRequest(intake.body);
  const options = readOptions(request);
  const target = readRunTarget({ model: request.model, user: request.user, headers }, intake);
  const modelOverride = headers.model && readModelOverride(headers.model, target.agentId, snapshot);
  const tools = readTools(request.tools, request.tool_choice);
  const { images: limits } = snapshot.config.gateway.http.endpoints.chatCompletions;
  const images = new RequestImages({ limits, refusal: imageRefusal });
  const messages = readMessages(request.messages, images);
  images.checkActiveTurn(messages);
  const run: AgentRun = {
    runId: intake.runId,
    gatewayId: intake.gatewayId,
    requester,
    ...target,
    ...(modelOverride && { modelOverride }),
    messageChannel: headers.messageChannel,
    messages,
    ...tools,
    ...options,
    ...(typeof request.parallel_tool_calls === 'boolean' && { parallelToolCalls: request.parallel_tool_calls }),
    ...(request.reasoning_effort && { reasoningEffort: request.reasoning_effort }),
    extra: extraFields(request),
    stream: request.stream === true,
    ...readFailover(intake, target.agentId, request.stream === true),
    deadlineAt: runDeadline(intake, target.agentId),
    configRevision: snapshot.revision,
  };
  const asked = { model: request.model ?? 'openclaw', includeUsage: request.stream_options?.include_usage === true };
  if (images.isComplete) return { run, ...asked };
  return loadImages(messages, images, intake).then((loaded) => ({ run: { ...run, messages: loaded }, ...asked }));
}

function checkedRequest(body: unknown): ChatRequest {
  const checked = checkChatRequest(body);
  if ('issue' in checked) throw invalidRequest(checked.issue);
  return checked.request;
}

/** Request fields with a canonical form in the run, or with no meaning behind the gateway. */
const canonicalFields: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'stream',
  'stream_options',
  'max_completion_tokens',
  'max_tokens',
  'temperature',
  'top_p',
  'frequency_penalty',
  'presence_penalty',
  'seed',
  'stop',
  'response_format',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'reasoning_effort',
  'n',
]);

/** Everything else goes on as sent (AM-3); null, and a blank `user`, say nothing. */
function extraFields(request: ChatRequest): AgentRun['extra'] {
  const isExtra = ([name, value]: [string, unknown]): boolean =>
    value !== null && !canonicalFields.has(name) && (name !== 'user' || nonBlank(value) !== undefined);
  const extra = Object.entries(request).filter(isExtra);
  return Object.fromEntries(extra);
}
