import { Bus } from '@clawmesh/bus';
import { Logger } from '@clawmesh/telemetry';
import { Injectable } from '@nestjs/common';
import { StoredConversations } from '../conversation/stored-conversations.js';
import { FailoverParts } from '../failover/failover-parts.js';
import { ActiveRuns } from './active-runs.js';
import { systemClock } from './clock.js';
import type { RunAgentDeps } from './run-agent.js';
import { RunPlanner } from './run-planner.js';

/** What runs need, in the process: the ports of the app and the runner's own state. */
@Injectable()
export class RunnerDeps implements RunAgentDeps {
  readonly clock = systemClock;

  constructor(
    readonly bus: Bus,
    readonly log: Logger,
    readonly activeRuns: ActiveRuns,
    readonly planner: RunPlanner,
    readonly conversations: StoredConversations,
    readonly failover: FailoverParts,
  ) {}
}
