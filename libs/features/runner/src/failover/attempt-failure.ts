import type { Failure } from '@clawmesh/contracts';
import type { AttemptEnd } from '../attempt/attempt-dispatcher.js';
import { localFailures } from '../run/local-failure.js';
import { candidateOf, type FailoverState } from './failover-state.js';

/** An attempt that did not answer. */
export interface AttemptFailure {
  readonly failure: Failure;
  readonly contentSent: boolean;
  /** Frames the attempt is known to have published. */
  readonly frames?: number;
  /** A cooling key was tried. */
  readonly isProbe?: boolean | undefined;
}

export type UnansweredEnd = Extract<AttemptEnd, { status: 'failed' | 'worker-lost' | 'no-workers' }>;

export function attemptFailure(end: UnansweredEnd, state: FailoverState): AttemptFailure {
  const { provider, model } = candidateOf(state);
  switch (end.status) {
    case 'failed': {
      const { contentSent, frames, isProbe } = end;
      return { failure: { provider, model, ...end.failure }, contentSent, frames, isProbe };
    }
    case 'worker-lost':
      return {
        failure: { ...(end.wasHeard ? localFailures.workerLost : localFailures.workerSilent), provider, model },
        contentSent: end.contentSent,
      };
    case 'no-workers':
      return { failure: localFailures.noWorkers, contentSent: false };
    default:
      return end satisfies never;
  }
}
