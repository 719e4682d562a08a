import { randomUUID } from 'node:crypto';
import { boardRow } from './key-board.js';
import { KeyBook } from './key-book.js';
import { choose, type Choice } from './key-choice.js';
import { commanded } from './key-orders.js';
import type { KeyRecord } from './key-record.js';
import type { KeyBoardRow, KeyLease, KeyOrder, KeyReport, KnownKey, LeaseAnswer, LeaseQuestion } from './key-ring.js';
import { KeyRing } from './key-ring.js';
import type { KeyRingSettings } from './key-ring-settings.js';
import { standingOf, type RatedKey } from './key-standing.js';
import { withProbe } from './key-verdict.js';
import { LeaseQueue, systemTimer, type Asked, type Offer, type Timer } from './lease-queue.js';
import { RetryBudget } from './retry-budget.js';
import { SessionPins } from './session-pins.js';
import { slowStartMs } from './slow-start.js';
import type { WindowEvents } from './window-events.js';

const probeThrottleMs = 30_000;
const verdictWaitMs = 5_000;
/** A lease outlives the deadline of its call by this much (CLU-4). */
const leaseGraceMs = 30_000;

export interface InProcessKeyRingOptions {
  readonly now: () => number;
  /** Read at each lease and report: a new config affects future windows only (COOL-24). */
  readonly settings: () => KeyRingSettings;
  /** Must go with `now`. */
  readonly timer?: Timer;
  readonly events?: WindowEvents;
}

/** The key ring of one process: for embedded mode, and for a worker that lost its coordinator. */
export class InProcessKeyRing implements KeyRing {
  readonly #now: () => number;
  readonly #settings: () => KeyRingSettings;
  readonly #book: KeyBook;
  readonly #pins = new SessionPins();
  readonly #budgets = new Map<string, RetryBudget>();
  /** When the primary of a provider was last probed. */
  readonly #probedAt = new Map<string, number>();
  readonly #queue: LeaseQueue;

