import { addUsage, type FailoverState } from '@clawmesh/contracts';
import { attemptNumber, type RunPlan } from '../attempt/attempt-job.js';
import { claimRun } from '../run/run-claim.js';
import type { AttemptFailure } from './attempt-failure.js';
import { decideNext } from './decide-next.js';
import type { FailoverContext, FailoverDeps } from './failover-loop.js';

/** An upstream that breaks off again and again is paid for each time. */
const mostContinuations = 5;

/** An attempt that broke off, of which a client may have seen something. */
export interface BrokenOff {
  readonly state: FailoverState;
  readonly failed: AttemptFailure;
}

interface Going {
  readonly context: FailoverContext;
  readonly deps: FailoverDeps;
}

/** The run as it goes on: from what was shown, or anew when nothing was. */
export interface Continuation {
  readonly plan: RunPlan;
  readonly state: FailoverState;
}

/**
 * Asks the gateway, who alone knows what the client has seen, whether another attempt may go on with an answer that broke
 * off; from then on what comes late of it is not shown. Not worth asking: nothing has changed. Refused: STRM-2 stands.
 */
export async function goOnMidStream(
  plan: RunPlan,
  broken: BrokenOff,
  { context, deps }: Going,
): Promise<Continuation | 'not-asked' | 'refused'> {
  const { state, failed } = broken;
  if (!mayAsk(plan, broken, { context, deps })) return 'not-asked';
  const { bus, clock } = deps;
  const reply = await claimRun(plan.run, attemptNumber(plan, state) + 1, { bus, clock, signal: context.signal });
  deps.decisions.brokeOff(plan.run, state, reply);
  deps.metrics.brokeOff(reply.verdict);
  switch (reply.verdict) {
    case 'resume':
      return { plan: { ...plan, shown: reply.text }, state: withContinuation(withUsage(state, failed)) };
    case 'granted':
      return { plan, state };
    case 'content-sent':
    case 'gone':
      return 'refused';
    default:
      return reply satisfies never;
  }
}

/** Whether anything could come of it: nobody is asked for a run that ends here anyway. */
function mayAsk({ run }: RunPlan, { state, failed }: BrokenOff, { context, deps }: Going): boolean {
  if (!run.continuesMidStream || (state.continuations ?? 0) >= mostContinuations) return false;
  const { clock } = deps;
  const circumstances = { rules: context.rules, deadlineAt: run.deadlineAt, now: clock.now(), random: clock.random() };
  const { type } = decideNext(state, failed.failure, circumstances);
  return type !== 'stop' && type !== 'exhausted';
}

export function withContinuation(state: FailoverState): FailoverState {
  return { ...state, continuations: (state.continuations ?? 0) + 1 };
}

/** AM-5: what broke off has cost, too, as far as the upstream told. */
export function withUsage(state: FailoverState, { usage }: AttemptFailure): FailoverState {
  if (usage === undefined) return state;
  return { ...state, usage: state.usage ? addUsage(state.usage, usage) : usage };
}
