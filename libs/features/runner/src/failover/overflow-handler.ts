import type { Failure } from '@clawmesh/contracts';
import type { RunPlan } from '../attempt/attempt-job.js';
import type { FailoverState } from './failover-state.js';

/** A call that was too long for the current candidate. */
export interface Overflow {
  readonly plan: RunPlan;
  readonly state: FailoverState;
  /** Its `overflow` says how long the call was and may be, as far as the upstream told (ERR-23). */
  readonly failure: Failure;
}

/** Returns the plan with a shorter call for the same chain; undefined: it cannot be made shorter (ERR-39). */
export type OverflowHandler = (overflow: Overflow) => Promise<RunPlan | undefined>;

/** A request of one turn has nothing that could be left out. */
export const keepsWhole: OverflowHandler = () => Promise.resolve(undefined);
