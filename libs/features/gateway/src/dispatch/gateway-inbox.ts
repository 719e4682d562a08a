import { randomUUID } from 'node:crypto';
import { Bus, type IncomingCall, type Subscription } from '@clawmesh/bus';
import { channels, type AgentRun, type RunClaim, type RunClaimReply, type RunFrame } from '@clawmesh/contracts';
import { Logger } from '@clawmesh/telemetry';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Ticker } from '../http/ticker.js';
import { OpenRun } from './open-run.js';
import type { RunSink } from './run-sink.js';
import { StreamDefects } from './stream-defects.js';

/** The runs that have a client at this process, and the one subscription their frames come in through. */
@Injectable()
export class GatewayInbox implements OnModuleInit, OnApplicationShutdown {
  /** Names this process to the workers and runners that answer to it. */
  readonly gatewayId = randomUUID();
  readonly #runs = new Map<string, OpenRun>();
  #subscriptions: Subscription[] = [];

  constructor(
    private readonly bus: Bus,
    private readonly ticker: Ticker,
    private readonly logger: Logger,
    private readonly defects: StreamDefects,
  ) {}

  async onModuleInit(): Promise<void> {
    this.#subscriptions = await Promise.all([
      this.bus.listen(channels.runFrames, this.gatewayId, (frame) => this.#deliver(frame)),
      this.bus.listen(channels.runProgress, this.gatewayId, (word) => this.#runs.get(word.runId)?.note(word)),
      this.bus.serve(channels.runClaims, (call) => this.#answer(call), { address: this.gatewayId }),
    ]);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#subscriptions.map((subscription) => subscription.close()));
  }

  /** Opens the run's mailbox, until it is finished. To be called before the job is sent. */
  open(run: AgentRun, sink: RunSink): OpenRun {
    const open = new OpenRun(run, sink, this.defects);
    this.#runs.set(run.runId, open);
    this.ticker.add(open);
    void open.finished.then(() => {
      this.#runs.delete(run.runId);
      this.ticker.delete(open);
    });
    return open;
  }

  #deliver(frame: RunFrame): void {
    const run = this.#runs.get(frame.runId);
    try {
      run?.accept(frame);
    } catch (error) {
      this.logger.error({ err: error, runId: frame.runId }, 'a frame could not be rendered');
      run?.abandon('protocol-error');
    }
  }

  #answer(call: IncomingCall<RunClaim, RunClaimReply>): void {
    call.reply(this.#runs.get(call.message.runId)?.claim(call.message) ?? { verdict: 'gone' });
  }
}
