import Anthropic from '@anthropic-ai/sdk';
import { startServices, type ServicesUnderTest } from './services-under-test.js';

export interface MessagesUnderTest extends ServicesUnderTest {
  /** Anthropic's own, as a coding agent uses it. */
  readonly client: Anthropic;
}

/** For each of `agents`, by name, a provider of its own that speaks the given protocol. */
export async function startMessages(agents: Readonly<Record<string, string>>): Promise<MessagesUnderTest> {
  const services = await startServices((upstreamUrl) => configOf(upstreamUrl, agents));
  const defaultHeaders = { 'x-app': 'cli' };
  const client = new Anthropic({ baseURL: services.url, apiKey: 'secret', maxRetries: 0, defaultHeaders });
  return { ...services, client };
}

function configOf(baseUrl: string, agents: Readonly<Record<string, string>>): object {
  const model = { id: 'model', name: 'm', input: ['text', 'image'], reasoning: true, maxTokens: 64_000 };
  const names = Object.entries(agents);
  const provider = (name: string, api: string) => ({ baseUrl, apiKey: `key-of-${name}`, api, models: [model] });
  return {
    gateway: { auth: { mode: 'token', token: 'secret' }, http: { endpoints: { messages: { enabled: true } } } },
    models: { providers: Object.fromEntries(names.map(([name, api]) => [name, provider(name, api)])) },
    agents: {
      defaults: { workspace: '/nowhere' },
      entries: Object.fromEntries(names.map(([name], at) => [name, { model: `${name}/model`, default: at === 0 }])),
    },
  };
}
