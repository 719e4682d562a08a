import type { Failure, Usage } from '@clawmesh/contracts';
import type { AttemptEnd } from '../attempt/attempt-dispatcher.js';
import { localFailures } from '../run/local-failure.js';
import { candidateOf, type FailoverState } from './failover-state.js';

/** An attempt that did not answer. */
export interface AttemptFailure {
  readonly failure: Failure;
  readonly contentSent: boolean;
  /** Its worker was, and may have sent content of which nobody told. */
  readonly isLost?: boolean;
  /** Frames the attempt is known to have published. */
  readonly frames?: number;
  readonly usage?: Usage | undefined;
  /** A cooling key was tried. */
  readonly isProbe?: boolean | undefined;
}

export type UnansweredEnd = Extract<AttemptEnd, { status: 'failed' | 'worker-lost' | 'no-workers' }>;

export function attemptFailure(end: UnansweredEnd, state: FailoverState): AttemptFailure {
  const { provider, model } = candidateOf(state);
  switch (end.status) {
    case 'failed': {
      const { contentSent, frames, isProbe, usage } = end;
      return { failure: { provider, model, ...end.failure }, contentSent, frames, isProbe, usage };
    }
    case 'worker-lost':
      return {
        failure: { ...(end.wasHeard ? localFailures.workerLost : localFailures.workerSilent), provider, model },
        contentSent: end.contentSent,
        isLost: true,
      };
    case 'no-workers':
      return { failure: localFailures.noWorkers, contentSent: false };
    default:
      return end satisfies never;
  }
}
