import { seededRandom } from '@clawmesh/testing';
import { Caller, failureOf, granted, type Asked } from './key-ring.caller.contract.js';
import type { KeyRingHarness } from './key-ring.harness.contract.js';
import type { KeyCandidate, KeyLease, KeyReport, LeaseQuestion } from './key-ring.js';
import { stepMs } from './foretold-key.contract.js';
import { ForetoldRing, type OpenCall } from './foretold-ring.contract.js';

const models = ['m1', 'm2'];
const sessions = ['s1', 's2', 's3'];
/** One with a rank of its own, and three that take turns and keep sessions. */
const pool: readonly KeyCandidate[] = ['env:a', 'env:b', 'env:c', 'env:d'].map((keyId, index) => ({
  ...{ keyId, source: keyId, rank: Math.min(index, 1), isSticky: index > 0 },
}));
const turns = pool.slice(1);
const reasons = ['rate_limit', 'rate_limit', 'auth', 'billing', 'server_error', 'timeout'] as const;
const quietEvery = 20;
/** Longer than anybody waits for a key. */
const patienceMs = 6_000;

interface Waiting {
  readonly question: Partial<LeaseQuestion> & Pick<LeaseQuestion, 'model'>;
  readonly asked: Asked;
}

/** Workers that lease, answer, fail and are given orders at one time, while a model says what must not happen. */
export class RandomRun {
  steps = 0;
  readonly #harness: KeyRingHarness;
  readonly #callers: readonly Caller[];
  readonly #random: () => number;
  readonly #foretold: ForetoldRing;
  readonly #waiting = new Set<Waiting>();
  #rounds = 0;

  constructor(harness: KeyRingHarness, { seed, maxInFlight }: { seed: number; maxInFlight: number }) {
    this.#harness = harness;
    this.#callers = harness.rings.map((ring) => new Caller(ring));
    this.#random = seededRandom(seed);
    this.#foretold = new ForetoldRing(pool, maxInFlight);
  }

