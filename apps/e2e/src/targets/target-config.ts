import {
  behaviours,
  embeddingModel,
  embeddingWires,
  keyedKeys,
  keyedProvider,
  keyless,
  socketBehaviours,
  traits,
  wires,
  type Wire,
} from './behaviours.js';

/** Port 9 (discard) is privileged and closed on any machine that tests run on. */
const nobody = 'http://127.0.0.1:9';

export const mockKey = 'sk-mock-0123456789abcdef0123456789abcdef';

/** Where the keys of one provider come from. */
export const keyedEnvironment = { MOCK_KEYED_API_KEYS: keyedKeys.join(',') };

interface UpstreamSettings {
  readonly url: string;
  readonly model: string;
  readonly timeoutSeconds: number;
}

function provider(wire: Wire, { url, model, timeoutSeconds }: UpstreamSettings) {
  return {
    baseUrl: `${url}${traits[wire].path}`,
    api: traits[wire].api,
    apiKey: mockKey,
    timeoutSeconds,
    // ROUTE-11: an unknown endpoint is asked for usage in streams only if its config says that it can.
    compat: { supportsUsageInStreaming: true, ...traits[wire].compat },
    models: [{ id: model, name: model, input: ['text', 'image'], reasoning: model === behaviours.thinking }],
  };
}

/** One provider per behaviour, so that a key which cools down for one is healthy for the others. */
function upstreamsOf(wire: Wire, mockUrl: string): [string, UpstreamSettings][] {
  const mocks = Object.entries(behaviours).map(([name, model]): [string, UpstreamSettings] => [
    `${wire}-${name}`,
    { url: mockUrl, model, timeoutSeconds: name === 'hang' ? 1 : 60 },
  ]);
  return [...mocks, [`${wire}-refused`, { url: nobody, model: 'mock', timeoutSeconds: 5 }]];
}

const agent = (primary: string) => ({ model: { primary, fallbacks: [] } });

/** What breaks off after text was shown is gone on with. */
const goesOn = { clawmesh: { failover: { midStream: true } } };

const keylessAgents = Object.entries(keyless).map(([wire, { model }]) => [`${wire}-keyless`, agent(model)]);

/** Its first model fails at once, its second takes its time. */
const chained = {
  model: {
    primary: `mock-openai-crashed/${behaviours.crashed}`,
    fallbacks: [`mock-openai-latest/${behaviours.latest}`],
  },
};

/** Agents that also embed, with a model of the provider they chat with. */
const embeddingAgents = embeddingWires.map((wire) => [
  `${wire}-embed`,
  {
    ...agent(`mock-${wire}-plain/${behaviours.plain}`),
    memory: { search: { provider: `mock-${wire}-plain`, model: embeddingModel } },
  },
]);

function agentsAndProviders(wire: Wire, mockUrl: string) {
  const upstreams = upstreamsOf(wire, mockUrl);
  return {
    agents: upstreams.map(([name, { model }]) => [
      name,
      { ...agent(`mock-${name}/${model}`), ...(model.endsWith('_goeson') && goesOn) },
    ]),
    providers: upstreams.map(([name, settings]) => [`mock-${name}`, provider(wire, settings)]),
  };
}

/** Upstreams that are asked over a WebSocket first. */
function socketParts(mockUrl: string) {
  const names = socketBehaviours.map((behaviour) => ({ name: `socket-${behaviour}`, model: behaviours[behaviour] }));
  const settingsOf = (model: string) => provider('responses', { url: mockUrl, model, timeoutSeconds: 60 });
  const over = (model: string) => {
    const settings = settingsOf(model);
    return { ...settings, compat: { ...settings.compat, supportsWebSocket: true } };
  };
  return {
    agents: names.map(({ name, model }) => [name, agent(`mock-${name}/${model}`)]),
    providers: names.map(({ name, model }) => [`mock-${name}`, over(model)]),
  };
}

/** A provider with several keys, of its environment. */
function keyedParts(mockUrl: string) {
  const model = behaviours.plain;
  const settings = { ...provider('openai', { url: mockUrl, model, timeoutSeconds: 60 }), apiKey: '' };
  return { agents: [['openai-keyed', agent(`${keyedProvider}/${model}`)]], providers: [[keyedProvider, settings]] };
}

/** What all targets are asked at, and by whom. */
export function gatewaySection(token: string): object {
  const enabled = { enabled: true };
  return {
    mode: 'local',
    bind: 'loopback',
    auth: { mode: 'token', token },
    http: { endpoints: { chatCompletions: enabled, responses: enabled, messages: enabled } },
  };
}

/** The config of a target: an agent for each wire API and behaviour, called `<wire>-<behaviour>`. */
export function targetConfig({ mockUrl, token }: { readonly mockUrl: string; readonly token: string }): object {
  const parts = [...wires.map((wire) => agentsAndProviders(wire, mockUrl)), socketParts(mockUrl), keyedParts(mockUrl)];
  const agents = [...parts.flatMap((part) => part.agents), ...keylessAgents, ...embeddingAgents, ['chained', chained]];
  const entries = Object.fromEntries(agents) as Record<string, object>;
  return {
    gateway: gatewaySection(token),
    agents: { entries: { ...entries, 'openai-plain': { ...entries['openai-plain'], default: true } } },
    models: { providers: Object.fromEntries(parts.flatMap(({ providers }) => providers)) },
    clawmesh: { worker: { lostAfterMs: 2_000 } },
  };
}
