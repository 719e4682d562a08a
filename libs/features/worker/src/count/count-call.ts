import { setImmediate as nextTurn } from 'node:timers/promises';
import { modelLabel, type ConfigStore } from '@clawmesh/config';
import type { CallCountRequest, CountReply, Failure } from '@clawmesh/contracts';
import type { KeyRing } from '@clawmesh/coordination';
import type { UpstreamClient } from '@clawmesh/http';
import type { Logger } from '@clawmesh/telemetry';
import { estimateTokens, UnsupportedContentError, type CallCounting } from '@clawmesh/wire';
import { planAttempt, type AttemptPlan } from '../attempt/attempt-plan.js';
import { rotateKeys } from '../attempt/rotate-keys.js';
import type { CallStop } from '../attempt/run-attempt.js';
import type { KeyChoice } from '../credentials/choose-keys.js';
import type { AuthProfiles } from '../credentials/profiles/auth-profiles.js';
import { localFailure } from '../failure/local-failure.js';
import { askUpstream, type AskResult } from '../upstream/ask-upstream.js';
import type { WorkerMetrics } from '../worker-metrics.js';

export interface CountDeps {
  readonly config: ConfigStore;
  readonly profiles: Pick<AuthProfiles, 'current'>;
  readonly keyRing: KeyRing;
  readonly http: UpstreamClient;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
  readonly now: () => number;
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * How many tokens a call would read: as its upstream counts, else as we do. Never rejects. Undefined: it was cancelled,
 * and nobody waits for an answer.
 */
export async function countCall(
  request: CallCountRequest,
  deps: CountDeps,
  signal: AbortSignal,
): Promise<CountReply | undefined> {
  const timeLeftMs = request.deadlineAt - deps.now();
  if (timeLeftMs <= 0) return failed(pastDeadline(request));
  const late = new AbortController();
  const timer = setTimeout(() => late.abort('deadline' satisfies CallStop), timeLeftMs);
  try {
    return await count({ request, deps, signal: AbortSignal.any([signal, late.signal]) });
  } catch (err) {
    if (err instanceof UnsupportedContentError) return failed(unsupported(request, err));
    const { runId, provider, model } = request;
    deps.logger.error({ err, runId, provider, model }, 'a count broke');
    return failed(localFailure(request, 'unknown', { code: 'internal_error', message: 'internal error' }));
  } finally {
    clearTimeout(timer);
  }
}

interface Counted {
  readonly request: CallCountRequest;
  readonly deps: CountDeps;
  readonly signal: AbortSignal;
}

async function count(counted: Counted): Promise<CountReply | undefined> {
  const { request, deps, signal } = counted;
  await deps.config.caughtUp(request.configRevision);
  const plan = planAttempt(deps, request);
  if ('problem' in plan) return failed(localFailure(request, plan.problem, plan));
  const { counting } = plan.wire;
  if (!counting) return estimate(request);
  const keys = plan.keys.of(undefined);
  if ('message' in keys) return failed(localFailure(request, 'auth', keys));
  const result = await askWithKeys(counted, { plan, keys, counting });
  return result.status === 'stopped' ? stopped(request, signal) : replyTo(result, counting, request);
}

interface PlannedCount {
  readonly plan: AttemptPlan;
  readonly keys: KeyChoice;
  readonly counting: CallCounting;
}

function askWithKeys({ request, deps, signal }: Counted, { plan, keys, counting }: PlannedCount): Promise<AskResult> {
  const { keyRing, http: client, now, wait } = deps;
  const { provider, model, call } = request;
  const { headersTimeoutMs: timeoutMs } = plan.timeouts;
  return rotateKeys<AskResult>({
    keyRing,
    demand: { provider, model, deadlineAt: request.deadlineAt },
    keys,
    plan,
    signal,
    wait,
    onRotation: ({ failure }) => deps.metrics.keyRotated(modelLabel(deps.config.current(), request), failure.reason),
    call: async (credential) => {
      const upstreamRequest = counting.encodeRequest(call, credential.route);
      return cannotCount(
        await askUpstream({ client, plan, credential, request: upstreamRequest, timeoutMs, now }, signal),
      );
    },
    mayGoOn: () => !signal.aborted,
  });
}

/** Others that speak the protocol often have no such path: that is no failure of the model, nor of the key. */
const withoutPath: ReadonlySet<number | undefined> = new Set([404, 405, 501]);
const nothing = new Uint8Array();

function cannotCount(result: AskResult): AskResult {
  if (result.status !== 'failed' || !withoutPath.has(result.failure.status)) return result;
  return { status: 'completed', body: nothing };
}

function replyTo(
  result: Exclude<AskResult, { status: 'stopped' }>,
  counting: CallCounting,
  request: CallCountRequest,
): CountReply | Promise<CountReply> {
  if (result.status === 'failed') return failed(result.failure);
  const inputTokens = counting.decodeResponse(result.body);
  return inputTokens === undefined ? estimate(request) : { status: 'counted', inputTokens, isEstimate: false };
}

function stopped(request: CallCountRequest, { reason }: AbortSignal): CountReply | undefined {
  const stop = reason as CallStop; // ours, or of ActiveCounts
  switch (stop) {
    case 'cancelled':
      return undefined;
    case 'deadline':
      return failed(pastDeadline(request));
    case 'shutdown':
      return failed(workerStopped(request));
    default:
      return stop satisfies never;
  }
}

async function estimate({ call }: CallCountRequest): Promise<CountReply> {
  return { status: 'counted', inputTokens: await estimateTokens(call, nextTurn), isEstimate: true };
}

const failed = (failure: Failure): CountReply => ({ status: 'failed', failure });

const pastDeadline = (request: CallCountRequest): Failure =>
  localFailure(request, 'timeout', { code: 'count_deadline', message: 'Counting took longer than its time limit.' });

const workerStopped = (request: CallCountRequest): Failure =>
  localFailure(request, 'timeout', { code: 'worker_lost', message: 'The worker stopped before it had counted.' });

const unsupported = (request: CallCountRequest, { partType }: UnsupportedContentError): Failure =>
  localFailure(request, 'format', {
    code: 'unsupported_content',
    message: `The model "${request.provider}/${request.model}" cannot be sent content of type "${partType}".`,
  });
