import { createHash } from 'node:crypto';
import type { AgentRun, Failure, RunClaimReply } from '@clawmesh/contracts';
import type { Logger } from '@clawmesh/telemetry';
import type { NextStep } from './decide-next.js';
import { candidateOf, isSkipped, skippedCode, type FailoverState } from './failover-state.js';

const previewChars = 200;
/** OBS-2. */
const quietMs = 30_000;
const maxQuietLines = 1_000;

interface FailedStep {
  readonly failure: Failure;
  readonly step: NextStep;
  /** A cooling key was tried. */
  readonly isProbe?: boolean | undefined;
}

interface QuietLine {
  readonly until: number;
  suppressed: number;
}

/** OBS-1: one line for every candidate that failed, with what is done about it, and one for a late answer. */
export class DecisionLog {
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #quiet = new Map<string, QuietLine>();

  constructor(log: Logger, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  candidateFailed(run: AgentRun, state: FailoverState, failed: FailedStep): void {
    const { failure, step, isProbe } = failed;
    const suppressed = this.#suppressed(run, state, failed);
    if (suppressed === undefined) return;
    const asked = isProbe ? 'probe_cooldown_candidate' : 'candidate_failed';
    const fields = {
      runId: run.runId,
      decision: isSkipped(failure) ? 'skip_candidate' : asked,
      ...position(state),
      reason: failure.reason,
      status: failure.status,
      code: failure.code,
      errorPreview: failure.message.slice(0, previewChars),
      errorFingerprint: fingerprint(failure.message),
      ...fallbackStep(state, failure, step),
      ...(suppressed > 0 && { suppressed }),
    };
    if (step.type === 'stop')
      this.#log.warn({ ...fields, stopReason: failure.code ?? failure.reason }, 'model_fallback_chain_stopped');
    else this.#log.warn(fields, 'model_fallback_decision');
  }

  /** STRM-2: an answer broke off after content was sent; whether another attempt goes on is the gateway's to say. */
  brokeOff({ runId }: AgentRun, state: FailoverState, reply: RunClaimReply): void {
    const chars = reply.verdict === 'resume' ? reply.text.length : undefined;
    this.#log.info({ runId, ...position(state), verdict: reply.verdict, chars }, 'mid_stream_failover');
  }

  /** A candidate answered after others had failed. After an unknown model the config deserves a look (FAIL-20). */
  lateSuccess({ runId }: AgentRun, state: FailoverState): void {
    const unknownModels = state.failed
      .filter(({ failure }) => failure.reason === 'model_not_found')
      .map(({ candidate }) => candidate.key);
    const outcome = { fallbackStepFinalOutcome: 'succeeded' };
    const fields = { runId, decision: 'candidate_succeeded', ...position(state), ...outcome };
    if (unknownModels.length > 0) this.#log.warn({ ...fields, unknownModels }, 'model_fallback_decision');
    else this.#log.info(fields, 'model_fallback_decision');
  }

  /** How many lines like this one were left out before it; undefined: this one is left out too (OBS-2). */
  #suppressed(
    { agentId, sessionKey }: AgentRun,
    state: FailoverState,
    { failure, step }: FailedStep,
  ): number | undefined {
    if (failure.reason !== 'auth' && failure.reason !== 'auth_permanent') return 0;
    const key = [agentId, sessionKey, candidateOf(state).key, failure.reason, step.type, fingerprint(failure.message)];
    return this.#countQuiet(key.join('\n'));
  }

  #countQuiet(key: string): number | undefined {
    const now = this.#now();
    const line = this.#quiet.get(key);
    if (line && line.until > now) {
      line.suppressed += 1;
      return undefined;
    }
    if (this.#quiet.size >= maxQuietLines) this.#quiet.clear();
    this.#quiet.set(key, { until: now + quietMs, suppressed: 0 });
    return line?.suppressed ?? 0;
  }
}

const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

function position(state: FailoverState): Record<string, unknown> {
  return {
    requested: state.chain[0].key,
    candidate: candidateOf(state).key,
    isPrimary: state.index === 0,
    attempt: state.attemptsMade,
    total: state.chain.length,
  };
}

function fallbackStep(state: FailoverState, failure: Failure, step: NextStep): Record<string, unknown> {
  const next = step.type === 'advance' ? state.chain[step.index]?.key : undefined;
  const isOver = step.type === 'stop' || step.type === 'exhausted';
  return {
    action: step.type,
    ...('delayMs' in step && { delayMs: Math.round(step.delayMs) }),
    nextCandidate: next,
    fallbackStepFromModel: candidateOf(state).key,
    fallbackStepToModel: next,
    fallbackStepFromFailureReason: failure.reason,
    fallbackStepChainPosition: state.index + 1,
    fallbackStepFinalOutcome: isOver ? 'chain_exhausted' : 'next_fallback',
    ...(step.type === 'exhausted' && { attempts: state.failed.map(describe) }),
  };
}

/** FAIL-12: without the texts, which have had lines of their own. */
function describe({ candidate, failure }: FailoverState['failed'][number]): Record<string, unknown> {
  const { reason, status } = failure;
  return { model: candidate.key, reason, status, code: isSkipped(failure) ? skippedCode : failure.code };
}
