import type { Failure, FailureReason } from '@clawmesh/contracts';
import type { KeyRingHarness } from './key-ring.harness.contract.js';
import type { KeyRing } from './key-ring.js';

export const failureOf = (reason: FailureReason, more: Partial<Failure> = {}): Failure => ({
  reason,
  message: reason,
  origin: 'upstream',
  ...more,
});

/** A generator of pseudo-random fractions (mulberry32), so that a failure can be repeated from its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const keyIds = ['env:a', 'env:b', 'env:c'];
const models = ['m1', 'm2'];
/** The one step of the schedule: a fixed one makes every window's end foretellable. */
export const stepMs = 30_000;

/** What must be known about one key, with a schedule of a single step: each window's end can be foretold. */
class ForetoldKey {
  #cooldown = { until: 0, model: '' };
  #disabledUntil = 0;

  cools(model: string, now: number): boolean {
    const { until, model: only } = this.#cooldown;
    return this.#disabledUntil > now || (until > now && (only === '*' || only === model));
  }

  failed(failure: Failure, model: string, now: number): void {
    if (failure.reason === 'billing') {
      if (this.#disabledUntil <= now) this.#disabledUntil = now + 20 * stepMs;
      return;
    }
    const scope = failure.reason === 'rate_limit' ? model : '*';
    const asked = now + (failure.retryAfterMs ?? 0);
    const { until, model: only } = this.#cooldown;
    if (until > now) this.#cooldown = { until: Math.max(until, asked), model: only === scope ? scope : '*' };
    else this.#cooldown = { until: Math.max(now + stepMs, asked), model: scope };
  }
}

/** Design §4: a cooling key is never leased after its report returned; priority and preference hold over the others. */
export async function holdInvariants(harness: KeyRingHarness, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T; // the lists are not empty
  const keys = new Map(keyIds.map((keyId) => [keyId, new ForetoldKey()]));
  const candidates = keyIds.map((keyId, rank) => ({ keyId, source: keyId, rank }));
  const reasons = [
    'rate_limit',
    'rate_limit',
    'auth',
    'billing',
    'server_error',
    undefined,
    undefined,
    undefined,
  ] as const;
  let now = 0;

  const usable = (model: string): string[] => keyIds.filter((keyId) => !keys.get(keyId)?.cools(model, now));

  async function attempt(ring: KeyRing): Promise<void> {
    const model = pick(models);
    const allowed = usable(model);
    const answer = await ring.lease({
      provider: 'p',
      model,
      candidates,
      excludedKeyIds: [],
      preferredKeyId: pick(keyIds),
      deadlineAt: Number.MAX_SAFE_INTEGER,
    });
    if (!answer.granted) return;
    const { keyId } = answer.lease;
    if (!allowed.includes(keyId)) throw new Error(`${keyId} was leased for ${model} while it cools`);
    await new Promise(setImmediate);
    const reason = pick(reasons);
    if (reason === undefined) return ring.report(answer.lease, { result: random() < 0.8 ? 'success' : 'released' });
    const retryAfterMs = Math.floor(random() * 4 * stepMs);
    const failure = failureOf(reason, reason === 'rate_limit' && random() < 0.3 ? { retryAfterMs } : {});
    await ring.report(answer.lease, { result: 'failure', failure });
    if (reason !== 'server_error') keys.get(keyId)?.failed(failure, model, now);
  }

  /** With nothing else going on the answer is certain: the preferred key if it is usable, else the first that is. */
  async function checkChoice(ring: KeyRing): Promise<void> {
    for (const model of models) {
      const allowed = usable(model);
      const preferredKeyId = random() < 0.5 ? pick(keyIds) : undefined;
      const expected = allowed.find((keyId) => keyId === preferredKeyId) ?? allowed[0];
      const question = { provider: 'p', model, candidates, excludedKeyIds: [], preferredKeyId };
      const answer = await ring.lease({ ...question, deadlineAt: Number.MAX_SAFE_INTEGER });
      if (answer.granted) await ring.report(answer.lease, { result: 'released' });
      const got = answer.granted ? answer.lease.keyId : undefined;
      if (got !== expected) throw new Error(`${got} was leased for ${model} instead of ${expected}`);
    }
  }

  for (let round = 0; round < 300; round++) {
    await Promise.all(harness.rings.map(attempt));
    await checkChoice(pick(harness.rings));
    const passedMs = Math.floor(random() * stepMs);
    now += passedMs;
    await harness.advance(passedMs);
  }
}
