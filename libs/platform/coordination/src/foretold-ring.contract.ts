import { ForetoldKey, type ForetoldCall, type ForetoldWindow } from './foretold-key.contract.js';
import type { KeyCandidate, KeyLease, KeyReport, LeaseAnswer, LeaseQuestion } from './key-ring.js';

const throttleMs = 30_000;

/** A call under way, as the model knows it. */
export interface OpenCall extends ForetoldCall {
  readonly lease: KeyLease;
  answeredAt?: number;
  /** It is to decide, and has not yet. */
  isProbe: boolean;
  /** What it says counts: no operator has given an order since it began. `unknown`: it began in the batch of an order. */
  counts: boolean | 'unknown';
  /** The ended windows that it decides about. */
  readonly decides: readonly ForetoldWindow[];
}

type State = ReadonlyMap<string, ForetoldKey>;
type Asked = Partial<LeaseQuestion> & Pick<LeaseQuestion, 'model'>;

/**
 * What a ring must not do. Things happen in batches: what is in one happens at one time and in any order, so that an
 * answer is right if it is right before its batch or after it.
 */
export class ForetoldRing {
  readonly #keyIds: readonly string[];
  readonly #maxInFlight: number;
  #before: State;
  readonly #after: Map<string, ForetoldKey>;
  readonly #calls = new Map<string, OpenCall>();
  #batchBeganAt = 0;
  #now = 0;
  #probedAt = -Infinity;
  readonly #reset = new Set<string>();

  constructor(pool: readonly KeyCandidate[], maxInFlight: number) {
    this.#keyIds = pool.map(({ keyId }) => keyId);
    this.#maxInFlight = maxInFlight;
    this.#after = new Map(this.#keyIds.map((keyId) => [keyId, new ForetoldKey()]));
    this.#before = new Map(this.#after);
  }

  calls(): readonly OpenCall[] {
    return [...this.#calls.values()];
  }

  callsOf(keyId: string): readonly OpenCall[] {
    return this.calls().filter(({ lease }) => lease.keyId === keyId);
  }

  isUsable(keyId: string, model: string): boolean {
    return this.#key(keyId).active(model, this.#now).length === 0;
  }

  elapse(ms: number): void {
    this.#now += ms;
  }

  /** What happened so far is known to everybody from now on. */
  endOfBatch(): void {
    for (const keyId of this.#keyIds) {
      const held = this.callsOf(keyId).filter(({ lease }) => lease.probe !== 'primary').length;
      if (held > this.#maxInFlight) throw new Error(`${String(held)} calls of ${keyId}`);
    }
    this.#before = new Map(this.#after);
    this.#reset.clear();
    this.#batchBeganAt = this.#now;
  }

  answered(call: OpenCall): void {
    call.answeredAt ??= this.#now;
    if (call.isProbe && call.counts === true) this.#set(call, this.#key(call.lease.keyId).decided(call));
    call.isProbe = false;
  }

  reported(call: OpenCall, report: KeyReport): void {
    const { leaseId, keyId, model } = call.lease;
    this.#calls.delete(leaseId);
    if (call.counts !== true) return;
    const key = this.#key(keyId);
    if (report.result === 'success' && call.isProbe) this.#set(call, key.decided(call));
    if (report.result !== 'failure') return;
    const { failure, started } = report;
    const isHarmless = failure.reason === 'server_error' || (failure.reason === 'timeout' && !started);
    if (!isHarmless) this.#set(call, key.failed(failure, model, this.#now));
  }

  reset(keyId: string): void {
    this.#after.set(keyId, new ForetoldKey());
    this.#reset.add(keyId);
    for (const call of this.callsOf(keyId)) Object.assign(call, { counts: false, isProbe: false });
  }

  granted(lease: KeyLease, question: Asked): void {
    const { keyId, model, probe } = lease;
    if (question.excludedKeyIds?.includes(keyId)) throw new Error(`${keyId} was leased although it was tried`);
    const isRight =
      probe === 'primary'
        ? this.#isPrimaryRight(keyId, question)
        : this.#states().some((state) => this.#isGrantRight(lease, state));
    if (!isRight) throw new Error(`${keyId} was leased for ${model} (${probe ?? 'no probe'}) at ${String(this.#now)}`);
    if (probe === 'primary') this.#probedAt = this.#batchBeganAt;
    const decides = probe === 'half-open' ? this.#key(keyId).ended(model, this.#now) : [];
    const isUnknown = this.#reset.has(keyId);
    this.#calls.set(lease.leaseId, {
      ...{ lease, model, leasedAt: this.#now, decides },
      isProbe: probe !== undefined && !isUnknown,
      counts: isUnknown ? 'unknown' : true,
    });
  }

  refused({ why }: Extract<LeaseAnswer, { granted: false }>, { model, excludedKeyIds = [] }: Asked): void {
    if (why === 'busy' && this.#maxInFlight < Infinity) return;
    const mayBeBusy = this.#maxInFlight < Infinity;
    const isFree = (keyId: string): boolean =>
      !excludedKeyIds.includes(keyId) && this.#states().every((state) => isClear(state, keyId, model));
    const free = this.#keyIds.find(isFree);
    if (free !== undefined && !mayBeBusy) throw new Error(`${why}, although ${free} is free for ${model}`);
  }

  #isGrantRight({ keyId, model, probe }: KeyLease, state: State): boolean {
    if (probe === undefined) return isClear(state, keyId, model);
    const key = state.get(keyId) ?? new ForetoldKey();
    const ended = key.ended(model, this.#now);
    return key.active(model, this.#now).length === 0 && ended.length > 0 && !ended.some(this.#isBeingDecided);
  }

  /** Each key by itself may have been as it was before or as it is after; time may have gone on since. */
  #isPrimaryRight(keyId: string, { model, mayProbe }: Asked): boolean {
    const passes = ({ reason, askedUntil }: ForetoldWindow): boolean =>
      (reason === 'rate_limit' || reason === 'timeout') && askedUntil <= this.#now;
    const windowsOf = (id: string): (readonly ForetoldWindow[])[] =>
      this.#states().map((state) => state.get(id)?.active(model, this.#batchBeganAt) ?? []);
    const isCool = this.#keyIds.every((id) => windowsOf(id).some((windows) => windows.length > 0));
    const mayPass = windowsOf(keyId).some((windows) => windows.length > 0 && windows.every(passes));
    return mayProbe === true && isCool && mayPass && this.#now - this.#probedAt >= throttleMs;
  }

  #states(): readonly State[] {
    return [this.#before, this.#after];
  }

  /** I3: another call holds it, whatever became of the key since. */
  readonly #isBeingDecided = (window: ForetoldWindow): boolean =>
    this.calls().some(({ isProbe, decides }) => isProbe && decides.includes(window));

  #set({ lease }: OpenCall, key: ForetoldKey): void {
    this.#after.set(lease.keyId, key);
  }

  #key(keyId: string): ForetoldKey {
    return this.#after.get(keyId) ?? new ForetoldKey();
  }
}

/** Neither rests nor has to show that it is well. */
function isClear(state: State, keyId: string, model: string): boolean {
  const key = state.get(keyId) ?? new ForetoldKey();
  return key.active(model, -Infinity).length === 0;
}
