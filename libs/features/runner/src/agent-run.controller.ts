import { BusContext, ConsumesJobs, Subscribes } from '@clawmesh/bus';
import { channels, JobSeal, type AgentRun, type RunCancel } from '@clawmesh/contracts';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { runAgent } from './run/run-agent.js';
import { refuseRun } from './run/refuse-run.js';
import { RunnerDeps } from './run/runner-deps.js';

/** Where runs and their cancels enter. */
@Controller()
export class AgentRunController {
  readonly #deps: RunnerDeps;
  readonly #jobSeal: JobSeal;

  constructor(deps: RunnerDeps, jobSeal: JobSeal) {
    this.#deps = deps;
    this.#jobSeal = jobSeal;
  }

  @ConsumesJobs(channels.agentRuns)
  async run(@Payload() run: AgentRun, @Ctx() { deliveryCount, traceparent }: BusContext): Promise<void> {
    if (!this.#jobSeal.holdsRun(run)) return refuseRun(run, this.#deps);
    return runAgent(run, { deliveryCount, traceparent }, this.#deps);
  }

  @Subscribes(channels.runCancels)
  cancel(@Payload() cancel: RunCancel): void {
    this.#deps.activeRuns.cancel(cancel);
  }
}
