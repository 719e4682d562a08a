import { Bus } from '@clawmesh/bus';
import { channels, JobSeal, type AgentRun, type CountReply, type Failure } from '@clawmesh/contracts';
import { Injectable } from '@nestjs/common';
import { askOnce } from './ask-once.js';

/** Asks a runner how much the first model call of a run would read. */
@Injectable()
export class TokenCounts {
  constructor(
    private readonly bus: Bus,
    private readonly jobSeal: JobSeal,
  ) {}

  /** Rejects with the signal's reason when the client leaves, and has the worker stop; what else goes wrong is in the reply. */
  async count(run: AgentRun, traceparent: string, signal: AbortSignal): Promise<CountReply> {
    const { runId } = run;
    const timeoutMs = run.deadlineAt + graceMs - Date.now();
    const question = {
      channel: channels.promptCounts,
      request: { run: { seal: this.jobSeal.ofRun(run), ...run } },
      runId,
      timeoutMs,
      traceparent,
    };
    const reply = await askOnce(this.bus, question, signal);
    if (reply === 'late') return failed(late);
    return reply === 'no-responders' ? failed(noRunners) : reply;
  }
}

/** A runner that is alive answers within the deadline and this. */
const graceMs = 1_000;

const failed = (failure: Failure): CountReply => ({ status: 'failed', failure });

const late: Failure = {
  reason: 'timeout',
  code: 'count_deadline',
  message: 'the tokens could not be counted in time',
  origin: 'local',
};

const noRunners: Failure = {
  reason: 'overloaded',
  code: 'no_runners',
  message: 'no runner is available',
  origin: 'local',
};
