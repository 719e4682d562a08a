import { Bus, BusTransport, InProcessBus } from '@clawmesh/bus';
import { ConfigStore, createSnapshot } from '@clawmesh/config';
import { channels, JobSeal, type AttemptReply } from '@clawmesh/contracts';
import { InProcessKeyRing, KeyRing, keyRingSettings } from '@clawmesh/coordination';
import { noDatabase, noProfileKeys, ProfileStore } from '@clawmesh/storage';
import { createLogger, createRedact, Logger, Metrics } from '@clawmesh/telemetry';
import { anAttemptJob, replyJson, startUpstream, testSeal } from '@clawmesh/testing';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { workerChannels, WorkerModule } from './worker.module.js';

describe('WorkerModule', () => {
  it('serves attempts over the bus, in the surroundings that the application gives', async () => {
    const upstream = await startUpstream(replyJson(400, { error: { message: 'odd' } }));
    const raw = { models: { providers: { openai: { baseUrl: upstream.url, models: [] } } } };
    const bus = new InProcessBus({ validate: true });
    const config = new ConfigStore(createSnapshot({ raw, env: {}, stateDir: '/nowhere' }));
    const keyRing = new InProcessKeyRing({ now: Date.now, settings: () => keyRingSettings(config.current().config) });
    const providers = [
      { provide: Bus, useValue: bus },
      { provide: ConfigStore, useValue: config },
      { provide: JobSeal, useValue: testSeal },
      { provide: KeyRing, useValue: keyRing },
      { provide: Metrics, useValue: new Metrics('test') },
      { provide: ProfileStore, useValue: new ProfileStore(noDatabase('none'), noProfileKeys('none')) },
      { provide: Logger, useValue: createLogger({ service: 'test', level: 'silent', redact: createRedact([]) }) },
    ];

    @Module({})
    class Surroundings {}
    const surroundings = { module: Surroundings, global: true, providers, exports: providers };
    const strategy = new BusTransport({ bus, slots: 1, consumes: workerChannels });
    const app = await NestFactory.createMicroservice(
      { module: class Root {}, imports: [surroundings, WorkerModule] },
      { strategy, logger: false },
    );
    await app.listen();

    const reply = await new Promise<AttemptReply>((resolve, reject) => {
      bus.call(channels.attempts, anAttemptJob(), {
        onReply: resolve,
        onNoResponders: () => reject(new Error('nobody serves')),
      });
    });
    expect(reply).toMatchObject({ status: 'failed', failure: { message: 'odd' } });
    await app.close();
    await bus.close();
    await upstream.close();
  });
});
