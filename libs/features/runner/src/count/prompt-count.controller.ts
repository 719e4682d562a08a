import { BusContext, Serves } from '@clawmesh/bus';
import { channels, JobSeal, type CountReply, type PromptCountRequest } from '@clawmesh/contracts';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { localFailures } from '../run/local-failure.js';
import { logUnauthenticated } from '../run/refuse-run.js';
import { RunnerDeps } from '../run/runner-deps.js';
import { countPrompt } from './count-prompt.js';

/** Where prompts to count enter. */
@Controller()
export class PromptCountController {
  constructor(
    private readonly deps: RunnerDeps,
    private readonly jobSeal: JobSeal,
  ) {}

  @Serves(channels.promptCounts)
  async count(@Payload() { run }: PromptCountRequest, @Ctx() context: BusContext<CountReply>): Promise<void> {
    if (!this.jobSeal.holdsRun(run)) return this.#refuse(run.runId, context);
    const reply = await countPrompt(run, context.traceparent, this.deps);
    if (reply) context.reply(reply);
  }

  #refuse(runId: string, context: BusContext<CountReply>): void {
    logUnauthenticated(runId, this.deps.log);
    context.reply({ status: 'failed', failure: localFailures.unauthenticatedJob });
  }
}
