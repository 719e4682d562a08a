import { failureOf, inOrder, openStage, profiles, second, type Stage } from './key-ring.caller.contract.js';
import type { CreateHarness } from './key-ring.harness.contract.js';
import type { KeyCandidate, KeyReport } from './key-ring.js';

const [key, otherKey] = inOrder('env:a', 'env:b') as [KeyCandidate, KeyCandidate];
const [profile] = profiles('p:a') as [KeyCandidate];

/** The one exception to "a cooling key is never leased": the throttled probe of a primary (PROBE-2…8, CLU-20). */
export function describeProbes(create: CreateHarness): void {
  describe('probes of a primary', () => {
    let stage: Stage;
    beforeEach(async () => {
      stage = await openStage(create);
    });
    afterEach(() => stage.harness.close());

    interface ProbeCall {
      readonly keys?: readonly KeyCandidate[];
      readonly by?: number;
      readonly hasFallbacks?: boolean;
      readonly report?: KeyReport;
    }

    /** Whether a primary gets a key although all of them cool. */
    async function probe({ keys = [key], by = 0, hasFallbacks = false, report }: ProbeCall = {}): Promise<boolean> {
      const caller = stage.callers[by] ?? stage.caller;
      const answer = await caller.lease(keys, { mayProbe: true, hasFallbacks });
      if (!answer.granted) return false;
      expect(answer.lease.probe).toBe('primary');
      await caller.report(answer.lease, report ?? { result: 'released' });
      return true;
    }

    it('PROBE-5 CLU-20 one in 30 s over all workers, and none for those who may not', async () => {
      await stage.caller.cool(key, failureOf('rate_limit', { longWindow: true }));
      expect(await stage.other.lease([key])).toMatchObject({ granted: false, why: 'cooling' });
      expect(await probe()).toBe(true);
      expect(await probe({ by: 7 })).toBe(false);
      await stage.elapse(30);
      expect([await probe({ by: 7 }), await probe()]).toEqual([true, false]);
    });

    it('K16 a hundred turns in 30 s make one probe, at one time too', async () => {
      await stage.caller.cool(key, failureOf('rate_limit', { longWindow: true }));
      const counts: number[] = [];
      for (let round = 0; round < 3; round++) {
        let probes = 0;
        for (let turn = 0; turn < 13; turn++) {
          const asked = stage.callers.map((_, by) => probe({ by, hasFallbacks: true }));
          probes += (await Promise.all(asked)).filter(Boolean).length;
          await stage.elapse(30 / 13);
        }
        counts.push(probes);
      }
      expect(counts).toEqual([1, 1, 1]);
    });

    it('COOL-19 never before the end of a wait that the upstream asked for', async () => {
      await stage.caller.cool(key, failureOf('rate_limit', { retryAfterMs: 10 * second }));
      expect(await probe()).toBe(false);
      await stage.elapse(10);
      expect(await probe()).toBe(true);
    });

    it.each(['auth', 'billing', 'auth_permanent', 'model_not_found', 'session_expired'] as const)(
      'PROBE-2 PROBE-8 not where time does not help: %s',
      async (reason) => {
        await stage.caller.cool(key, failureOf(reason));
        expect(await probe()).toBe(false);
      },
    );

    it('PROBE-3 COOL-14 an unpaid profile may be probed, COOL-13 a plain key may not', async () => {
      await stage.caller.cool(profile, failureOf('billing'));
      expect(await probe({ keys: [profile] })).toBe(true);
      await stage.caller.cool(key, failureOf('billing'));
      await stage.elapse(30);
      expect(await probe()).toBe(false);
    });

    it('COOL-16 nor a subscription before its reset', async () => {
      await stage.caller.cool(profile, failureOf('rate_limit', { code: 'usage_limit_reached', retryAfterMs: 60_000 }));
      expect(await probe({ keys: [profile] })).toBe(false);
    });

    describe('PROBE-5 with fallbacks', () => {
      it('a rate limit whose end the upstream did not tell', async () => {
        await stage.caller.cool(key, failureOf('rate_limit', { longWindow: true }));
        expect(await probe({ hasFallbacks: true })).toBe(true);
      });

      it('PROBE-4 any other reason that passes, two minutes before the soonest end', async () => {
        const timeout = { result: 'failure', failure: failureOf('timeout'), started: true } as const;
        for (const seconds of [31, 61, 0]) {
          await stage.caller.report(await stage.caller.take([key]), timeout);
          await stage.elapse(seconds);
        }
        expect(await stage.other.secondsOf(key)).toBe(300);
        expect(await probe({ hasFallbacks: true })).toBe(false);
        await stage.elapse(179);
        expect(await probe({ hasFallbacks: true })).toBe(false);
        await stage.elapse(1);
        expect(await probe({ hasFallbacks: true })).toBe(true);
      });

      it('an unpaid profile likewise', async () => {
        await stage.caller.cool(profile, failureOf('billing'));
        expect(await probe({ keys: [profile], hasFallbacks: true })).toBe(false);
        await stage.elapse(480);
        expect(await probe({ keys: [profile], hasFallbacks: true })).toBe(true);
      });
    });

    it('PROBE-6 only of a pool that cools as a whole, and the first key of it', async () => {
      await stage.caller.cool(key, failureOf('rate_limit'));
      const answer = await stage.other.lease([key, otherKey], { mayProbe: true });
      expect(answer).toMatchObject({ granted: true, lease: { keyId: otherKey.keyId } });
      if (answer.granted) await stage.other.fail(answer.lease, failureOf('rate_limit'));
      expect(await stage.other.lease([otherKey, key], { mayProbe: true })).toMatchObject({
        lease: { keyId: key.keyId, probe: 'primary' },
      });
    });

    it('PROBE-6 one key for an attempt: none after another was tried', async () => {
      await stage.caller.cool(key, failureOf('rate_limit'));
      const asked = { mayProbe: true, excludedKeyIds: [otherKey.keyId] };
      expect(await stage.other.lease([key, otherKey], asked)).toMatchObject({ granted: false, why: 'cooling' });
    });

    it('COOL-12 CLU-16 a probe that is answered ends the window at once', async () => {
      await stage.caller.cool(key, failureOf('rate_limit'));
      await stage.elapse(1);
      const lease = await stage.caller.take([key], { mayProbe: true });
      expect(await stage.other.secondsOf(key)).toBe(29);
      stage.caller.ring.answered(lease);
      await stage.harness.settle();
      expect(await stage.other.secondsOf(key)).toBe(0);
    });

    it('COOL-12 a probe that succeeds ends every window of its model', async () => {
      await stage.caller.cool(key, failureOf('timeout'));
      expect(await stage.caller.secondsOf(key)).toBe(0);
      await stage.caller.report(await stage.caller.take([key]), {
        ...{ result: 'failure', failure: failureOf('timeout'), started: true },
      });
      await stage.elapse(1);
      expect(await probe({ report: { result: 'success' } })).toBe(true);
      expect(await stage.other.secondsOf(key)).toBe(0);
    });

    it('PROBE-8 COOL-18 COOL-6 a probe that fails leaves the window as it is', async () => {
      await stage.caller.cool(key, failureOf('rate_limit'));
      await stage.elapse(1);
      await probe({ report: { result: 'failure', failure: failureOf('rate_limit') } });
      expect(await stage.other.secondsOf(key)).toBe(29);
      expect(await stage.caller.ring.board()).toMatchObject([{ state: 'cooling', errorCount: 1 }]);
    });
  });
}
