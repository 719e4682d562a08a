import type { Failure, FailureReason } from '@clawmesh/contracts';
import type { KeyCandidate, KeyLease, KeyReport, KeyRing, LeaseAnswer, LeaseQuestion } from './key-ring.js';
import { settingsFrom, type CreateHarness, type KeyRingHarness } from './key-ring.harness.contract.js';
import type { KeyRingSettings } from './key-ring-settings.js';

export const second = 1_000;
export const minute = 60 * second;

export const failureOf = (reason: FailureReason, more: Partial<Failure> = {}): Failure => ({
  reason,
  message: reason,
  origin: 'upstream',
  ...more,
});

/** Keys in an order of their own, as those of the environment are. */
export const inOrder = (...keyIds: readonly string[]): KeyCandidate[] =>
  keyIds.map((keyId, rank) => aKey(keyId, { rank }));

/** Stored profiles that take turns. */
export const profiles = (...keyIds: readonly string[]): KeyCandidate[] =>
  keyIds.map((keyId) => aKey(keyId, { isProfile: true, isSticky: true }));

const aKey = (keyId: string, more: Partial<KeyCandidate> = {}): KeyCandidate => ({
  keyId,
  source: `SOURCE_OF_${keyId}`,
  rank: 0,
  ...more,
});

/** A question that waits: its answer, once there is one. */
export interface Asked {
  readonly whenAnswered: Promise<LeaseAnswer>;
  answer?: LeaseAnswer;
}

/** One worker's view, in the words of the tests. */
export class Caller {
  constructor(readonly ring: KeyRing) {}

  lease(candidates: readonly KeyCandidate[], more: Partial<LeaseQuestion> = {}): Promise<LeaseAnswer> {
    return this.ring.lease(this.#question(candidates, more));
  }

  ask(candidates: readonly KeyCandidate[], more: Partial<LeaseQuestion> = {}, signal?: AbortSignal): Asked {
    const asked: Asked = { whenAnswered: this.ring.lease(this.#question(candidates, more), signal) };
    void asked.whenAnswered.then((answer) => (asked.answer = answer));
    return asked;
  }

  /** A lease that must be had. */
  async take(candidates: readonly KeyCandidate[], more: Partial<LeaseQuestion> = {}): Promise<KeyLease> {
    return granted(await this.lease(candidates, more));
  }

  report(lease: KeyLease, report: KeyReport): Promise<void> {
    return this.ring.report(lease, report);
  }

  fail(lease: KeyLease, failure: Failure, started = false): Promise<void> {
    return this.ring.report(lease, { result: 'failure', failure, started });
  }

  /** A call of this one key that fails. */
  async cool(key: KeyCandidate, failure: Failure, model = 'm1'): Promise<void> {
    await this.fail(await this.take([key], { model }), failure);
  }

  /** A call of this one key that goes well. */
  async succeed(key: KeyCandidate, model = 'm1'): Promise<void> {
    await this.report(await this.take([key], { model }), { result: 'success' });
  }

  /** The key that a call gets now, if any; the call says nothing about it. */
  async leased(candidates: readonly KeyCandidate[], more: Partial<LeaseQuestion> = {}): Promise<string | undefined> {
    const answer = await this.lease(candidates, more);
    if (!answer.granted) return undefined;
    await this.report(answer.lease, { result: 'released' });
    return answer.lease.keyId;
  }

  /** How long the key is refused for this model, in seconds; 0 when it is to be had. */
  async secondsOf(key: KeyCandidate, model = 'm1'): Promise<number | undefined> {
    const answer = await this.lease([key], { model, hasFallbacks: true });
    if (!answer.granted) return answer.soonestInMs === undefined ? undefined : answer.soonestInMs / second;
    await this.report(answer.lease, { result: 'released' });
    return 0;
  }

  #question(candidates: readonly KeyCandidate[], more: Partial<LeaseQuestion>): LeaseQuestion {
    const asked = { provider: 'p', model: 'm1', candidates, excludedKeyIds: [] };
    return { ...asked, deadlineAt: Number.MAX_SAFE_INTEGER, ...more };
  }
}

export function granted(answer: LeaseAnswer | undefined): KeyLease {
  if (!answer?.granted) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer.lease;
}

/** What a suite works with: eight workers of one cluster. */
export interface Stage {
  readonly harness: KeyRingHarness;
  readonly callers: readonly Caller[];
  /** Two different workers. */
  readonly caller: Caller;
  readonly other: Caller;
  elapse(seconds: number): Promise<void>;
}

export async function openStage(create: CreateHarness, settings: KeyRingSettings = settingsFrom()): Promise<Stage> {
  const harness = await create({ workers: 8, settings });
  const callers = harness.rings.map((ring) => new Caller(ring));
  const [caller, other] = [callers[0], callers.at(-1)];
  if (!caller || !other) throw new Error('a harness has rings');
  return { harness, callers, caller, other, elapse: (seconds) => harness.advance(seconds * second) };
}
