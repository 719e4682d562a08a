import { Bus, type QueuedJob } from '@clawmesh/bus';
import { channels, JobSeal, type AgentRun, type Failure } from '@clawmesh/contracts';
import { Logger } from '@clawmesh/telemetry';
import { Injectable } from '@nestjs/common';
import { GatewayInbox } from './gateway-inbox.js';
import type { OpenRun, RunEnding } from './open-run.js';
import type { RunSink } from './run-sink.js';

/** Where a run comes from and goes to: its renderer, its trace, and the moment its client leaves. */
export interface RunClient {
  readonly sink: RunSink;
  readonly traceparent: string;
  /** Calls back once if the client leaves before the answer is complete; at once if it is gone already. */
  onGone(callback: () => void): void;
}

/** Sends a run to the runners and stays with it until its client has the answer or is gone. */
@Injectable()
export class RunDispatcher {
  constructor(
    private readonly bus: Bus,
    private readonly inbox: GatewayInbox,
    private readonly jobSeal: JobSeal,
    private readonly logger: Logger,
  ) {}

  get gatewayId(): string {
    return this.inbox.gatewayId;
  }

  async dispatch(run: AgentRun, client: RunClient): Promise<RunEnding> {
    const open = this.inbox.open(run, client.sink);
    client.onGone(() => open.abandon('client-gone'));
    const queued = this.bus
      .enqueue(
        channels.agentRuns,
        { seal: this.jobSeal.ofRun(run), ...run },
        { id: run.runId, traceparent: client.traceparent },
      )
      .catch((error: unknown) => this.#refuse(open, error));
    const ending = await open.finished;
    if (!ending.answered) await this.#cancel(open, ending.reason, await queued);
    return ending;
  }

  #refuse(open: OpenRun, error: unknown): undefined {
    this.logger.error({ err: error, runId: open.run.runId }, 'the run could not be queued');
    open.fail(queueFailure, 'shutdown');
  }

  /** A job that still waits is taken back; one that was handed out is told to stop (HTTP-94a). */
  async #cancel(open: OpenRun, reason: Parameters<OpenRun['abandon']>[0], job: QueuedJob | undefined): Promise<void> {
    const { runId } = open.run;
    this.logger.info({ runId, reason }, 'run cancelled');
    if (job && !open.started && (await job.remove())) return;
    this.bus.broadcast(channels.runCancels, { runId, reason });
  }
}

const queueFailure: Failure = {
  reason: 'overloaded',
  code: 'queue_unavailable',
  message: 'the run could not be queued',
  origin: 'local',
};
