import type { AgentRun, AttemptJob, ModelCall } from '@clawmesh/contracts';
import type { Candidate, CandidateChain } from '../model/candidate-chain.js';
import { candidateOf, mayProbe, nextIndex, type FailoverState } from '../failover/failover-state.js';
import { stickySession } from './sticky-session.js';

/** A run with everything decided that does not change while its candidates are tried (SEL-16). */
export interface RunPlan {
  readonly run: AgentRun;
  readonly chain: CandidateChain;
  /** The number of the delivery's first attempt. */
  readonly firstAttempt: number;
  readonly configRevision: string;
  readonly traceparent?: string | undefined;
  /** Where the runner that was lost with the run had come (FAIL-21); absent: at the start. */
  readonly startsAt?: FailoverState | undefined;
  /** The beginning of the answer that the client has seen: attempts go on from there. */
  readonly shown?: string | undefined;
  callFor(candidate: Candidate): ModelCall;
}

/**
 * The order for the attempt that `state` stands at. Without tools of the agent, an answer ends the run, unless it has to
 * be stored first.
 */
export function attemptJob(plan: RunPlan, state: FailoverState): AttemptJob {
  const { run } = plan;
  const candidate = candidateOf(state);
  const job: AttemptJob = {
    runId: run.runId,
    attempt: attemptNumber(plan, state),
    gatewayId: run.gatewayId,
    provider: candidate.provider,
    model: candidate.model,
    call: callOf(plan, candidate),
    endsRun: !run.isStored,
    attemptsMade: state.attemptsMade,
    agentId: run.agentId,
    sessionKey: run.sessionKey,
    deadlineAt: run.deadlineAt,
    configRevision: plan.configRevision,
  };
  if (candidate.profileId !== undefined) job.profileId = candidate.profileId;
  if (mayProbe(state)) job.mayProbe = true;
  if (nextIndex(state) !== undefined) job.hasFallbacks = true;
  if (state.isRetry) job.isRetry = true;
  if (state.continuations !== undefined) job.continuations = state.continuations;
  if (state.usage !== undefined) job.usageBefore = state.usage;
  const session = stickySession(run);
  if (session !== undefined) job.stickySession = session;
  return job;
}

function callOf({ shown, callFor }: RunPlan, candidate: Candidate): ModelCall {
  const call = callFor(candidate);
  return shown === undefined ? call : { ...call, continues: { text: shown } };
}

/** The number of the latest attempt. */
export function attemptNumber(plan: RunPlan, state: FailoverState): number {
  return plan.firstAttempt + state.attemptsMade - 1;
}
