import { Bus } from '@clawmesh/bus';
import { Injectable } from '@nestjs/common';
import { AttemptDispatcher } from '../attempt/attempt-dispatcher.js';
import { systemClock } from '../run/clock.js';
import { DecisionLog } from './decision-log.js';
import type { FailoverDeps } from './failover-loop.js';
import { FailoverMetrics } from './failover-metrics.js';
import { keepsWhole } from './overflow-handler.js';
import { SkippedCandidates } from './skipped-candidates.js';

/** What the failover loop needs, in the process. */
@Injectable()
export class FailoverParts implements FailoverDeps {
  readonly clock = systemClock;
  readonly shorten = keepsWhole;

  constructor(
    readonly bus: Bus,
    readonly dispatcher: AttemptDispatcher,
    readonly decisions: DecisionLog,
    readonly metrics: FailoverMetrics,
    readonly skipped: SkippedCandidates,
  ) {}
}
