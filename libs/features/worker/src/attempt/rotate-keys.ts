import type { KeyLease, KeyReport, KeyRing, LeaseAnswer } from '@clawmesh/coordination';
import { localFailure } from '../failure/local-failure.js';
import type { CallResult } from '../upstream/upstream-order.js';
import type { AttemptPlan, PlannedCredential } from './attempt-plan.js';

export type FailedCall = Extract<CallResult, { status: 'failed' }>;

/** What a key was used for ended so. */
export type KeyUse = { readonly status: 'completed' } | FailedCall | { readonly status: 'stopped' };

/** For which model a key is wanted. */
export interface KeyDemand {
  readonly provider: string;
  readonly model: string;
  /** Use this auth profile first (REF-8). */
  readonly profileId?: string | undefined;
  readonly mayProbe?: boolean | undefined;
  readonly hasFallbacks?: boolean | undefined;
  /** Epoch milliseconds. */
  readonly deadlineAt: number;
}

interface Rotation<Result> {
  readonly keyRing: KeyRing;
  readonly demand: KeyDemand;
  readonly plan: Pick<AttemptPlan, 'candidates' | 'credentials'>;
  call(credential: PlannedCredential): Promise<Result>;
  /** Nothing was shown, nobody left, and there is time (ROT-7). */
  mayGoOn(): boolean;
}

/** Calls with one key after the other, each once, while the limit of a key is what stands in the way (ROT-1…8). */
export async function rotateKeys<Result extends KeyUse>(rotation: Rotation<Result>): Promise<Result | FailedCall> {
  const tried: string[] = [];
  let last: FailedCall | undefined;
  for (;;) {
    const answer = await leaseKey(rotation, tried);
    if (!answer.granted) return last ? exhausted(last, answer) : allCooling(rotation.demand, answer);
    const { lease } = answer;
    const result = await callWith(rotation, lease);
    // The window is open before the next key is chosen (ROT-9).
    await rotation.keyRing.report(lease, reportOf(result));
    if (result.status !== 'failed' || !result.rotatesKey || !rotation.mayGoOn()) return result;
    tried.push(lease.keyId);
    last = result;
  }
}

function leaseKey(
  { keyRing, demand, plan }: Rotation<unknown>,
  excludedKeyIds: readonly string[],
): Promise<LeaseAnswer> {
  const { profileId: preferredKeyId, ...asked } = demand;
  const { provider, model, mayProbe, hasFallbacks, deadlineAt } = asked;
  const { candidates } = plan;
  return keyRing.lease({
    ...{ provider, model, candidates, excludedKeyIds, preferredKeyId, mayProbe, hasFallbacks, deadlineAt },
  });
}

async function callWith<Result>({ keyRing, plan, call }: Rotation<Result>, lease: KeyLease): Promise<Result> {
  const credential = plan.credentials.get(lease.keyId);
  try {
    if (!credential) throw new Error(`the key ring leased ${lease.keyId}, which was no candidate`);
    return await call(credential);
  } catch (error) {
    await keyRing.report(lease, { result: 'released' });
    throw error;
  }
}

function reportOf(result: KeyUse): KeyReport {
  if (result.status === 'completed') return { result: 'success' };
  // What is wrong with the request, or with the whole provider, is not the key's fault (ERR-48).
  if (result.status === 'stopped' || result.scope === 'request' || result.scope === 'provider')
    return { result: 'released' };
  return { result: 'failure', failure: result.failure, started: result.started };
}

/** ROT-2: the last key's error is the answer; when to come back is what all keys together say (AM-6). */
function exhausted(last: FailedCall, { soonestInMs }: Extract<LeaseAnswer, { granted: false }>): FailedCall {
  if (last.failure.reason !== 'rate_limit' || soonestInMs === undefined) return last;
  return { ...last, failure: { ...last.failure, retryAfterMs: soonestInMs } };
}

/** ROT-11: no key may be used now, so no call is made. */
function allCooling(demand: KeyDemand, { reason, soonestInMs }: Extract<LeaseAnswer, { granted: false }>): FailedCall {
  const failure = localFailure(demand, reason, {
    code: 'keys_cooling_down',
    message: `Every key of provider "${demand.provider}" is cooling down after earlier errors (${reason}).`,
    retryAfterMs: soonestInMs,
  });
  return { status: 'failed', started: false, rotatesKey: false, scope: 'local', failure };
}
