import type { ConfigStore } from '@clawmesh/config';
import type { AgentRun, Failure } from '@clawmesh/contracts';
import type { RunPlan } from '../attempt/attempt-job.js';
import { joinTurns } from '../conversation/join-turns.js';
import type { StoredConversations } from '../conversation/stored-conversations.js';
import { failoverRules, type FailoverRules } from '../failover/failover-rules.js';
import type { AgentSetups } from '../model/agent-setups.js';
import { withRoomToWork } from '../model/context-guard.js';
import { effortProblem } from '../model/effort-problem.js';
import { withImageInput } from '../model/image-input.js';
import { modelCallFor } from '../model/model-call.js';
import { resolveModel } from '../model/resolve-model.js';
import type { AgentPrompts } from '../prompt/agent-prompts.js';
import { turnMessages } from '../prompt/turn-messages.js';
import { localFailures, noImageInput, noRoomToWork } from './local-failure.js';

export type Planned =
  | { readonly plan: RunPlan; readonly rules: FailoverRules }
  /** The config this runner has cannot serve the run. */
  | { readonly failure: Failure };

export interface RunPlannerDeps {
  readonly config: ConfigStore;
  readonly agents: AgentSetups;
  readonly prompts: AgentPrompts;
  readonly conversations: StoredConversations;
}

type PlannedDelivery = Pick<RunPlan, 'firstAttempt' | 'traceparent' | 'startsAt' | 'shown'>;

/** Decides all that a run needs before its first model call, from the config it was admitted under (SEL-16, CFG-34). */
export class RunPlanner {
  readonly #config: ConfigStore;
  readonly #agents: AgentSetups;
  readonly #prompts: AgentPrompts;
  readonly #conversations: StoredConversations;

  constructor({ config, agents, prompts, conversations }: RunPlannerDeps) {
    this.#config = config;
    this.#agents = agents;
    this.#prompts = prompts;
    this.#conversations = conversations;
  }

  async plan(job: AgentRun, delivery: PlannedDelivery): Promise<Planned> {
    const earlier = await this.#conversations.before(job);
    if ('reason' in earlier) return { failure: earlier };
    const run = earlier.length === 0 ? job : { ...job, messages: joinTurns(earlier, job.messages) };
    await this.#config.caughtUp(run.configRevision);
    const snapshot = this.#config.of(run.configRevision);
    const agent = this.#agents.find(snapshot, run.agentId);
    if (!agent) return { failure: localFailures.unknownAgent };
    const resolved = resolveModel(run.modelOverride, agent, snapshot);
    if (!resolved) return { failure: localFailures.unknownModel };
    const roomy = withRoomToWork(resolved, { snapshot, contextCap: agent.contextCap });
    if (!roomy) return { failure: noRoomToWork(resolved[0]) };
    const chain = withImageInput(roomy, run.messages, snapshot);
    if (!chain) return { failure: noImageInput(roomy[0]) };
    const wrongEffort = effortProblem(run, chain[0], snapshot);
    if (wrongEffort) return { failure: wrongEffort };
    const messages = turnMessages(run, await this.#prompts.systemPromptFor(agent, run));
    const callFor = modelCallFor(run, messages, { agent, snapshot });
    return {
      plan: { run: job, chain, configRevision: snapshot.revision, callFor, ...delivery },
      rules: failoverRules(snapshot, chain),
    };
  }
}
