import type { Failure, FailureReason } from '@clawmesh/contracts';
import { failureOf, holdInvariants, stepMs } from './key-ring.invariants.contract.js';
import { settingsFrom, type CreateHarness, type KeyRingHarness } from './key-ring.harness.contract.js';
import { describeProbes } from './key-ring.probes.contract.js';
import type { KeyRing, LeaseAnswer, LeaseQuestion } from './key-ring.js';

const second = 1_000;
const deadlineAt = Number.MAX_SAFE_INTEGER;
/** One worker's view, in the words of the tests. */
class Caller {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  lease(keyIds: readonly string[], more: Partial<LeaseQuestion> = {}): Promise<LeaseAnswer> {
    const candidates = keyIds.map((keyId, rank) => ({
      keyId,
      source: `SOURCE_OF_${keyId}`,
      rank,
      isProfile: keyId.startsWith('p:'),
    }));
    return this.#ring.lease({ provider: 'p', model: 'm1', candidates, excludedKeyIds: [], deadlineAt, ...more });
  }

  async leased(keyIds: readonly string[], more: Partial<LeaseQuestion> = {}): Promise<string | undefined> {
    const answer = await this.lease(keyIds, more);
    if (!answer.granted) return undefined;
    await this.#ring.report(answer.lease, { result: 'released' });
    return answer.lease.keyId;
  }

  async fail(keyId: string, failure: Failure, more: { model?: string; started?: boolean } = {}): Promise<void> {
    const { model = 'm1', started = false } = more;
    const answer = await this.lease([keyId], { model });
    if (!answer.granted) throw new Error(`${keyId} is not to be had`);
    await this.#ring.report(answer.lease, { result: 'failure', failure, started });
  }

  async succeed(keyId: string): Promise<void> {
    const answer = await this.lease([keyId]);
    if (!answer.granted) throw new Error(`${keyId} is not to be had`);
    await this.#ring.report(answer.lease, { result: 'success' });
  }

  /** How long the key is refused for this model; 0 when it is to be had. */
  async waitFor(keyId: string, model = 'm1'): Promise<number> {
    const answer = await this.lease([keyId], { model });
    if (!answer.granted) return answer.soonestInMs ?? NaN;
    await this.#ring.report(answer.lease, { result: 'released' });
    return 0;
  }
}

