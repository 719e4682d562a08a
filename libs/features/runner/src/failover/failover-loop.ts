import { addUsage, channels, noUsage, type Failure } from '@clawmesh/contracts';
import type { Bus } from '@clawmesh/bus';
import type { AttemptDispatcher, AttemptEnd } from '../attempt/attempt-dispatcher.js';
import { attemptJob, attemptNumber, type RunPlan } from '../attempt/attempt-job.js';
import type { Clock } from '../run/clock.js';
import type { FramePlace } from '../run/run-end.js';
import { attemptFailure, type AttemptFailure } from './attempt-failure.js';
import { decideNext, type NextStep } from './decide-next.js';
import type { DecisionLog } from './decision-log.js';
import type { FailoverMetrics } from './failover-metrics.js';
import type { FailoverRules } from './failover-rules.js';
import { candidateOf, startOf, withFailure, type FailoverState } from './failover-state.js';
import { fallbackSummary, withOverflow } from './fallback-summary.js';
import { goOnMidStream, withContinuation, withUsage, type BrokenOff, type Continuation } from './go-on-mid-stream.js';
import type { OverflowHandler } from './overflow-handler.js';
import type { SkippedCandidates } from './skipped-candidates.js';

/** The attempt that answered, and the `provider/model` it asked. */
export type CompletedAttempt = Extract<AttemptEnd, { status: 'completed' }> & { readonly model: string };

interface Ended {
  readonly place: FramePlace;
  readonly attempts: number;
}

export type RunResult =
  | (Ended & { readonly status: 'completed'; readonly answer: CompletedAttempt; readonly continuations?: number })
  | (Ended & { readonly status: 'stopped' })
  | (Ended & { readonly status: 'failed'; readonly failure: Failure });

export interface FailoverDeps {
  readonly bus: Bus;
  readonly dispatcher: AttemptDispatcher;
  readonly clock: Clock;
  readonly decisions: DecisionLog;
  readonly metrics: FailoverMetrics;
  readonly skipped: SkippedCandidates;
  readonly shorten: OverflowHandler;
}

export interface FailoverContext {
  readonly rules: FailoverRules;
  readonly signal: AbortSignal;
}

/** Tries the candidates of a run until one answers, content was sent, or nothing is left to try (FAIL-1…9). */
export async function runFailover(planned: RunPlan, context: FailoverContext, deps: FailoverDeps): Promise<RunResult> {
  const { signal } = context;
  let plan = planned;
  let state = firstState(plan);
  for (;;) {
    const tried = await tryCandidate(plan, state, { signal, deps });
    const { end } = tried;
    ({ state } = tried);
    if (end.status === 'completed') return completed(plan, state, { end, deps });
    if (signal.aborted || isStopped(end)) return { status: 'stopped', ...endOf(plan, state) };

    const failed = attemptFailure(end, state);
    state = withFailure(state, failed.failure, deps.clock.now());
    // STRM-1: what is done once a client may have seen something is decided in there, and nowhere below.
    const left = await unlessShown(plan, { state, failed }, { context, deps });
    if ('status' in left) return left;
    ({ plan, state } = left);

    const step = await nextStep(plan, { state, failed }, { context, deps });
    if (step.type === 'stop' || step.type === 'exhausted') {
      const failure = finalFailure(state, failed.failure, { step, now: deps.clock.now() });
      return { status: 'failed', failure, ...endOf(plan, state) };
    }
    if (step.type === 'shorten') ({ plan } = step);
    state = stepped(state, step);
    tellProgress(plan, state, deps.bus);
    await pause(step, signal, deps.clock);
    // FAIL-8: the caller may have left while the attempt failed or the run waited.
    if (signal.aborted) return { status: 'stopped', ...endOf(plan, state) };
  }
}

function firstState({ startsAt, chain, shown }: RunPlan): FailoverState {
  const state = startsAt ?? startOf(chain);
  return shown === undefined ? state : withContinuation(state);
}

interface Trying {
  readonly signal: AbortSignal;
  readonly deps: FailoverDeps;
}

interface Tried {
  readonly state: FailoverState;
  readonly end: AttemptEnd;
}

/** Asks the current candidate, unless it is to be passed over: then no call was made. */
async function tryCandidate(plan: RunPlan, before: FailoverState, { signal, deps }: Trying): Promise<Tried> {
  const skip = deps.skipped.skip(plan.run, before);
  if (skip) return { state: before, end: unasked(skip) };
  const state = { ...before, attemptsMade: before.attemptsMade + 1 };
  const { traceparent } = plan;
  const end = await deps.dispatcher.dispatch(attemptJob(plan, state), { signal, traceparent });
  if (end.status === 'worker-lost' && !signal.aborted) dismissLostWorker(plan, state, deps.bus);
  return { state, end };
}

function unasked(failure: Failure): Extract<AttemptEnd, { status: 'failed' }> {
  return { type: 'outcome', status: 'failed', failure, contentSent: false, frames: 0 };
}

interface Completion {
  readonly end: Extract<AttemptEnd, { status: 'completed' }>;
  readonly deps: FailoverDeps;
}

function completed(plan: RunPlan, state: FailoverState, { end, deps }: Completion): RunResult {
  if (state.failed.length > 0) deps.decisions.lateSuccess(plan.run, state);
  const { provider, model } = candidateOf(state);
  const place = { attempt: attemptNumber(plan, state), seq: end.frames };
  const answer: CompletedAttempt = { model: `${provider}/${model}`, ...wholeAnswer(plan, state, end) };
  const { attemptsMade: attempts, continuations } = state;
  return { status: 'completed', answer, place, attempts, ...(continuations !== undefined && { continuations }) };
}

