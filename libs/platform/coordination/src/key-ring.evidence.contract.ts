import { failureOf, inOrder, openStage, type Stage } from './key-ring.caller.contract.js';
import type { CreateHarness } from './key-ring.harness.contract.js';
import type { KeyCandidate } from './key-ring.js';

const [key] = inOrder('env:a') as [KeyCandidate];
const success = { result: 'success' } as const;

/** CLU-10…12: what a report proves, and when it proves nothing. */
export function describeEvidence(create: CreateHarness): void {
  describe('evidence', () => {
    let stage: Stage;
    beforeEach(async () => {
      stage = await openStage(create);
    });
    afterEach(() => stage.harness.close());

    it('K7 I4 a long answer that began before the limit ends no window', async () => {
      const long = await stage.caller.take([key]);
      stage.caller.ring.answered(long);
      await stage.elapse(1);
      await stage.other.cool(key, failureOf('rate_limit'));
      await stage.elapse(1);
      await stage.caller.report(long, success);
      expect(await stage.other.secondsOf(key)).toBe(29);
    });

    it('CLU-10 nor does one that answered after it: the upstream had let it in before', async () => {
      const slow = await stage.caller.take([key]);
      await stage.elapse(1);
      await stage.other.cool(key, failureOf('rate_limit'));
      await stage.elapse(1);
      stage.caller.ring.answered(slow);
      await stage.caller.report(slow, success);
      expect(await stage.other.secondsOf(key)).toBe(29);
    });

    it.each(['in order', 'swapped'])(
      'K15 a success 10 ms before a limit, reported %s: the key cools',
      async (order) => {
        const [good, bad] = [await stage.caller.take([key]), await stage.other.take([key])];
        stage.caller.ring.answered(good);
        await stage.elapse(0.01);
        if (order === 'in order') await stage.caller.report(good, success);
        await stage.other.fail(bad, failureOf('rate_limit'));
        if (order === 'swapped') await stage.caller.report(good, success);
        expect(await stage.caller.secondsOf(key)).toBe(30);
      },
    );

    it('I4 a success from before the last failure does not start the count anew', async () => {
      const long = await stage.caller.take([key], { model: 'm2' });
      await stage.elapse(1);
      await stage.other.cool(key, failureOf('rate_limit'));
      await stage.elapse(31);
      await stage.caller.report(long, success);
      await stage.other.cool(key, failureOf('rate_limit'));
      expect(await stage.caller.secondsOf(key)).toBe(60);
    });

    it('COOL-8 a success of another model ends no window', async () => {
      await stage.caller.cool(key, failureOf('rate_limit'));
      await stage.elapse(1);
      await stage.caller.succeed(key, 'm2');
      expect(await stage.other.secondsOf(key)).toBe(29);
    });

    it('K14 CLU-12 a second report of one lease changes nothing', async () => {
      const lease = await stage.caller.take([key]);
      await stage.caller.fail(lease, failureOf('rate_limit'));
      await stage.elapse(31);
      await stage.caller.fail(lease, failureOf('rate_limit'));
      await stage.caller.report(lease, success);
      expect(await stage.other.secondsOf(key)).toBe(0);
      expect(await stage.other.ring.board()).toMatchObject([{ keyId: key.keyId, inFlight: 0, errorCount: 1 }]);
    });

    it('K20 CLU-5 a release says nothing about the key, and leaves nothing in flight', async () => {
      const lease = await stage.caller.take([key]);
      expect(await stage.other.ring.board()).toMatchObject([{ inFlight: 1 }]);
      await stage.caller.report(lease, { result: 'released' });
      expect(await stage.other.secondsOf(key)).toBe(0);
      expect(await stage.other.ring.board()).toMatchObject([{ inFlight: 0, state: 'usable', errorCount: 0 }]);
    });

    it('COOL-24 CLU-9 a failure is known to every worker when its report returns', async () => {
      await stage.caller.cool(key, failureOf('rate_limit'));
      const answers = await Promise.all(stage.callers.map((caller) => caller.lease([key])));
      expect(answers.map(({ granted }) => granted)).toEqual(stage.callers.map(() => false));
    });
  });
}