/** What every key ring promises (design §4, COOL-*). */
export function describeKeyRing(name: string, create: CreateHarness): void {
  describe(`KeyRing: ${name}`, () => {
    let harness: KeyRingHarness;
    let caller: Caller;
    let other: Caller;

    beforeEach(async () => {
      harness = await create({ workers: 8, settings: settingsFrom() });
      const [first, last] = [harness.rings[0], harness.rings.at(-1)];
      if (!first || !last) throw new Error('a harness has rings');
      [caller, other] = [new Caller(first), new Caller(last)];
    });

    afterEach(() => harness.close());

    const elapse = (seconds: number): Promise<void> => harness.advance(seconds * second);

    describe('leases', () => {
      it('KEY-11 the first usable key in the order given', async () => {
        expect(await caller.leased(['env:a', 'env:b'])).toBe('env:a');
        expect(await caller.leased(['env:a', 'env:b'], { excludedKeyIds: ['env:a'] })).toBe('env:b');
      });

      it('ORD-9 a preferred key while it is healthy, and the next one while it is not', async () => {
        const question = { preferredKeyId: 'env:b' };
        expect(await caller.leased(['env:a', 'env:b'], question)).toBe('env:b');
        await caller.fail('env:b', failureOf('rate_limit'));
        expect(await other.leased(['env:a', 'env:b'], question)).toBe('env:a');
        await elapse(30);
        expect(await caller.leased(['env:a', 'env:b'], question)).toBe('env:b');
      });

      it('ROT-5 exhausted when every key was tried, cooling when the others are', async () => {
        expect(await caller.lease(['env:a'], { excludedKeyIds: ['env:a'] })).toMatchObject({
          granted: false,
          why: 'exhausted',
        });
        await caller.fail('env:a', failureOf('auth'));
        expect(await caller.lease(['env:a'])).toEqual({
          granted: false,
          why: 'cooling',
          reason: 'auth',
          soonestInMs: 30_000,
        });
        expect(await caller.lease(['env:a', 'env:b'], { excludedKeyIds: ['env:b'] })).toMatchObject({ why: 'cooling' });
      });

      it('CLU-12 a second report of the same lease changes nothing', async () => {
        const ring = harness.rings[0] as KeyRing; // checked in beforeEach
        const answer = await caller.lease(['env:a']);
        if (!answer.granted) throw new Error('refused');
        await ring.report(answer.lease, { result: 'released' });
        await ring.report(answer.lease, { result: 'failure', failure: failureOf('rate_limit') });
        expect(await caller.waitFor('env:a')).toBe(0);
        expect(await ring.board()).toMatchObject([{ keyId: 'env:a', inFlight: 0, errorCount: 0 }]);
      });

      it('CLU-5 a release without a verdict changes no health', async () => {
        await caller.leased(['env:a']);
        expect(await other.waitFor('env:a')).toBe(0);
      });

      it('COOL-20 the soonest end: limits of this model count as one, with the latest', async () => {
        await caller.fail('env:a', failureOf('rate_limit'));
        await caller.fail('env:b', failureOf('rate_limit', { retryAfterMs: 90_000 }));
        expect(await caller.lease(['env:a', 'env:b'])).toMatchObject({ soonestInMs: 90_000 });
        await caller.fail('env:c', failureOf('auth'));
        expect(await caller.lease(['env:a', 'env:b', 'env:c'])).toMatchObject({ soonestInMs: 30_000 });
      });

      it('PROBE-1 the reason most windows have, the graver one on a tie', async () => {
        await caller.fail('env:a', failureOf('rate_limit'));
        await caller.fail('env:b', failureOf('billing'));
        expect(await caller.lease(['env:a', 'env:b'])).toMatchObject({ reason: 'billing' });
        await caller.fail('env:c', failureOf('rate_limit'));
        expect(await caller.lease(['env:a', 'env:b', 'env:c'])).toMatchObject({ reason: 'rate_limit' });
      });

      it('CLU-41 the board shows ids and sources', async () => {
        await caller.fail('env:a', failureOf('rate_limit'));
        await caller.fail('env:b', failureOf('billing'));
        await caller.lease(['env:c']);
        const board = await (harness.rings[0] as KeyRing).board(); // checked in beforeEach
        expect([...board].sort((a, b) => a.keyId.localeCompare(b.keyId))).toMatchObject([
          {
            keyId: 'env:a',
            source: 'SOURCE_OF_env:a',
            provider: 'p',
            state: 'cooling',
            reason: 'rate_limit',
            model: 'm1',
            errorCount: 1,
          },
          { keyId: 'env:b', state: 'disabled', reason: 'billing' },
          { keyId: 'env:c', state: 'usable', inFlight: 1, errorCount: 0 },
        ]);
      });
    });

    describe('windows', () => {
      /** Failures at these seconds, each with the window that it is to open. */
      async function expectWindows(
        keyId: string,
        failure: Failure,
        windows: readonly (readonly [at: number, seconds: number])[],
      ) {
        let now = 0;
        for (const [at, seconds] of windows) {
          await elapse(at - now);
          now = at;
          await caller.fail(keyId, failure);
          expect(await other.waitFor(keyId)).toBe(seconds * second);
        }
      }

      it('COOL-4 30 s, 60 s, 300 s and so on for consecutive limits', () =>
        expectWindows('env:a', failureOf('rate_limit'), [
          [0, 30],
          [31, 60],
          [92, 300],
          [393, 300],
        ]));

      it('COOL-19 a longer wait of the provider wins, a shorter one does not', async () => {
        await expectWindows('env:a', failureOf('rate_limit', { retryAfterMs: 90_000 }), [[0, 90]]);
        await expectWindows('env:b', failureOf('rate_limit', { retryAfterMs: 5_000 }), [[0, 30]]);
        await expectWindows('env:c', failureOf('rate_limit', { longWindow: true }), [[0, 300]]);
        await expectWindows('env:d', failureOf('rate_limit', { retryAfterMs: 25 * 3_600_000 }), [[0, 30]]);
      });

      it('COOL-10 COOL-13 billing: 600 s each time for a plain key, doubled for a profile', async () => {
        await expectWindows('env:a', failureOf('billing'), [
          [0, 600],
          [601, 600],
        ]);
        await expectWindows('p:me@example.com', failureOf('billing'), [
          [0, 600],
          [601, 1_200],
          [1_802, 2_400],
        ]);
      });

      it('COOL-11 auth_permanent: doubled for a profile up to an hour', () =>
        expectWindows('p:default', failureOf('auth_permanent'), [
          [0, 600],
          [601, 1_200],
          [1_802, 2_400],
          [4_203, 3_600],
        ]));

      it('COOL-6 COOL-7 a burst counts once and extends nothing', async () => {
        const ring = harness.rings[0] as KeyRing; // checked in beforeEach
        const burst = await Promise.all([1, 2, 3, 4].map(() => caller.lease(['env:a'])));
        for (const answer of burst) {
          if (answer.granted) await ring.report(answer.lease, { result: 'failure', failure: failureOf('rate_limit') });
          await elapse(1);
        }
        expect(await caller.waitFor('env:a')).toBe(26 * second);
        await elapse(27);
        await caller.fail('env:a', failureOf('rate_limit'));
        expect(await caller.waitFor('env:a')).toBe(60 * second);
      });

      it('COOL-6 a longer wait of the provider extends an active window, a shorter one does not shorten it', async () => {
        const ring = harness.rings[0] as KeyRing; // checked in beforeEach
        const leases = await Promise.all([1, 2, 3].map(() => caller.lease(['env:a'])));
        const waits = [undefined, 120_000, 40_000];
        for (const [index, answer] of leases.entries()) {
          const retryAfterMs = waits[index];
          const failure = failureOf('rate_limit', retryAfterMs === undefined ? {} : { retryAfterMs });
          if (answer.granted) await ring.report(answer.lease, { result: 'failure', failure });
        }
        expect(await caller.waitFor('env:a')).toBe(120 * second);
      });

      it('COOL-8 a limit covers its model, COOL-9 and all models when a second one is limited', async () => {
        await caller.fail('env:a', failureOf('rate_limit'));
        expect(await other.waitFor('env:a', 'm2')).toBe(0);
        await caller.fail('env:a', failureOf('rate_limit'), { model: 'm2' });
        expect(await other.waitFor('env:a', 'm3')).toBe(30 * second);
      });

      it('COOL-8 an auth failure covers all models', async () => {
        await caller.fail('env:a', failureOf('auth'));
        expect(await other.waitFor('env:a', 'm2')).toBe(30 * second);
      });

      it('COOL-3 what says nothing about the key opens no window', async () => {
        const harmless: FailureReason[] = [
          'overloaded',
          'server_error',
          'tls_certificate',
          'empty_response',
          'no_error_details',
          'context_overflow',
          'format',
          'unclassified',
          'unknown',
          'timeout',
        ];
        for (const reason of harmless) await caller.fail('env:a', failureOf(reason));
        await caller.fail('env:a', failureOf('rate_limit', { ceiling: true }));
        expect(await other.waitFor('env:a')).toBe(0);
      });

      it('COOL-3 a timeout counts once the provider had started answering, for its model', async () => {
        await caller.fail('env:a', failureOf('timeout'), { started: true });
        expect(await other.waitFor('env:a')).toBe(30 * second);
        expect(await other.waitFor('env:a', 'm2')).toBe(0);
      });

      it('COOL-12 a success starts the count anew', async () => {
        await caller.fail('env:a', failureOf('rate_limit'));
        await elapse(31);
        await caller.succeed('env:a');
        await elapse(1);
        await caller.fail('env:a', failureOf('rate_limit'));
        expect(await caller.waitFor('env:a')).toBe(30 * second);
      });

      it('COOL-5 so does a day without failures', () =>
        expectWindows('env:a', failureOf('rate_limit'), [
          [0, 30],
          [90_000, 30],
        ]));

      it('I4 CLU-10 a success of a call that began before the failure ends no window', async () => {
        const ring = harness.rings[0] as KeyRing; // checked in beforeEach
        const long = await caller.lease(['env:a']);
        await elapse(1);
        await caller.fail('env:a', failureOf('rate_limit'));
        if (long.granted) await ring.report(long.lease, { result: 'success' });
        expect(await other.waitFor('env:a')).toBe(30 * second);
      });

      it('a success of another model ends no window', async () => {
        await caller.fail('env:a', failureOf('rate_limit'));
        await elapse(1);
        const answer = await caller.lease(['env:a'], { model: 'm2' });
        if (answer.granted) await (harness.rings[0] as KeyRing).report(answer.lease, { result: 'success' });
        expect(await other.waitFor('env:a')).toBe(29 * second);
      });
    });

    describeProbes(() => create({ workers: 8, settings: settingsFrom() }));

    it('I1 I5 holds its invariants over many concurrent workers', async () => {
      const seed = Math.floor(Math.random() * 2 ** 31);
      const many = await create({ workers: 8, settings: settingsFrom({ auth: { cooldownScheduleMs: [stepMs] } }) });
      await holdInvariants(many, seed)
        .catch((error: unknown) => {
          throw new Error(`with seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
        })
        .finally(() => many.close());
    });
  });
}