  constructor({ now, settings, timer = systemTimer, events }: InProcessKeyRingOptions) {
    this.#now = now;
    this.#settings = settings;
    this.#book = new KeyBook(settings, events);
    this.#queue = new LeaseQueue({
      ...{ now, timer },
      offer: (asked) => this.#offer(asked),
      nextChange: (provider) => this.#book.nextSlowStep(provider, now()),
    });
  }

  lease(question: LeaseQuestion, signal?: AbortSignal): Promise<LeaseAnswer> {
    return this.#queue.ask(question, signal);
  }

  answered({ leaseId }: KeyLease): void {
    const open = this.#book.leases.get(leaseId);
    if (!open) return;
    const now = this.#now();
    open.answeredAt ??= now;
    if (!open.isProbe) return;
    this.#book.judge(open, { result: 'success' }, now);
    open.isProbe = false;
    this.#queue.serve(open.lease.provider);
  }

  report({ leaseId }: KeyLease, report: KeyReport): Promise<void> {
    const open = this.#book.leases.end(leaseId);
    if (open) {
      this.#book.judge(open, report, this.#now());
      this.#queue.serve(open.lease.provider);
    }
    return Promise.resolve();
  }

  board(known: readonly KnownKey[] = []): Promise<readonly KeyBoardRow[]> {
    const now = this.#now();
    for (const key of known) this.#book.of(key, now);
    return Promise.resolve(this.#book.all().map((record) => boardRow(record, this.#book.standingAt(record, now))));
  }

  command(order: KeyOrder, keys: readonly KnownKey[]): Promise<number> {
    const now = this.#now();
    for (const key of keys) this.#book.save(commanded(this.#book.of(key, now), order));
    for (const provider of new Set(keys.map((key) => key.provider))) this.#queue.serve(provider);
    return Promise.resolve(keys.length);
  }

  /** What is known of each key. */
  records(): readonly KeyRecord[] {
    return this.#book.all();
  }

  /** What is known of a key from now on: the view of more than this process. */
  adopt(record: KeyRecord): void {
    this.#book.save(record);
    this.#queue.serve(record.provider);
  }

  #offer(asked: Asked): Offer {
    const now = this.#now();
    this.#book.leases.sweep(now);
    const choice = this.#choose(asked.question, now);
    if (choice.kind === 'grant') return { answer: this.#grant(asked.question, choice, now) };
    const answer = choice.refusal;
    return choice.kind === 'refuse' ? { answer } : { answer, waitUntil: this.#waitUntil(asked, choice, now) };
  }

  #choose(question: LeaseQuestion, now: number): Choice {
    const { provider, session } = question;
    return choose(question, this.#rate(question, now), {
      now,
      pinnedKeyId: session === undefined ? undefined : this.#pins.of(pinName(provider, session), now),
      isProbeDue: now - (this.#probedAt.get(provider) ?? -Infinity) >= probeThrottleMs,
      hasBudget: this.#budgetOf(provider).allows(now),
    });
  }

  #rate(question: LeaseQuestion, now: number): RatedKey[] {
    const { provider, candidates } = question;
    return candidates.map(({ rank, isSticky = false, ...candidate }) => {
      const record = this.#book.of({ ...candidate, provider }, now);
      return { record, rank, isSticky, ...standingOf(record, question, this.#book.standingAt(record, now)) };
    });
  }

  #grant(question: LeaseQuestion, { key, probe, pins }: Extract<Choice, { kind: 'grant' }>, now: number): LeaseAnswer {
    const { provider, model, session, candidates, deadlineAt } = question;
    const { keyId, gen } = key.record;
    const lease: KeyLease = { leaseId: randomUUID(), keyId, provider, model, ...(probe && { probe }) };
    const expiresAt = deadlineAt + leaseGraceMs;
    this.#book.leases.add({ lease, gen, leasedAt: now, expiresAt, isProbe: probe !== undefined });
    if (probe === 'primary') this.#probedAt.set(provider, now);
    if (pins && session !== undefined) this.#pins.pin(pinName(provider, session), keyId, now);
    this.#spend(question, probe, now);
    const rivals = candidates.map((candidate) => this.#book.of({ ...candidate, provider }, now).lastLeasedAt ?? 0);
    const lastLeasedAt = Math.max(now, Math.max(...rivals) + 1);
    const record = { ...key.record, lastLeasedAt, ...(probe && { lastProbeAt: now }) };
    const { leaseId } = lease;
    this.#book.save(probe === 'half-open' ? withProbe(record, { leaseId, model, until: expiresAt, now }) : record);
    return { granted: true, lease };
  }

  /** Rotations and the throttled probes of primaries are neither first calls nor further ones (CLU-21). */
  #spend({ provider, isRetry, excludedKeyIds }: LeaseQuestion, probe: KeyLease['probe'], now: number): void {
    const budget = this.#budgetOf(provider);
    if (isRetry || probe === 'half-open') budget.spend('further', now);
    else if (excludedKeyIds.length === 0 && probe === undefined) budget.spend('first', now);
  }

  #budgetOf(provider: string): RetryBudget {
    const known = this.#budgets.get(provider);
    if (known) return known;
    const budget = new RetryBudget();
    this.#budgets.set(provider, budget);
    return budget;
  }

  /** Each wait is counted from when it begins, and none outlasts the call's deadline (CLU-7, CLU-17). */
  #waitUntil(asked: Asked, { verdict, capacity }: Extract<Choice, { kind: 'wait' }>, now: number): number {
    if (verdict) asked.verdictUntil ??= now + verdictWaitMs;
    if (capacity) asked.capacityUntil ??= now + this.#busyWaitMs();
    const ends = [verdict ? asked.verdictUntil : undefined, capacity ? asked.capacityUntil : undefined];
    return Math.min(asked.question.deadlineAt, Math.max(...ends.map((end) => end ?? 0)));
  }

  /** Whoever waits at all waits until a recovering key takes any number of calls (CLU-18). */
  #busyWaitMs(): number {
    const { busyWaitMs, slowStart } = this.#settings();
    return busyWaitMs > 0 && slowStart ? Math.max(busyWaitMs, slowStartMs) : busyWaitMs;
  }
}

const pinName = (provider: string, session: string): string => `${provider}\n${session}`;
