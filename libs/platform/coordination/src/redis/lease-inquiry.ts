import { choose, type Choice } from '../key-choice.js';
import { newRecord } from '../key-record.js';
import type { LeaseAnswer, LeaseQuestion } from '../key-ring.js';
import type { KeyRingSettings } from '../key-ring-settings.js';
import { standingOf, type RatedKey } from '../key-standing.js';
import { withoutOld } from '../key-verdict.js';
import { slowStartLimit, slowStartMs } from '../slow-start.js';
import type { KeyRecord } from '../key-record.js';
import type { LeaseInput, LeaseReply } from './ring-scripts.js';

const verdictWaitMs = 5_000;

type Refused = Extract<LeaseReply, { result: 'refused' }>;

/** What a question gets now; with `waitUntil`, by the time of Redis, only if it gets nothing better until then. */
export interface Offer {
  readonly answer: LeaseAnswer;
  readonly waitUntil?: number;
}

/** The most calls a key takes at a time now. */
export function limitOf(record: KeyRecord, now: number, settings: KeyRingSettings): number {
  const most = settings.maxInFlight(record.provider);
  return settings.slowStart ? Math.min(most, slowStartLimit(record, now)) : most;
}

/** One question on its way through refusals to an answer: works out why there is no key, and how long to wait for one. */
export class LeaseInquiry {
  readonly question: LeaseQuestion;
  readonly #settings: KeyRingSettings;
  readonly #deadlineInMs: number;
  #verdictUntil: number | undefined;
  #capacityUntil: number | undefined;

  /** `deadlineInMs`: from now. */
  constructor(question: LeaseQuestion, settings: KeyRingSettings, deadlineInMs: number) {
    this.question = question;
    this.#settings = settings;
    this.#deadlineInMs = deadlineInMs;
  }

  /** The key to probe in spite of its window, or what to answer. */
  refusedBy(reply: Refused): Offer | Pick<LeaseInput, 'probeKeyId' | 'probeRev'> {
    const { now, hasBudget, isThrottled } = reply;
    const facts = { now, hasBudget, isProbeDue: !isThrottled, pinnedKeyId: undefined };
    const choice = choose(this.question, this.#rate(reply), facts);
    if (choice.kind === 'refuse') return { answer: choice.refusal };
    if (choice.kind === 'wait') return { answer: choice.refusal, waitUntil: this.#waitUntil(choice, now) };
    if (choice.probe === 'primary') return { probeKeyId: choice.key.record.keyId, probeRev: reply.rev };
    // There is room, but others came before (CLU-8).
    const answer: LeaseAnswer = { granted: false, why: 'busy', reason: 'overloaded' };
    return { answer, waitUntil: this.#waitUntil({ verdict: false, capacity: true }, now) };
  }

  #rate({ records, calls, now }: Refused): RatedKey[] {
    const { provider, candidates } = this.question;
    return candidates.map(({ rank, isSticky = false, ...candidate }, index) => {
      const stored = records[index] ?? newRecord({ ...candidate, provider });
      const record = withoutOld(stored, now, this.#settings);
      const at = { now, inFlight: calls[index] ?? 0, limit: limitOf(record, now, this.#settings) };
      return { record, rank, isSticky, ...standingOf(record, this.question, at) };
    });
  }

  /** Each wait is counted from when it begins, and none outlasts the call's deadline (CLU-7, CLU-17). */
  #waitUntil(
    { verdict, capacity }: Pick<Extract<Choice, { kind: 'wait' }>, 'verdict' | 'capacity'>,
    now: number,
  ): number {
    const { busyWaitMs, slowStart } = this.#settings;
    const capacityMs = busyWaitMs > 0 && slowStart ? Math.max(busyWaitMs, slowStartMs) : busyWaitMs;
    if (verdict) this.#verdictUntil ??= now + Math.min(verdictWaitMs, this.#deadlineInMs);
    if (capacity) this.#capacityUntil ??= now + Math.min(capacityMs, this.#deadlineInMs);
    return Math.max((verdict && this.#verdictUntil) || 0, (capacity && this.#capacityUntil) || 0);
  }
}
