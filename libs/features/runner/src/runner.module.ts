import { Bus } from '@clawmesh/bus';
import { ConfigStore } from '@clawmesh/config';
import { TurnStore } from '@clawmesh/storage';
import { Logger, Metrics } from '@clawmesh/telemetry';
import { Module } from '@nestjs/common';
import { AgentRunController } from './agent-run.controller.js';
import { AttemptDispatcher } from './attempt/attempt-dispatcher.js';
import { AttemptSupervisor } from './attempt/attempt-supervisor.js';
import { ExpiredTurns } from './conversation/expired-turns.js';
import { StoredConversations } from './conversation/stored-conversations.js';
import { PromptCountController } from './count/prompt-count.controller.js';
import { DecisionLog } from './failover/decision-log.js';
import { FailoverMetrics } from './failover/failover-metrics.js';
import { FailoverParts } from './failover/failover-parts.js';
import { SkippedCandidates } from './failover/skipped-candidates.js';
import { AgentSetups } from './model/agent-setups.js';
import { AgentPrompts } from './prompt/agent-prompts.js';
import { WorkspaceFiles } from './prompt/workspace-files.js';
import { ActiveRuns } from './run/active-runs.js';
import { systemClock } from './run/clock.js';
import { RunPlanner } from './run/run-planner.js';
import { RunnerDeps } from './run/runner-deps.js';
import { Sweep } from './run/sweep.js';

const { now } = systemClock;

function createPlanner(config: ConfigStore, log: Logger, conversations: StoredConversations): RunPlanner {
  const files = new WorkspaceFiles(now, (directory, err) => log.warn({ directory, err }, 'a workspace cannot be read'));
  return new RunPlanner({ config, conversations, agents: new AgentSetups(log), prompts: new AgentPrompts(files, now) });
}

/** The agent runner. The app brings `Bus`, `ConfigStore`, `TurnStore`, `Logger` and `Metrics`. */
@Module({
  controllers: [AgentRunController, PromptCountController],
  providers: [
    RunnerDeps,
    { provide: ActiveRuns, useFactory: () => new ActiveRuns(now) },
    {
      provide: StoredConversations,
      inject: [TurnStore, ConfigStore, Logger],
      useFactory: (store: TurnStore, config: ConfigStore, log: Logger) =>
        new StoredConversations({ store, config, log, now }),
    },
    {
      provide: ExpiredTurns,
      inject: [TurnStore, Logger],
      useFactory: (store: TurnStore, log: Logger) => new ExpiredTurns(store, log, now),
    },
    { provide: RunPlanner, inject: [ConfigStore, Logger, StoredConversations], useFactory: createPlanner },
    {
      provide: AttemptDispatcher,
      inject: [Bus, AttemptSupervisor],
      useFactory: (bus: Bus, supervisor: AttemptSupervisor) => new AttemptDispatcher(bus, supervisor, systemClock),
    },
    { provide: DecisionLog, inject: [Logger], useFactory: (log: Logger) => new DecisionLog(log, now) },
    {
      provide: FailoverMetrics,
      inject: [Metrics, ConfigStore],
      useFactory: (metrics: Metrics, config: ConfigStore) => new FailoverMetrics(metrics, config),
    },
    { provide: SkippedCandidates, useFactory: () => new SkippedCandidates(now) },
    FailoverParts,
    { provide: AttemptSupervisor, useFactory: () => new AttemptSupervisor(now) },
    {
      provide: Sweep,
      inject: [ActiveRuns, AttemptSupervisor, ConfigStore],
      useFactory: (runs: ActiveRuns, supervisor: AttemptSupervisor, config: ConfigStore) =>
        new Sweep(runs, supervisor, config),
    },
  ],
  exports: [ActiveRuns],
})
export class RunnerModule {}
