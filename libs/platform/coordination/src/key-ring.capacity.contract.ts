import { failureOf, granted, inOrder, openStage, type Asked, type Stage } from './key-ring.caller.contract.js';
import { settingsFrom, type CreateHarness } from './key-ring.harness.contract.js';
import type { KeyCandidate, KeyLease } from './key-ring.js';

const [key, otherKey] = inOrder('env:a', 'env:b') as [KeyCandidate, KeyCandidate];
const released = { result: 'released' } as const;

/** Calls at a time with one key, and calls besides first attempts (CLU-7, CLU-8, CLU-21). */
export function describeCapacity(create: CreateHarness): void {
  describe('capacity', () => {
    let stage: Stage;
    const open = async (keys: object = {}): Promise<void> => {
      stage = await openStage(create, settingsFrom({ keys: { slowStart: false, ...keys } }));
    };
    beforeEach(() => open({ maxInFlight: 2, maxInFlightByProvider: { q: 1 } }));
    afterEach(() => stage.harness.close());

    /** Those that the key takes, over all workers. */
    const fill = (count: number): Promise<KeyLease[]> =>
      Promise.all(Array.from({ length: count }, (_, call) => (stage.callers[call] ?? stage.caller).take([key])));

    it('CLU-7 a key at its limit is busy: another one is used', async () => {
      await fill(2);
      expect(await stage.other.leased([key, otherKey])).toBe(otherKey.keyId);
      expect(await stage.other.ring.board()).toMatchObject([{ state: 'busy', inFlight: 2 }, { state: 'usable' }]);
    });

    it('CLU-7 a provider may have a limit of its own', async () => {
      await stage.caller.take([key], { provider: 'q' });
      expect(await stage.other.leased([key, otherKey], { provider: 'q' })).toBe(otherKey.keyId);
    });

    it('CLU-7 with all of them busy a call waits for 2 s, and no window opens', async () => {
      await fill(2);
      const asked = stage.other.ask([key]);
      await stage.harness.advance(1_999);
      expect(asked.answer).toBeUndefined();
      await stage.harness.advance(1);
      expect(asked.answer).toMatchObject({ granted: false, why: 'busy', reason: 'overloaded' });
    });

    it('CLU-7 no longer than the config says', async () => {
      await stage.harness.close();
      await open({ maxInFlight: 1, busyWaitMs: 0 });
      await fill(1);
      expect(await stage.other.lease([key])).toMatchObject({ granted: false, why: 'busy' });
    });

    it('CLU-8 those who wait are served in the order they came', async () => {
      const [first] = await fill(2);
      const waiting: Asked[] = [];
      for (const worker of [3, 1, 7]) {
        waiting.push((stage.callers[worker] ?? stage.caller).ask([key]));
        await stage.harness.advance(1);
      }
      const served = () => waiting.map(({ answer }) => answer?.granted);
      await stage.caller.report(first as KeyLease, released);
      const next = granted(await waiting[0]?.whenAnswered);
      await stage.harness.settle();
      expect(served()).toEqual([true, undefined, undefined]);
      await stage.other.report(next, released);
      await waiting[1]?.whenAnswered;
      await stage.harness.settle();
      expect(served()).toEqual([true, true, undefined]);
    });

    it('CLU-8 one that comes later waits behind those of its own worker', async () => {
      const [held] = await fill(2);
      const waiting = stage.other.ask([key]);
      await stage.harness.settle();
      await stage.caller.report(held as KeyLease, released);
      const later = stage.other.ask([key]);
      await stage.harness.settle();
      expect([waiting.answer?.granted, later.answer?.granted]).toEqual([true, undefined]);
    });

    it('CLU-8 one that gives up leaves the others of its worker in their place', async () => {
      const [held] = await fill(2);
      const giveUp = new AbortController();
      const [first, leaving] = [stage.caller.ask([key]), stage.caller.ask([key], {}, giveUp.signal)];
      await stage.harness.advance(1);
      const next = stage.other.ask([key]);
      await stage.harness.advance(1);
      giveUp.abort();
      await leaving.whenAnswered;
      await stage.harness.advance(1);
      await stage.caller.report(held as KeyLease, released);
      await stage.harness.settle();
      expect([first.answer?.granted, next.answer?.granted]).toEqual([true, undefined]);
    });

    it('CLU-4 a call that never reports gives its place back some time after its deadline', async () => {
      await stage.caller.take([key], { deadlineAt: 0 });
      await stage.caller.take([key]);
      await stage.harness.kill(0);
      await stage.elapse(46);
      expect(await stage.other.leased([key])).toBe(key.keyId);
    });

    it('K1 after the first limit that is reported nothing is called until the window ends', async () => {
      await stage.harness.close();
      await open();
      const inFlight = await Promise.all(
        Array.from({ length: 200 }, (_, call) => (stage.callers[call % 8] ?? stage.caller).take([key])),
      );
      const [first, ...others] = inFlight.slice(50);
      const limit = failureOf('rate_limit', { retryAfterMs: 3_000 });
      await stage.caller.fail(first as KeyLease, limit);
      await Promise.all(inFlight.slice(0, 50).map((lease) => stage.caller.report(lease, { result: 'success' })));
      await Promise.all(others.map((lease, call) => stage.callers[call % 8]?.fail(lease, limit)));
      let probes = 0;
      for (let tick = 0; tick < 29; tick++) {
        const asked = stage.callers.map((caller) => caller.lease([key], { mayProbe: true, hasFallbacks: true }));
        for (const answer of await Promise.all(asked)) if (answer.granted) probes++;
        await stage.elapse(1);
      }
      expect(probes).toBeLessThanOrEqual(1);
      expect(await stage.other.ring.board()).toMatchObject([{ state: 'cooling', errorCount: 1 }]);
      expect(await stage.other.secondsOf(key)).toBe(1);
    });

    describe('CLU-21 retries', () => {
      beforeEach(async () => {
        await stage.harness.close();
        await open();
      });

      /** How many of these are allowed. */
      async function allowed(count: number, isRetry: boolean): Promise<number> {
        let granted = 0;
        for (let call = 0; call < count; call++) {
          const caller = stage.callers[call % 8] ?? stage.caller;
          const answer = await caller.lease([key], { isRetry });
          if (!answer.granted) expect(answer).toMatchObject({ why: 'over-budget', reason: 'overloaded' });
          else granted += 1;
          if (answer.granted) await caller.report(answer.lease, released);
        }
        return granted;
      }

      it('a hundred in ten seconds, and then again', async () => {
        expect(await allowed(110, true)).toBe(100);
        expect(await allowed(1, false)).toBe(1);
        await stage.elapse(11);
        expect(await allowed(1, true)).toBe(1);
      });

      it('or a fifth of the first attempts', async () => {
        expect(await allowed(600, false)).toBe(600);
        expect(await allowed(130, true)).toBe(120);
      });

      it('a key that comes back after a window counts, and is left out when there are too many', async () => {
        await stage.caller.cool(key, failureOf('rate_limit'));
        await stage.elapse(30);
        expect(await allowedOn(otherKey, 110)).toBe(100);
        expect(await stage.other.leased([key, otherKey])).toBe(otherKey.keyId);
        expect(await stage.other.lease([key])).toMatchObject({ granted: false, why: 'over-budget' });
      });

      async function allowedOn(only: KeyCandidate, count: number): Promise<number> {
        const answers = await Promise.all(
          Array.from({ length: count }, () => stage.caller.leased([only], { isRetry: true })),
        );
        return answers.filter((keyId) => keyId !== undefined).length;
      }

      it('the next key of the same attempt does not', async () => {
        for (let call = 0; call < 110; call++)
          await stage.caller.leased([key, otherKey], { excludedKeyIds: [key.keyId] });
        expect(await allowed(1, true)).toBe(1);
      });
    });
  });
}
