import { createHash } from 'node:crypto';
import type { AgentRun, ResponseFormat, Sampling } from '@clawmesh/contracts';
import {
  checkCountTokensRequest,
  checkMessagesRequest,
  type CheckedMessages,
  type CountTokensRequest,
  type MessagesRequest,
} from '@clawmesh/openai-api';
import { invalidRequest } from '../../http/request-error.js';
import { loadImages } from '../attachments/load-images.js';
import { RequestImages } from '../images.js';
import { nonBlank } from '../json-value.js';
import { readModelOverride } from '../model-override.js';
import { readFailover, readRunHeaders, readRunTarget, runDeadline, type RunIntake } from '../run-intake.js';
import type { RequestInputs } from './content-blocks.js';
import { fieldError } from './field-error.js';
import { readThinking } from './message-thinking.js';
import { readTools } from './message-tools.js';
import { readSystem, readTurns } from './message-turns.js';
import { readProtocolFields, refuseUnsupported } from './protocol-fields.js';
import { inputRefusal, RequestDocuments } from './request-documents.js';
import { WrittenInputs } from './written-inputs.js';

export interface MessagesRun {
  readonly run: AgentRun;
  /** As the client sent it (HTTP-40c). */
  readonly model: string;
  /** The client wants thinking without its text, which it sends back all the same. */
  readonly hidesThinking: boolean;
}

type Fields = CountTokensRequest & Partial<MessagesRequest>;

/** `POST /v1/messages` → our run job; throws at the first thing wrong, in the order of HTTP-21 (9…18). */
export function readMessagesRun(intake: RunIntake): Promise<MessagesRun> {
  return readRun(intake, checkMessagesRequest);
}

/** `POST /v1/messages/count_tokens` → the run that is only to be counted. */
export async function readCountedRun(intake: RunIntake): Promise<AgentRun> {
  return (await readRun(intake, checkCountTokensRequest)).run;
}

async function readRun(intake: RunIntake, check: (body: unknown) => CheckedMessages<Fields>): Promise<MessagesRun> {
  const { snapshot, requester, runId, gatewayId } = intake;
  const headers = readRunHeaders(intake);
  const request = requestOf(check(intake.body));
  refuseUnsupported(request);
  const options = readOptions(request);
  const user = nonBlank(request.metadata?.user_id);
  const target = readRunTarget({ model: request.model, user, headers, surface: 'messages' }, intake);
  const modelOverride = headers.model && readModelOverride(headers.model, target.agentId, snapshot);
  const tools = readTools(request.tools ?? [], request.tool_choice);
  const run: AgentRun = {
    runId,
    gatewayId,
    requester,
    ...target,
    ...(modelOverride && { modelOverride }),
    messageChannel: headers.messageChannel,
    messages: await readConversation(request, intake),
    ...tools,
    ...options,
    ...readProtocolFields(request, intake.request),
    extra: readExtra(request),
    stream: request.stream === true,
    ...readFailover(intake, target.agentId, request.stream === true),
    deadlineAt: runDeadline(intake, target.agentId),
    configRevision: snapshot.revision,
  };
  return { run, model: request.model, hidesThinking: request.thinking?.display === 'omitted' };
}

function requestOf(checked: CheckedMessages<Fields>): Fields {
  if ('issue' in checked) throw invalidRequest(checked.issue);
  return checked.request;
}

const maxImages = 100;
const maxImageBytes = 33_554_432;

async function readConversation(request: Fields, intake: RunIntake): Promise<AgentRun['messages']> {
  const { endpoints } = intake.snapshot.config.gateway.http;
  const imageRules = {
    limits: endpoints.messages.images,
    refusal: inputRefusal,
    maxImages,
    maxTotalBytes: maxImageBytes,
  };
  const inputs: RequestInputs = {
    images: new RequestImages(imageRules),
    documents: new RequestDocuments(endpoints),
    calls: new WrittenInputs(intake.bodyText),
  };
  const turns = readTurns(request.messages, inputs);
  if (!turns.some(({ role }) => role !== 'system')) throw fieldError('messages', 'at least one message is required');
  const messages = [...readSystem(request.system, 'system'), ...turns];
  if (!inputs.documents.isComplete) await inputs.documents.load(intake);
  return inputs.images.isComplete ? messages : loadImages(messages, inputs.images, intake);
}

function readOptions(request: Fields): Partial<AgentRun> & Pick<AgentRun, 'sampling'> {
  const { responseFormat } = readFormat(request);
  return { sampling: readSampling(request), ...(responseFormat && { responseFormat }), ...readThinking(request) };
}

function readSampling({ max_tokens, temperature, top_p, stop_sequences }: Fields): Sampling {
  const sampling: Sampling = {};
  if (max_tokens !== undefined) sampling.maxTokens = max_tokens;
  if (typeof temperature === 'number') sampling.temperature = temperature;
  if (typeof top_p === 'number') sampling.topP = top_p;
  (stop_sequences ?? []).forEach((text, index) => {
    if (text.trim() === '') throw fieldError(`stop_sequences.${String(index)}`, 'must contain non-whitespace');
  });
  if (stop_sequences && stop_sequences.length > 0) sampling.stop = [...stop_sequences];
  return sampling;
}

/** The newer place for the schema of an answer, else the older. */
function readFormat(request: Fields): { responseFormat?: ResponseFormat } {
  const format = request.output_config?.format ?? request.output_format;
  if (!format) return {};
  return {
    responseFormat: { type: 'json_schema', json_schema: { name: 'output', schema: format.schema, strict: true } },
  };
}

/** OpenAI's words for the service tiers. */
const tiers = { auto: 'auto', standard_only: 'default' } as const;

function readExtra({ service_tier: tier, metadata }: Fields): AgentRun['extra'] {
  const user = nonBlank(metadata?.user_id);
  return { ...(user !== undefined && { user: shortName(user) }), ...(tier && { service_tier: tiers[tier] }) };
}

/** OpenAI's limit. Coding agents put device, account and session into one name. */
const maxUserChars = 64;

/** The name for upstreams that take no longer one; Anthropic's get it as it is, among the fields of the protocol. */
function shortName(user: string): string {
  return user.length <= maxUserChars ? user : createHash('sha256').update(user).digest('hex');
}