  async round(): Promise<void> {
    const events = pool.flatMap(({ keyId }) => this.#eventsOf(keyId));
    const leases = this.#callers.flatMap((caller) => (this.#random() < 0.7 ? [() => this.#ask(caller)] : []));
    const actions = this.#shuffled([...events, ...leases]);
    this.steps += actions.length;
    await Promise.all(actions.map((act) => act()));
    await this.#collect();
    await this.#elapse(1 + Math.floor(this.#random() * 20_000));
    if (++this.#rounds % quietEvery === 0) await this.#checkQuietly();
  }

  /** At most one event that changes a key, so that their order does not matter: it is not known. */
  #eventsOf(keyId: string): (() => Promise<unknown>)[] {
    if (this.#random() < 0.02) return [() => this.#reset(keyId)];
    const calls = this.#foretold.callsOf(keyId);
    const probe = calls.find(({ isProbe }) => isProbe);
    const chosen = probe && this.#random() < 0.5 ? [probe] : calls.filter(({ isProbe }) => !isProbe);
    const ended = chosen.filter(() => this.#random() < 0.5);
    return ended.map((call, index) => this.#eventOf(call, index === 0));
  }

  #eventOf(call: OpenCall, mayFail: boolean): () => Promise<unknown> {
    const caller = this.#pick(this.#callers);
    if (call.counts === true && this.#random() < 0.25) {
      this.#foretold.answered(call);
      return () => Promise.resolve(caller.ring.answered(call.lease));
    }
    // Whether more than that would count depends on what came first.
    const report: KeyReport = call.counts === 'unknown' ? { result: 'released' } : this.#reportOf(mayFail);
    this.#foretold.reported(call, report);
    return () => caller.report(call.lease, report);
  }

  #reportOf(mayFail: boolean): KeyReport {
    const roll = this.#random();
    if (roll < 0.5) return { result: 'success' };
    if (roll < 0.6 || !mayFail) return { result: 'released' };
    const reason = this.#pick(reasons);
    const isAsked = reason === 'rate_limit' && this.#random() < 0.3;
    const failure = failureOf(reason, isAsked ? { retryAfterMs: Math.floor(this.#random() * 4 * stepMs) } : {});
    return { result: 'failure', failure, started: this.#random() < 0.5 };
  }

  #reset(keyId: string): Promise<unknown> {
    this.#foretold.reset(keyId);
    return this.#pick(this.#callers).ring.command('reset', [{ keyId, source: keyId, provider: 'p' }]);
  }

  #ask(caller: Caller): Promise<void> {
    const question = {
      model: this.#pick(models),
      ...(this.#random() < 0.3 && { preferredKeyId: this.#pick(pool).keyId }),
      ...(this.#random() < 0.3 && { session: this.#pick(sessions) }),
      ...(this.#random() < 0.2 && { excludedKeyIds: [this.#pick(pool).keyId] }),
      ...{ mayProbe: this.#random() < 0.3, hasFallbacks: this.#random() < 0.5 },
    };
    this.#waiting.add({ question, asked: caller.ask(pool, question) });
    return Promise.resolve();
  }

  /** Holds every answer that there is now against the model. */
  async #collect(): Promise<void> {
    await this.#harness.settle();
    for (const one of this.#waiting) {
      const { answer } = one.asked;
      if (!answer) continue;
      this.#waiting.delete(one);
      if (answer.granted) this.#foretold.granted(answer.lease, one.question);
      else this.#foretold.refused(answer, one.question);
    }
    this.#foretold.endOfBatch();
  }

  async #elapse(ms: number): Promise<void> {
    this.#foretold.elapse(ms);
    await this.#harness.advance(ms);
    await this.#collect();
  }

  /** With nothing else going on every answer is certain. */
  async #checkQuietly(): Promise<void> {
    do {
      for (const call of this.#foretold.calls()) await this.#release(call.lease);
      await this.#elapse(patienceMs);
    } while (this.#waiting.size > 0 || this.#foretold.calls().length > 0);
    for (const model of models) {
      await this.#checkOrder(model);
      await this.#checkTurns(model);
      await this.#checkSession(model);
    }
  }

  async #release(lease: KeyLease): Promise<void> {
    const call = this.#foretold.calls().find((open) => open.lease === lease);
    if (call) this.#foretold.reported(call, { result: 'released' });
    await this.#pick(this.#callers).report(lease, { result: 'released' });
  }

  /** The key of a call that ends at once. */
  async #leased(keys: readonly KeyCandidate[], question: Waiting['question']): Promise<string | undefined> {
    this.steps += 1;
    const answer = await this.#pick(this.#callers).lease(keys, { hasFallbacks: true, ...question });
    if (!answer.granted) return undefined;
    this.#foretold.granted(granted(answer), question);
    await this.#release(answer.lease);
    return answer.lease.keyId;
  }

  /** I5: the preferred key if it is usable, else one of the lowest usable rank. */
  async #checkOrder(model: string): Promise<void> {
    const usable = pool.filter(({ keyId }) => this.#foretold.isUsable(keyId, model));
    const preferredKeyId = this.#pick(pool).keyId;
    const lowest = Math.min(...usable.map(({ rank }) => rank));
    const preferred = usable.filter(({ keyId }) => keyId === preferredKeyId);
    const expected = preferred.length > 0 ? preferred : usable.filter(({ rank }) => rank === lowest);
    const keyId = await this.#leased(pool, { model, preferredKeyId });
    const isRight = expected.length === 0 ? keyId === undefined : expected.some((key) => key.keyId === keyId);
    if (!isRight)
      throw new Error(`${String(keyId)} for ${model}, not ${expected.map((key) => key.keyId).join(' or ')}`);
  }

  /** I2: of equal ranks every usable key has its turn. */
  async #checkTurns(model: string): Promise<void> {
    const usable = turns.map(({ keyId }) => keyId).filter((keyId) => this.#foretold.isUsable(keyId, model));
    const used: (string | undefined)[] = [];
    for (let turn = 0; turn < usable.length; turn++) used.push(await this.#leased(turns, { model }));
    if (used.sort().join() !== usable.join()) throw new Error(`turns of ${used.join()} instead of ${usable.join()}`);
  }

  /** I5: a session stays where it is. */
  async #checkSession(model: string): Promise<void> {
    const question = { model, session: this.#pick(sessions) };
    const first = await this.#leased(turns, question);
    for (let turn = 0; turn < 3; turn++) {
      const next = await this.#leased(turns, question);
      if (next !== first) throw new Error(`the session went from ${String(first)} to ${String(next)}`);
    }
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T; // the lists are not empty
  }

  #shuffled<T>(from: readonly T[]): T[] {
    const keyed = from.map((one) => ({ one, at: this.#random() }));
    return keyed.sort((a, b) => a.at - b.at).map(({ one }) => one);
  }
}
