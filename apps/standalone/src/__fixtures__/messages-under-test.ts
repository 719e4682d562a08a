import Anthropic from '@anthropic-ai/sdk';
import { Bus, BusTransport, InProcessBus } from '@clawmesh/bus';
import { ConfigStore, createSnapshot, readBootSettings, resolveGatewayAuth } from '@clawmesh/config';
import { InProcessKeyRing, KeyRing, keyRingSettings } from '@clawmesh/coordination';
import { createGatewayApp, GatewayModule } from '@clawmesh/gateway';
import { RunnerModule, runnerChannels } from '@clawmesh/runner';
import { noDatabase, TurnStore } from '@clawmesh/storage';
import { createLogger, createRedact, Logger, Metrics } from '@clawmesh/telemetry';
import { replyJson, startUpstream, type Upstream } from '@clawmesh/testing';
import { workerChannels, WorkerModule } from '@clawmesh/worker';
import { Module } from '@nestjs/common';

export interface MessagesUnderTest {
  readonly url: string;
  readonly upstream: Upstream;
  /** Anthropic's own, as a coding agent uses it. */
  readonly client: Anthropic;
  close(): Promise<void>;
}

/**
 * Gateway, runner and worker over one bus, with one upstream behind them. For each of `agents`, by name, a provider of
 * its own that speaks the given protocol.
 */
export async function startMessages(agents: Readonly<Record<string, string>>): Promise<MessagesUnderTest> {
  const upstream = await startUpstream(replyJson(500, {}));
  const bus = new InProcessBus({ validate: true });
  const raw = configOf(upstream.url, agents);
  const config = new ConfigStore(createSnapshot({ raw, env: {}, stateDir: '/nowhere' }));
  const logger = createLogger({ service: 'test', level: 'silent', redact: createRedact([]) });
  const keyRing = new InProcessKeyRing({ now: Date.now, settings: () => keyRingSettings(config.current().config) });
  const providers = [
    { provide: Bus, useValue: bus },
    { provide: ConfigStore, useValue: config },
    { provide: KeyRing, useValue: keyRing },
    { provide: Metrics, useValue: new Metrics('test') },
    { provide: Logger, useValue: logger },
    { provide: TurnStore, useValue: new TurnStore(noDatabase('there is no database')) },
  ];

  @Module({})
  class Surroundings {}
  const boot = readBootSettings({}, {});
  const gateway = GatewayModule.of({ resolveAuth: (snapshot) => resolveGatewayAuth(snapshot, boot) });
  const surroundings = { module: Surroundings, global: true, providers, exports: providers };
  const imports = [surroundings, gateway, RunnerModule, WorkerModule];
  const app = await createGatewayApp({ module: class Root {}, imports }, logger);
  const consumes = [...runnerChannels, ...workerChannels];
  app.connectMicroservice({ strategy: new BusTransport({ bus, slots: 10, consumes }) });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    url,
    upstream,
    client: new Anthropic({ baseURL: url, apiKey: 'secret', maxRetries: 0, defaultHeaders: { 'x-app': 'cli' } }),
    close: async () => {
      await app.close();
      await bus.close();
      await upstream.close();
    },
  };
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
