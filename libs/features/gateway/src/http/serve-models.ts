import { defaultAgentId, perSnapshot } from '@clawmesh/config';
import type { components } from '@clawmesh/openai-api';
import { parseAgentTarget } from '../intake/agent-target.js';
import { commonHeaders } from '../render/common-headers.js';
import { jsonType, noStore, writeReply } from '../render/reply.js';
import { anthropicModel, anthropicModelPage, isAnthropicClient } from './anthropic-models.js';
import type { Exchange } from './exchange.js';
import { invalidRequest, unknownModel } from './request-error.js';

type Model = components['schemas']['Model'];

export const modelsPath = '/v1/models';

/** A list depends on who asks and how; a cache on the way, which sees no credentials behind a proxy, must not keep it. */
const headers = [...jsonType, ...noStore];

/** The agents as models, in the order of HTTP-38. */
const models = perSnapshot(({ config }): ReadonlyMap<string, Model> => {
  const agentIds = [defaultAgentId(config), ...config.agents.entries.map((agent) => agent.id)].filter(
    (id) => id !== undefined,
  );
  const ids = ['openclaw', 'openclaw/default', ...agentIds.map((id) => `openclaw/${id}`)];
  return new Map(ids.map((id) => [id, { id, object: 'model', created: 0, owned_by: 'openclaw', permission: [] }]));
});

export function listModels({ request, response, snapshot }: Exchange): void {
  const list = isAnthropicClient(request, snapshot.config)
    ? anthropicModelPage([...models(snapshot).keys()], request.url ?? modelsPath)
    : { object: 'list', data: [...models(snapshot).values()] };
  const body = JSON.stringify(list);
  writeReply(response, commonHeaders(snapshot), { status: 200, headers, body });
}

/** `/v1/models/{id}`: the id is all the rest of the path, decoded once, compared exactly (HTTP-41). */
export function showModel({ request, response, path, snapshot }: Exchange): void {
  const id = decoded(path.slice(modelsPath.length + 1));
  if (id.trim() === '') throw invalidRequest('model: an id is required');
  if (!parseAgentTarget(id)) throw invalidRequest(`model: '${id}' does not name an agent`);
  const model = models(snapshot).get(id);
  if (!model) throw unknownModel(id);
  const body = JSON.stringify(isAnthropicClient(request, snapshot.config) ? anthropicModel(id) : model);
  writeReply(response, commonHeaders(snapshot), { status: 200, headers, body });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidRequest('model: the id is not percent-encoded correctly');
  }
}