/** With what other attempts have said and cost before this one. */
function wholeAnswer({ shown }: RunPlan, { usage: before }: FailoverState, end: Completion['end']): Completion['end'] {
  if (shown === undefined) return end;
  const { message, usage } = end;
  const whole = { ...end, message: { ...message, content: shown + message.content } };
  return before === undefined ? whole : { ...whole, usage: addUsage(before, usage ?? noUsage) };
}

/** A step with what it needs to be taken. */
type TakenStep = Exclude<NextStep, { type: 'shorten' }> | { readonly type: 'shorten'; readonly plan: RunPlan };

interface Deciding {
  readonly context: FailoverContext;
  readonly deps: FailoverDeps;
}

async function nextStep(
  plan: RunPlan,
  { state, failed }: { readonly state: FailoverState; readonly failed: AttemptFailure },
  { context: { rules }, deps }: Deciding,
): Promise<TakenStep> {
  const { failure, isProbe } = failed;
  const { clock } = deps;
  const { deadlineAt } = plan.run;
  const decided = decideNext(state, failure, { rules, deadlineAt, now: clock.now(), random: clock.random() });
  const step = decided.type === 'shorten' ? shortened(await deps.shorten({ plan, state, failure })) : decided;
  deps.decisions.candidateFailed(plan.run, state, { failure, step, isProbe });
  deps.metrics.count(state, failure, step);
  deps.skipped.note(plan.run, { state, failure, ttlMs: rules.skipTtlMs });
  return step;
}

function shortened(plan: RunPlan | undefined): TakenStep {
  return plan ? { type: 'shorten', plan } : { type: 'stop' };
}

function stepped(before: FailoverState, step: Exclude<TakenStep, { type: 'stop' | 'exhausted' }>): FailoverState {
  const state = { ...before, isRetry: step.type === 'retry' };
  switch (step.type) {
    case 'advance':
    case 'wait': {
      const hasWaited = state.hasWaited || step.type === 'wait';
      return { ...state, index: step.index, lostWorkers: 0, silentWorkers: 0, hasWaited };
    }
    case 'retry':
      return { ...state, retriesMade: state.retriesMade + 1 };
    case 'shorten':
      return { ...state, timesShortened: state.timesShortened + 1 };
    case 'redispatch':
      return state;
    default:
      return step satisfies never;
  }
}

interface FinalStep {
  readonly step: Extract<NextStep, { type: 'stop' | 'exhausted' }>;
  readonly now: number;
}

function finalFailure(state: FailoverState, failure: Failure, { step, now }: FinalStep): Failure {
  return step.type === 'stop' ? withOverflow(failure) : fallbackSummary(state, failure, now);
}

async function pause(step: TakenStep, signal: AbortSignal, clock: Clock): Promise<void> {
  if ('delayMs' in step) await clock.wait(step.delayMs, signal);
}

/** Whoever takes the run over goes on from here (FAIL-21). A run whose first attempt answers never sends it. */
function tellProgress(plan: RunPlan, state: FailoverState, bus: Bus): void {
  const { runId, gatewayId } = plan.run;
  bus.send(channels.runProgress, gatewayId, { runId, attempt: attemptNumber(plan, state), state });
}

function isStopped(end: AttemptEnd): end is Extract<AttemptEnd, { status: 'stopped' | 'cancelled' }> {
  return end.status === 'stopped' || end.status === 'cancelled';
}

/** The worker may live on, cut off for a while: what it still does for this attempt is of no use to anyone. */
function dismissLostWorker(plan: RunPlan, state: FailoverState, bus: Bus): void {
  const beforeAttempt = attemptNumber(plan, state) + 1;
  bus.broadcast(channels.runCancels, { runId: plan.run.runId, beforeAttempt, reason: 'superseded' });
}

/** The run as it goes on after a failure, or its end if a client has seen some of the answer and nobody can go on. */
async function unlessShown(plan: RunPlan, broken: BrokenOff, deciding: Deciding): Promise<Continuation | RunResult> {
  const { state, failed } = broken;
  // A lost worker may have sent content and died before it could say so; then the gateway would refuse to begin anew.
  const mayBeShown = failed.contentSent || (failed.isLost === true && plan.run.continuesMidStream === true);
  if (!mayBeShown) return { plan, state: plan.shown === undefined ? state : withUsage(state, failed) };
  const goesOn = await goOnMidStream(plan, broken, deciding);
  if (deciding.context.signal.aborted) return { status: 'stopped', ...endOf(plan, state) };
  if (typeof goesOn === 'object') return goesOn;
  return failed.contentSent || goesOn === 'refused' ? afterContent(plan, state, failed) : { plan, state };
}

/** STRM-2. The end follows the frames already sent, when they are counted, so that the client gets every token. */
function afterContent(plan: RunPlan, state: FailoverState, { failure, frames }: AttemptFailure): RunResult {
  const end = endOf(plan, state);
  const place = frames === undefined ? end.place : { attempt: attemptNumber(plan, state), seq: frames };
  return { status: 'failed', failure, attempts: end.attempts, place };
}

/** An end of its own: newer than every attempt, so that it waits for no frame of theirs. */
function endOf(plan: RunPlan, state: FailoverState): Ended {
  return { place: { attempt: attemptNumber(plan, state) + 1, seq: 0 }, attempts: state.attemptsMade };
}
