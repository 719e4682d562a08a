import { modelLabel, type ConfigStore } from '@clawmesh/config';
import {
  addUsage,
  mayRetrySameModel,
  retryDelayMs,
  type EmbeddingJob,
  type EmbeddingReply,
  type Failure,
  type Usage,
} from '@clawmesh/contracts';
import type { KeyRing } from '@clawmesh/coordination';
import type { UpstreamClient } from '@clawmesh/http';
import type { Logger } from '@clawmesh/telemetry';
import type { EmbeddingAnswer } from '@clawmesh/wire';
import type { CallStop } from '../attempt/run-attempt.js';
import { rotateKeys } from '../attempt/rotate-keys.js';
import type { KeyChoice } from '../credentials/choose-keys.js';
import type { AuthProfiles } from '../credentials/profiles/auth-profiles.js';
import { localFailure } from '../failure/local-failure.js';
import type { WorkerMetrics } from '../worker-metrics.js';
import { callEmbedding, type EmbeddingResult } from './call-embedding.js';
import { planEmbedding, type EmbeddingPlan } from './embedding-plan.js';

export interface EmbeddingDeps {
  readonly config: ConfigStore;
  readonly profiles: Pick<AuthProfiles, 'current'>;
  readonly keyRing: KeyRing;
  readonly http: UpstreamClient;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What a wait must leave of the time there is (RA-5). */
const reservedMs = 5_000;

type Result = Exclude<EmbeddingReply, { status: 'working' }>;

/**
 * Texts to vectors: as many upstream requests as its limit asks for, one after the other, each with a key of its own.
 * Never rejects. Undefined: it was cancelled, and nobody waits for an answer.
 */
export async function runEmbedding(
  job: EmbeddingJob,
  deps: EmbeddingDeps,
  signal: AbortSignal,
): Promise<Result | undefined> {
  if (job.deadlineAt <= deps.now()) return failed(pastDeadline(job));
  try {
    await deps.config.caughtUp(job.configRevision);
    const plan = planEmbedding(deps, job);
    if ('problem' in plan) return failed(localFailure(job, plan.problem, plan));
    const refusal = refusalOf(job, plan);
    if (refusal) return failed(refusal);
    const keys = plan.keys.of(undefined);
    if ('message' in keys) return failed(localFailure(job, 'auth', keys));
    return await embedAll({ job, plan, keys, deps, signal });
  } catch (err) {
    const { runId, provider, model } = job;
    deps.logger.error({ err, runId, provider, model }, 'an embedding broke');
    return failed(localFailure(job, 'unknown', { code: 'internal_error', message: 'internal error' }));
  }
}

interface PlannedEmbedding {
  readonly job: EmbeddingJob;
  readonly plan: EmbeddingPlan;
  readonly keys: KeyChoice;
  readonly deps: EmbeddingDeps;
  readonly signal: AbortSignal;
}

async function embedAll(embedding: PlannedEmbedding): Promise<Result | undefined> {
  const { job, plan, signal } = embedding;
  const answers: EmbeddingAnswer[] = [];
  const retries = { made: 0 };
  for (let from = 0; from < job.input.length; from += plan.maxInputs) {
    const result = await embedPatiently(embedding, from, retries);
    if (result.status === 'failed') return failed(result.failure);
    if (result.status === 'stopped') return stopped(job, signal);
    answers.push(result.answer);
  }
  return joined(job, answers);
}

/** AM-6: no other model may answer (HTTP-100), so the same one is asked again, as for a run without fallbacks (RETRY-4). */
async function embedPatiently(
  embedding: PlannedEmbedding,
  from: number,
  retries: { made: number },
): Promise<EmbeddingResult> {
  const { job, deps, signal } = embedding;
  const { maxAttempts: allowed } = deps.config.current().config.clawmesh.retry;
  let last: EmbeddingResult | undefined;
  for (;;) {
    const result = await embedPart(embedding, from, last !== undefined);
    // CLU-21: nothing was asked for, so what the upstream said before stands.
    if (result.status === 'failed' && result.failure.code === 'retry_budget' && last) return last;
    if (result.status !== 'failed' || !mayRetrySameModel(result.failure, { made: retries.made, allowed }))
      return result;
    last = result;
    const delayMs = retryDelayMs(retries.made + 1, result.failure, deps.random());
    if (deps.now() + delayMs > job.deadlineAt - reservedMs) return result;
    retries.made += 1;
    await deps.wait(delayMs, signal);
    if (signal.aborted) return { status: 'stopped' };
  }
}

function embedPart(
  { job, plan, keys, deps, signal }: PlannedEmbedding,
  from: number,
  isRetry: boolean,
): Promise<EmbeddingResult> {
  const { keyRing, http: client, now, wait } = deps;
  const request = { ...job, input: partOf(job.input, from, plan.maxInputs) };
  return rotateKeys<EmbeddingResult>({
    keyRing,
    demand: { ...job, isRetry },
    keys,
    plan,
    signal,
    wait,
    onRotation: ({ failure }) => deps.metrics.keyRotated(modelLabel(deps.config.current(), job), failure.reason),
    call: (credential) => callEmbedding({ client, plan, credential, request, now }, signal),
    mayGoOn: () => !signal.aborted && job.deadlineAt > now(),
  });
}

/** `slice` forgets that an input is texts or tokens, never both. */
function partOf(input: EmbeddingJob['input'], from: number, length: number): EmbeddingJob['input'] {
  return input.slice(from, from + length) as EmbeddingJob['input'];
}

/** One upstream answers all parts in one form; if it ever did not, the parts would not fit together. */
function joined(job: EmbeddingJob, answers: readonly EmbeddingAnswer[]): Result {
  const precision = answers[0]?.precision ?? 'float32';
  if (answers.some((answer) => answer.precision !== precision)) return failed(mixedForms(job));
  const vectors = answers.flatMap((answer) => answer.vectors);
  const usages = answers.flatMap(({ usage }) => usage ?? []);
  const usage = usages.reduce<Usage | undefined>((sum, next) => (sum ? addUsage(sum, next) : next), undefined);
  return { status: 'completed', vectors, precision, ...(usage && { usage }) };
}

/** What no upstream needs to be asked for. */
function refusalOf(job: EmbeddingJob, { api, route }: EmbeddingPlan): Failure | undefined {
  if (typeof job.input[0] === 'string' || api.takesTokens) return undefined;
  const message = `input: the embeddings API of provider "${job.provider}" (${route.api}) takes texts only, no token arrays`;
  return localFailure(job, 'format', { code: 'unsupported_input', message });
}

function stopped(job: EmbeddingJob, signal: AbortSignal): Result | undefined {
  const reason = signal.reason as CallStop; // only ActiveEmbeddings aborts it
  switch (reason) {
    case 'cancelled':
      return undefined;
    case 'deadline':
      return failed(pastDeadline(job));
    case 'shutdown':
      return failed(workerStopped(job));
    default:
      return reason satisfies never;
  }
}

const failed = (failure: Failure): Result => ({ status: 'failed', failure });

const pastDeadline = (job: EmbeddingJob): Failure =>
  localFailure(job, 'timeout', { code: 'run_deadline', message: 'The request took longer than its time limit.' });

const workerStopped = (job: EmbeddingJob): Failure =>
  localFailure(job, 'timeout', { code: 'worker_lost', message: 'The worker stopped before the answer was complete.' });

const mixedForms = (job: EmbeddingJob): Failure =>
  localFailure(job, 'server_error', { code: 'malformed_answer', message: 'The upstream mixed forms of vectors.' });
