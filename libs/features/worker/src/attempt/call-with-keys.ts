import { modelLabel } from '@clawmesh/config';
import type { AttemptJob } from '@clawmesh/contracts';
import type { KeyLease } from '@clawmesh/coordination';
import type { KeyChoice } from '../credentials/choose-keys.js';
import type { FramePublisher } from '../frames/frame-publisher.js';
import type { CallResult } from '../upstream/upstream-order.js';
import type { AttemptPlan, PlannedCredential } from './attempt-plan.js';
import { KeyInUse } from './key-in-use.js';
import { callWithRepairs, RepairedCall } from './repaired-call.js';
import { rotateKeys } from './rotate-keys.js';
import type { AttemptContext, AttemptDeps } from './run-attempt.js';

interface PlannedAttempt {
  readonly job: AttemptJob;
  readonly deps: AttemptDeps;
  readonly context: AttemptContext;
  readonly plan: AttemptPlan;
  readonly keys: KeyChoice;
  readonly frames: FramePublisher;
}

export interface KeyedResult {
  readonly result: CallResult;
  /** The last credential that was used, if any. */
  readonly lease: KeyLease | undefined;
}

/** The call of an attempt, with one credential after the other, and in other words where the upstream asks for them. */
export async function callWithKeys(planned: PlannedAttempt): Promise<KeyedResult> {
  const { job, deps, context, plan, keys, frames } = planned;
  const { signal, onKey, ...listening } = context;
  const { keyRing, http: client, sockets, metrics, now, wait } = deps;
  const label = modelLabel(deps.config.current(), job);
  const repaired = new RepairedCall(job.call);
  const mayGoOn = (): boolean => !frames.contentSent && !signal.aborted && job.deadlineAt > now();
  let last: KeyLease | undefined;
  const call = (credential: PlannedCredential, lease: KeyLease): Promise<CallResult> => {
    const startedAt = now();
    const onAnswered = (): void => {
      metrics.answered(label, now() - startedAt);
      keyRing.answered(lease);
    };
    last = lease;
    onKey(new KeyInUse({ agentId: job.agentId, plan, credential }));
    const order = { client, sockets, plan, credential, call: job.call, frames, now, onAnswered, ...listening };
    return callWithRepairs({ order, repaired, mayGoOn, onRepair: (name) => logRepair(planned, name) }, signal);
  };
  const result = await rotateKeys({
    keyRing,
    demand: job,
    keys,
    plan,
    signal,
    call,
    mayGoOn,
    wait,
    onRotation: ({ failure }) => metrics.keyRotated(label, failure.reason),
  });
  return { result, lease: last };
}

function logRepair({ job, deps }: PlannedAttempt, repair: string): void {
  const { runId, attempt, provider, model } = job;
  deps.logger.info({ runId, attempt, provider, model, repair }, 'a refused request is sent again in other words');
}
