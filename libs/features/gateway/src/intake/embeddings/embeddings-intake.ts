import { embeddingSettings, type EmbeddingSettings } from '@clawmesh/config';
import type { EmbeddingJob } from '@clawmesh/contracts';
import { checkEmbeddingRequest, type EmbeddingRequest } from '@clawmesh/openai-api';
import { canonicalProviderId, findProvider } from '@clawmesh/providers';
import { checkAgentAllowed } from '../../auth/roles.js';
import { invalidRequest } from '../../http/request-error.js';
import { checkAgentTarget, selectAgent } from '../agent-target.js';
import { nonBlank } from '../json-value.js';
import { checkModelHeader } from '../request-headers.js';
import { readRunHeaders, runDeadline, type RunIntake } from '../run-intake.js';
import { readEmbeddingInput } from './embedding-input.js';

/** What is known of a request for embeddings once its body was read. */
export type EmbeddingIntake = Pick<RunIntake, 'body' | 'request' | 'requester' | 'snapshot' | 'runId' | 'now'>;

export interface EmbeddingOrder {
  readonly job: EmbeddingJob;
  /** As the client sent it, trimmed (HTTP-99). */
  readonly model: string;
  readonly encodingFormat: 'float' | 'base64';
}

/** OpenAI's request for embeddings → our job; throws at the first thing wrong, in the order of HTTP-21. */
export function readEmbeddings(intake: EmbeddingIntake): EmbeddingOrder {
  const { snapshot, runId } = intake;
  const headers = readRunHeaders(intake);
  const request = checkedRequest(intake.body);
  const model = nonBlank(request.model);
  if (model === undefined) throw invalidRequest('model: is required');
  checkAgentTarget(model);
  const input = readEmbeddingInput(request.input);
  const { agentId } = selectAgent({ model, header: headers.agent, sessionAgent: undefined }, snapshot);
  checkAgentAllowed(intake.requester, agentId, snapshot);
  const settings = embeddingSettings(snapshot, agentId);
  const encodingFormat = request.encoding_format ?? 'float';
  const dimensions = request.dimensions ?? settings.dimensions;
  const job: EmbeddingJob = {
    runId,
    agentId,
    provider: settings.provider,
    model: readBackendModel(headers.model, settings),
    input,
    encodingFormat,
    ...(dimensions !== undefined && { dimensions }),
    ...(settings.inputType !== undefined && { inputType: settings.inputType }),
    deadlineAt: runDeadline(intake, agentId),
    configRevision: snapshot.revision,
  };
  return { job, model, encodingFormat };
}

function checkedRequest(body: unknown): EmbeddingRequest {
  const checked = checkEmbeddingRequest(body);
  if ('issue' in checked) throw invalidRequest(checked.issue);
  return checked.request;
}

/** HTTP-95: the header, else the agent's setting, else what the provider is known for. */
function readBackendModel(header: string | undefined, { provider, model }: EmbeddingSettings): string {
  if (header !== undefined) return headerModel(checkModelHeader(header), provider);
  const found =
    model === undefined ? findProvider(provider)?.embedding?.defaultModel : withoutProvider(model, provider);
  if (found) return found;
  throw invalidRequest(`model: provider '${provider}' has no usual embedding model; set memory.search.model`);
}

/** The provider is the operator's choice: a client may name it, not change it. */
function headerModel(header: string, provider: string): string {
  const slash = header.indexOf('/');
  if (slash === -1) return header;
  const [named, model] = [header.slice(0, slash), header.slice(slash + 1).trim()];
  if (named.trim() === '' || model === '') throw invalidRequest('x-openclaw-model: invalid header value');
  if (canonicalProviderId(named) === provider) return model;
  throw invalidRequest(`x-openclaw-model: embeddings come from provider '${provider}', not '${named.trim()}'`);
}

/** Ids of models may hold a slash of their own: only the provider's name in front of one is taken off. */
function withoutProvider(model: string, provider: string): string {
  const slash = model.indexOf('/');
  return slash !== -1 && canonicalProviderId(model.slice(0, slash)) === provider ? model.slice(slash + 1) : model;
}
