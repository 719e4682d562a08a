import type { AssistantMessage, AttemptJob, AttemptOutcome, Failure } from '@clawmesh/contracts';
import type { Bus } from '@clawmesh/bus';
import { modelLabel, type ConfigStore } from '@clawmesh/config';
import type { KeyRing } from '@clawmesh/coordination';
import type { UpstreamClient } from '@clawmesh/http';
import type { Logger } from '@clawmesh/telemetry';
import type { AuthProfiles } from '../credentials/profiles/auth-profiles.js';
import { localFailure } from '../failure/local-failure.js';
import { FramePublisher } from '../frames/frame-publisher.js';
import type { AttemptEnd, CallResult } from '../upstream/upstream-order.js';
import type { SocketTransport } from '../upstream/websocket/socket-transport.js';
import type { SilenceWatch } from '../upstream/silence-watch.js';
import type { WorkerMetrics } from '../worker-metrics.js';
import { planAttempt } from './attempt-plan.js';
import { callWithKeys } from './call-with-keys.js';
import type { KeyInUse } from './key-in-use.js';

export interface AttemptDeps {
  readonly bus: Bus;
  readonly config: ConfigStore;
  readonly profiles: Pick<AuthProfiles, 'current'>;
  readonly keyRing: KeyRing;
  readonly http: UpstreamClient;
  readonly sockets: SocketTransport;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
  readonly now: () => number;
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Why a call is to end early. */
export type CallStop = 'cancelled' | 'deadline' | 'shutdown';

/** Why an attempt is to end early. */
export type AttemptStop = CallStop | 'auth-revoked';

/** What an attempt hears and says while it runs. */
export interface AttemptContext {
  /** Its reason is an `AttemptStop`. */
  readonly signal: AbortSignal;
  readonly silence: SilenceWatch;
  /** A call begins with this credential. */
  onKey(key: KeyInUse): void;
  /** The first frame that a client can see was sent. */
  onContent(): void;
}

/** One attempt: lease a key, call upstream, stream frames to the gateway, say how it went. Never rejects. */
export async function runAttempt(job: AttemptJob, deps: AttemptDeps, context: AttemptContext): Promise<AttemptOutcome> {
  const outcome = await attempt(job, deps, context);
  deps.metrics.attemptEnded(modelLabel(deps.config.current(), job), outcome);
  return outcome;
}

async function attempt(job: AttemptJob, deps: AttemptDeps, context: AttemptContext): Promise<AttemptOutcome> {
  const frames = new FramePublisher(deps.bus, job);
  if (job.deadlineAt <= deps.now()) return failed(frames, pastDeadline(job));
  try {
    await deps.config.caughtUp(job.configRevision);
    const plan = planAttempt(deps, job);
    if ('problem' in plan) return failed(frames, localFailure(job, plan.problem, plan));
    const keys = plan.keys.of(job.profileId);
    if ('message' in keys) return failed(frames, localFailure(job, 'auth', keys));

    const { result, lease } = await callWithKeys({ job, deps, context, plan, keys, frames });
    const outcome = outcomeOf(result, { job, frames, signal: context.signal });
    if (!lease) return outcome;
    return { ...outcome, keyId: lease.keyId, ...(lease.probe === 'primary' && { isProbe: true }) };
  } catch (err) {
    const { runId, attempt: number, provider, model } = job;
    deps.logger.error({ err, runId, attempt: number, provider, model }, 'an attempt broke');
    return failed(frames, localFailure(job, 'unknown', { code: 'internal_error', message: 'internal error' }));
  }
}

interface Ending {
  readonly job: AttemptJob;
  readonly frames: FramePublisher;
  readonly signal: AbortSignal;
}

/** Usage is told whatever became of the call (AM-5); that of a completed one is part of its end. */
function outcomeOf(result: CallResult, ending: Ending): AttemptOutcome {
  const outcome = endOf(result, ending);
  return result.usage && result.status !== 'completed' ? { ...outcome, usage: result.usage } : outcome;
}

function endOf(result: CallResult, { job, frames, signal }: Ending): AttemptOutcome {
  switch (result.status) {
    case 'completed':
      return completed(frames, result.message, result.end);
    case 'failed':
      return failed(frames, result.failure);
    case 'stopped':
      if (signal.reason === 'deadline') return failed(frames, pastDeadline(job));
      if (signal.reason === 'shutdown') return failed(frames, workerStopped(job));
      if (signal.reason === 'auth-revoked') return failed(frames, keyRevoked(job));
      return { type: 'outcome', status: 'cancelled', frames: frames.count };
    default:
      return result satisfies never;
  }
}

function completed(frames: FramePublisher, message: AssistantMessage, { type: _, ...end }: AttemptEnd): AttemptOutcome {
  return { type: 'outcome', status: 'completed', message, frames: frames.count, ...end };
}

function failed(frames: FramePublisher, failure: Failure): AttemptOutcome {
  return { type: 'outcome', status: 'failed', failure, contentSent: frames.contentSent, frames: frames.count };
}

const pastDeadline = (job: AttemptJob): Failure =>
  localFailure(job, 'timeout', { code: 'run_deadline', message: 'The run took longer than its time limit.' });

const workerStopped = (job: AttemptJob): Failure =>
  localFailure(job, 'timeout', { code: 'worker_lost', message: 'The worker stopped before the answer was complete.' });

const keyRevoked = (job: AttemptJob): Failure =>
  localFailure(job, 'auth', { code: 'auth_revoked', message: 'The credential of this call was removed meanwhile.' });
