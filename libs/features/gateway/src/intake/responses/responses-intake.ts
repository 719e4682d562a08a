import type { AgentRun, ImagePart, Message } from '@clawmesh/contracts';
import { checkResponsesRequest, type ResponsesRequest } from '@clawmesh/openai-api';
import { invalidRequest } from '../../http/request-error.js';
import type { RequestEcho, ResponseExtras } from '../../render/responses/response-target.js';
import { loadImages } from '../attachments/load-images.js';
import { readFiles } from '../attachments/read-files.js';
import { RequestImages } from '../images.js';
import { readModelOverride } from '../model-override.js';
import { readFailover, readRunHeaders, readRunTarget, runDeadline, type RunIntake } from '../run-intake.js';
import { readInput, type InputConversation } from './input-items.js';
import { refuseUnsupported } from './refuse-unsupported.js';
import { echoRequest } from './request-echo.js';
import { readExtras } from './response-extras.js';
import { runOfResponse } from './response-ids.js';
import { readOptions } from './response-options.js';
import { readTools } from './response-tools.js';

export interface ResponsesRun {
  readonly run: AgentRun;
  readonly echo: RequestEcho;
  readonly extras: ResponseExtras;
}

/** OpenAI's responses request → our run job; throws at the first thing wrong. Waits only for files and images. */
export function readResponsesRun(intake: RunIntake): ResponsesRun | Promise<ResponsesRun> {
  const { snapshot, requester } = intake;
  const headers = readRunHeaders(intake);
  const request = checkedRequest(intake.body);
  refuseUnsupported(request);
  const extras = readExtras(request);
  const options = readOptions(request, extras);
  const { model, user } = request;
  const target = readRunTarget({ model, user, headers, surface: 'responses' }, intake);
  const modelOverride = headers.model && readModelOverride(headers.model, target.agentId, snapshot);
  const { echo, ...tools } = readTools(request);
  const previousRunId = runOfResponse(request.previous_response_id ?? undefined);
  const images = imagesOf(intake);
  const rules = { images, maxUrls: limitsOf(intake).maxUrlParts, continues: previousRunId !== undefined };
  const input = readInput(request.input, rules);
  const continues = previousRunId ?? input.referredRunId;
  const finish = ({ messages, attachments }: LoadedInput): ResponsesRun => ({
    run: {
      runId: intake.runId,
      gatewayId: intake.gatewayId,
      requester,
      ...target,
      ...(modelOverride && { modelOverride }),
      messageChannel: headers.messageChannel,
      messages,
      ...(request.instructions && { instructions: request.instructions }),
      ...(attachments.length > 0 && { attachments }),
      ...(continues && { previousRunId: continues }),
      isStored: request.store !== false,
      ...tools,
      ...options,
      stream: request.stream === true,
      ...readFailover(intake, target.agentId, request.stream === true),
      deadlineAt: runDeadline(intake, target.agentId),
      configRevision: snapshot.revision,
    },
    echo: echoRequest(request, echo),
    extras,
  });
  if (images.isComplete && input.files.length === 0) return finish({ messages: input.messages, attachments: [] });
  return loadInput(input, images, intake).then(finish);
}

function checkedRequest(body: unknown): ResponsesRequest {
  const checked = checkResponsesRequest(body);
  if ('issue' in checked) throw invalidRequest(checked.issue);
  return checked.request;
}

interface LoadedInput {
  readonly messages: Message[];
  readonly attachments: string[];
}

/** All that a client is told when an image or a file cannot be used (HTTP-136). */
const refusal = 'Invalid input_image or input_file content in input.';

const limitsOf = ({ snapshot }: RunIntake) => snapshot.config.gateway.http.endpoints.responses;

/** A conversation may have any number of images; what they weigh together is limited. */
function imagesOf(intake: RunIntake): RequestImages {
  return new RequestImages({ limits: limitsOf(intake).images, refusal, maxImages: Infinity });
}

async function loadInput(input: InputConversation, images: RequestImages, intake: RunIntake): Promise<LoadedInput> {
  const messages = images.isComplete ? input.messages : await loadImages(input.messages, images, intake);
  if (input.files.length === 0) return { messages, attachments: [] };
  const contents = await readFiles(input.files, { limits: limitsOf(intake).files, refusal }, intake);
  return { messages: withPages(messages, contents.images), attachments: contents.attachments };
}

/** Pages of documents that are pictures go where the user spoke last (HTTP-135). */
function withPages(messages: Message[], pages: readonly ImagePart[]): Message[] {
  const last = messages.findLastIndex((message) => message.role === 'user');
  const user = messages[last];
  if (pages.length === 0) return messages;
  if (user?.role !== 'user') return [...messages, { role: 'user', content: [...pages] }];
  return messages.with(last, { ...user, content: [...user.content, ...pages] });
}
