import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bus, BusTransport, InProcessBus } from '@clawmesh/bus';
import { ConfigStore, createSnapshot } from '@clawmesh/config';
import { channels, JobSeal, type AgentRun, type AttemptJob, type CountReply, type RunFrame } from '@clawmesh/contracts';
import { noDatabase, TurnStore } from '@clawmesh/storage';
import { createLogger, Logger, Metrics } from '@clawmesh/telemetry';
import { anAgentRun, testSeal, waitUntil } from '@clawmesh/testing';
import { Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ActiveRuns, RunnerModule, runnerChannels, runnerSlots } from './index.js';

const snapshot = createSnapshot({
  raw: { agents: { defaults: { model: 'a/p', maxConcurrent: 4 } } },
  env: {},
  stateDir: mkdtempSync(join(tmpdir(), 'clawmesh-runner-')),
});
const logger = createLogger({ level: 'silent', service: 'test', redact: (text) => text });

const sealed = (run: AgentRun): AgentRun => ({ ...run, seal: testSeal.ofRun(run) });

describe('RunnerModule', () => {
  const bus = new InProcessBus({ validate: true });
  let app: INestMicroservice;

  beforeAll(async () => {
    @Module({
      providers: [
        { provide: Bus, useValue: bus },
        { provide: JobSeal, useValue: testSeal },
        { provide: ConfigStore, useValue: new ConfigStore(snapshot) },
        { provide: Logger, useValue: logger },
        { provide: Metrics, useValue: new Metrics('test') },
        { provide: TurnStore, useValue: new TurnStore(noDatabase('there is no database')) },
      ],
      exports: [Bus, ConfigStore, JobSeal, Logger, Metrics, TurnStore],
    })
    class Ports {}
    const surroundings = { module: Ports, global: true };
    @Module({ imports: [surroundings, RunnerModule] })
    class App {}
    app = await NestFactory.createMicroservice(App, {
      strategy: new BusTransport({ bus, slots: runnerSlots(snapshot), consumes: runnerChannels }),
      logger: false,
    });
    await app.listen();
  });
  afterAll(() => app.close());

  it('AGT-40, AM-19 takes as many runs at a time as the config says', () => {
    expect(runnerSlots(snapshot)).toBe(4);
    expect(runnerSlots(createSnapshot({ raw: {}, env: {}, stateDir: '/nowhere' }))).toBe(256);
  });

  it('takes a job off the bus, orders an attempt with the trace of the job, and stops it on a cancel', async () => {
    const orders: { job: AttemptJob; traceparent: string | undefined }[] = [];
    const worker = await bus.serve(channels.attempts, ({ message, traceparent }) =>
      orders.push({ job: message, traceparent }),
    );
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await bus.enqueue(channels.agentRuns, sealed(anAgentRun({ runId: 'run-7' })), { id: 'run-7', traceparent });
    const [order] = await waitUntil(() => orders.length > 0 && orders);
    expect(order).toMatchObject({ traceparent, job: { runId: 'run-7', provider: 'a', model: 'p' } });

    const runs = app.get(ActiveRuns);
    expect(runs.size).toBe(1);
    bus.broadcast(channels.runCancels, { runId: 'run-7', reason: 'client-gone' });
    await waitUntil(() => runs.size === 0);
    await worker.close();
  });

  it('AUTH-82 refuses a job whose requester nobody vouches for, before anything of it', async () => {
    const attempts: AttemptJob[] = [];
    const worker = await bus.serve(channels.attempts, ({ message }) => attempts.push(message));
    const frames: RunFrame[] = [];
    const inbox = await bus.listen(channels.runFrames, 'gateway-1', (frame) => frames.push(frame));
    const asRoot = { ...anAgentRun().requester, subject: 'root' };
    const forged = [
      anAgentRun({ runId: 'run-8' }),
      anAgentRun({ runId: 'run-9', seal: 'made-up' }),
      { ...sealed(anAgentRun({ runId: 'run-10' })), requester: asRoot },
    ];
    for (const run of forged) await bus.enqueue(channels.agentRuns, run, { id: run.runId });
    await waitUntil(() => frames.length === 3);
    for (const { events } of frames) {
      expect(events).toMatchObject([{ type: 'run-failed', failure: { code: 'unauthenticated_job' } }]);
    }
    expect(attempts).toEqual([]);
    await Promise.all([worker.close(), inbox.close()]);
  });

  it('AUTH-82 counts nothing for a requester nobody vouches for', async () => {
    const reply = await new Promise<CountReply>((resolve, reject) => {
      bus.call(
        channels.promptCounts,
        { run: anAgentRun() },
        { onReply: resolve, onNoResponders: () => reject(new Error('nobody serves')) },
      );
    });
    expect(reply).toMatchObject({ status: 'failed', failure: { code: 'unauthenticated_job' } });
  });
});
