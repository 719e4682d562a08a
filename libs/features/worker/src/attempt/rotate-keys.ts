import type { KeyLease, KeyReport, KeyRing, LeaseAnswer } from '@clawmesh/coordination';
import type { KeyChoice } from '../credentials/choose-keys.js';
import type { CallResult } from '../upstream/upstream-order.js';
import type { AttemptPlan, PlannedCredential } from './attempt-plan.js';
import { CredentialWalk } from './credential-walk.js';
import { withoutKey, type LeaseRefusal } from './without-key.js';

export type FailedCall = Extract<CallResult, { status: 'failed' }>;

/** What a key was used for ended so. */
export type KeyUse = { readonly status: 'completed' } | FailedCall | { readonly status: 'stopped' };

/** For which model a key is wanted. */
export interface KeyDemand {
  readonly provider: string;
  readonly model: string;
  /** Whose key it was last time (ORD-8). */
  readonly stickySession?: string | undefined;
  readonly mayProbe?: boolean | undefined;
  readonly hasFallbacks?: boolean | undefined;
  readonly isRetry?: boolean | undefined;
  /** Epoch milliseconds. */
  readonly deadlineAt: number;
}

interface Rotation<Result> {
  readonly keyRing: KeyRing;
  readonly demand: KeyDemand;
  readonly keys: KeyChoice;
  readonly plan: Pick<AttemptPlan, 'credentials' | 'rotation'>;
  readonly signal: AbortSignal;
  /** Tells the ring when the upstream begins to answer well (CLU-16). */
  call(credential: PlannedCredential, lease: KeyLease): Promise<Result>;
  /** Nothing was shown, nobody left, and there is time (ROT-7). */
  mayGoOn(): boolean;
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Another credential is used, after this failure of the one before. */
  onRotation(failed: FailedCall): void;
}

interface Stopped {
  readonly status: 'stopped';
}

/** Calls with one credential after the other, each once, while another may do better (ROT-1…8, ORD-5…7). */
export async function rotateKeys<Result extends KeyUse>(
  rotation: Rotation<Result>,
): Promise<Result | FailedCall | Stopped> {
  const { keyRing, demand, signal } = rotation;
  const walk = walkOf(rotation);
  let last: FailedCall | undefined;
  for (;;) {
    const answer = await leaseKey(rotation, walk);
    if (signal.aborted) return stopped(keyRing, answer);
    if (!answer.granted) return last ? exhausted(last, answer) : withoutKey(demand, answer);
    const { lease } = answer;
    if (last) rotation.onRotation(last);
    const result = await callWith(rotation, lease);
    // The window is open before the next key is chosen (ROT-9).
    await keyRing.report(lease, reportOf(result));
    if (result.status !== 'failed' || !rotation.mayGoOn() || !walk.goesOnAfter(lease.keyId, result)) return result;
    const backoffMs = walk.backoffMs(lease.keyId, result);
    if (backoffMs > 0) await rotation.wait(backoffMs, signal);
    if (!rotation.mayGoOn()) return result;
    last = result;
  }
}

function walkOf({ demand, keys, plan }: Rotation<unknown>): CredentialWalk {
  const { candidates } = keys;
  return new CredentialWalk({ candidates, rules: plan.rotation, hasFallbacks: demand.hasFallbacks ?? false });
}

function leaseKey({ keyRing, demand, keys, signal }: Rotation<unknown>, walk: CredentialWalk): Promise<LeaseAnswer> {
  const { provider, model, stickySession, mayProbe, hasFallbacks, isRetry, deadlineAt } = demand;
  const { candidates, preferredKeyId } = keys;
  const { excludedKeyIds, neededTokens, isAtStart } = walk;
  const question = {
    provider,
    model,
    candidates,
    excludedKeyIds,
    neededTokens,
    hasFallbacks,
    deadlineAt,
    preferredKeyId,
    session: stickySession,
    // A second cooling key is not tried (PROBE-6), and another key is no retry (CLU-21).
    mayProbe: mayProbe && isAtStart,
    isRetry: isRetry && isAtStart,
  };
  return keyRing.lease(question, signal);
}

async function callWith<Result>({ keyRing, plan, call }: Rotation<Result>, lease: KeyLease): Promise<Result> {
  const credential = plan.credentials.get(lease.keyId);
  try {
    if (!credential) throw new Error(`the key ring leased ${lease.keyId}, which was no candidate`);
    return await call(credential, lease);
  } catch (error) {
    await keyRing.report(lease, { result: 'released' });
    throw error;
  }
}

/** Whoever waits for a key may leave in the very moment when there is one. */
async function stopped(keyRing: KeyRing, answer: LeaseAnswer): Promise<Stopped> {
  if (answer.granted) await keyRing.report(answer.lease, { result: 'released' });
  return { status: 'stopped' };
}

function reportOf(result: KeyUse): KeyReport {
  if (result.status === 'completed') return { result: 'success' };
  // What is wrong with the request, or with the whole provider, is not the key's fault (ERR-48).
  if (result.status === 'stopped' || result.scope === 'request' || result.scope === 'provider')
    return { result: 'released' };
  return { result: 'failure', failure: result.failure, started: result.started };
}

/** ROT-2: the last key's error is the answer; when to come back is what all keys together say (AM-6). */
function exhausted(last: FailedCall, { soonestInMs }: LeaseRefusal): FailedCall {
  const { reason, ceiling } = last.failure;
  if (reason !== 'rate_limit' || ceiling || soonestInMs === undefined) return last;
  return { ...last, failure: { ...last.failure, retryAfterMs: soonestInMs } };
}
