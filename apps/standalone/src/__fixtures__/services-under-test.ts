import { Bus, BusTransport, InProcessBus } from '@clawmesh/bus';
import { ConfigStore, createSnapshot, readBootSettings, resolveGatewayAuth } from '@clawmesh/config';
import { JobSeal } from '@clawmesh/contracts';
import { FailedAuthLimiter, InProcessFailedAuthLimiter, InProcessKeyRing, KeyRing, keyRingSettings } from '@clawmesh/coordination';
import { createGatewayApp, GatewayModule } from '@clawmesh/gateway';
import { RunnerModule, runnerChannels } from '@clawmesh/runner';
import { noDatabase, noProfileKeys, ProfileStore, TurnStore } from '@clawmesh/storage';
import { createLogger, createRedact, Logger, Metrics } from '@clawmesh/telemetry';
import { replyJson, startUpstream, testSeal, type Upstream } from '@clawmesh/testing';
import { workerChannels, WorkerModule } from '@clawmesh/worker';
import { Module } from '@nestjs/common';

export interface ServicesUnderTest {
  readonly url: string;
  readonly upstream: Upstream;
  close(): Promise<void>;
}

/** Gateway, runner and worker over one bus, with one upstream behind them. */
export async function startServices(configOf: (upstreamUrl: string) => object): Promise<ServicesUnderTest> {
  const upstream = await startUpstream(replyJson(500, {}));
  const bus = new InProcessBus({ validate: true });
  const raw = configOf(upstream.url);
  const config = new ConfigStore(createSnapshot({ raw, env: {}, stateDir: '/nowhere' }));
  const logger = createLogger({ service: 'test', level: 'silent', redact: createRedact([]) });
  const keyRing = new InProcessKeyRing({ now: Date.now, settings: () => keyRingSettings(config.current().config) });
  const providers = [
    { provide: Bus, useValue: bus },
    { provide: JobSeal, useValue: testSeal },
    { provide: ConfigStore, useValue: config },
    { provide: FailedAuthLimiter, useValue: new InProcessFailedAuthLimiter(Date.now) },
    { provide: KeyRing, useValue: keyRing },
    { provide: ProfileStore, useValue: new ProfileStore(noDatabase('none'), noProfileKeys('none')) },
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
    close: async () => {
      await app.close();
      await bus.close();
      await upstream.close();
    },
  };
}
