import type { AgentRun, Failure, RunClaimReply, RunEnd } from '@clawmesh/contracts';
import type { Bus } from '@clawmesh/bus';
import type { Logger } from '@clawmesh/telemetry';
import { runFailover, type FailoverDeps, type RunResult } from '../failover/failover-loop.js';
import type { StoredConversations } from '../conversation/stored-conversations.js';
import type { ActiveRuns } from './active-runs.js';
import type { Clock } from './clock.js';
import { localFailures } from './local-failure.js';
import { claimRun } from './run-claim.js';
import { sendRunEnd, sendRunFailed } from './run-end.js';
import type { RunPlanner } from './run-planner.js';

export interface RunAgentDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly planner: RunPlanner;
  readonly activeRuns: ActiveRuns;
  readonly conversations: StoredConversations;
  readonly failover: FailoverDeps;
}

/** How the job came: a `deliveryCount` over 1 means that an earlier runner was lost with it. */
export interface RunDelivery {
  readonly deliveryCount: number;
  readonly traceparent?: string | undefined;
}

/** Room for the attempts of one delivery, so that those of the next are newer (FAIL-18 allows fewer). */
const attemptsPerDelivery = 1_000;

/** One run: claim it, decide what to ask which models, try them until one answers, tell the client if none does. */
export async function runAgent(run: AgentRun, delivery: RunDelivery, deps: RunAgentDeps): Promise<void> {
  const { runId } = run;
  const { bus, clock, log } = deps;
  if (run.deadlineAt <= clock.now()) return log.warn({ runId }, 'dropped a run job past its deadline');

  const firstAttempt = (delivery.deliveryCount - 1) * attemptsPerDelivery + 1;
  const active = deps.activeRuns.open(run);
  const { signal } = active;
  const fail = (failure: Failure, attempt = firstAttempt): void =>
    sendRunFailed(bus, run, { failure, place: { attempt, seq: 0 }, attempts: 0 });
  try {
    const claimed = await claim(run, { delivery, firstAttempt, signal }, deps);
    if (claimed.verdict === 'gone') return;
    if (claimed.verdict !== 'granted' && claimed.verdict !== 'resume') return fail(localFailures.runnerLost);
    const shown = claimed.verdict === 'resume' ? claimed.text : undefined;
    const taken = { firstAttempt, traceparent: delivery.traceparent, startsAt: claimed.state, shown };
    const planned = await deps.planner.plan(run, taken);
    if ('failure' in planned) return fail(planned.failure);
    const result = await runFailover(planned.plan, { rules: planned.rules, signal }, deps.failover);
    await endRun(run, result, { signal, deps });
  } catch (error) {
    // Acknowledged all the same: the bug would only meet the next runner. Newer than any attempt that was made.
    log.error({ runId, err: error }, 'a run failed for an internal reason');
    fail(localFailures.internal, firstAttempt + attemptsPerDelivery - 1);
  } finally {
    active.close();
  }
}

interface Claiming {
  readonly delivery: RunDelivery;
  readonly firstAttempt: number;
  readonly signal: AbortSignal;
}

/** The first delivery of a job needs to ask nobody. */
async function claim(
  run: AgentRun,
  { delivery, firstAttempt, signal }: Claiming,
  { bus, clock, log }: RunAgentDeps,
): Promise<RunClaimReply> {
  const { deliveryCount } = delivery;
  if (deliveryCount <= 1) return { verdict: 'granted' };
  const reply = await claimRun(run, firstAttempt, { bus, clock, signal });
  const startsAt = 'state' in reply ? reply.state?.index : undefined;
  log.info({ runId: run.runId, verdict: reply.verdict, deliveryCount, startsAt }, 'took over a run');
  return reply;
}

interface Ending {
  readonly signal: AbortSignal;
  readonly deps: RunAgentDeps;
}

async function endRun(run: AgentRun, result: RunResult, { signal, deps }: Ending): Promise<void> {
  const { bus, log } = deps;
  if (result.status === 'completed') return run.isStored ? endStored(run, result, deps) : undefined;
  if (result.status === 'failed') return sendRunFailed(bus, run, result);
  log.debug({ runId: run.runId, reason: signal.reason }, 'a run was stopped');
  if (signal.reason === 'run-deadline') sendRunFailed(bus, run, { ...result, failure: localFailures.runDeadline });
}

/** Stored before the client hears of the end: it may go on at once, on any other runner (AM-9). */
async function endStored(
  run: AgentRun,
  result: Extract<RunResult, { status: 'completed' }>,
  deps: RunAgentDeps,
): Promise<void> {
  const { answer, place, attempts, continuations } = result;
  const isStored = await deps.conversations.keep(run, answer);
  const { finishReason, stopSequence, serviceTier, usage, model } = answer;
  const end: RunEnd = { type: 'run-end', finishReason, model, attempts, isStored };
  if (stopSequence !== undefined) end.stopSequence = stopSequence;
  if (serviceTier !== undefined) end.serviceTier = serviceTier;
  if (usage !== undefined) end.usage = usage;
  if (continuations !== undefined) end.continuations = continuations;
  sendRunEnd(deps.bus, run, { end, place });
}
