import { failureOf, granted, inOrder, minute, openStage, second, type Stage } from './key-ring.caller.contract.js';
import type { CreateHarness } from './key-ring.harness.contract.js';
import type { KeyCandidate, KeyLease } from './key-ring.js';

const [key, otherKey] = inOrder('env:a', 'env:b') as [KeyCandidate, KeyCandidate];

/** CLU-15…18: how a key comes back after a window, without a herd. */
export function describeHalfOpen(create: CreateHarness): void {
  describe('half-open', () => {
    let stage: Stage;
    beforeEach(async () => {
      stage = await openStage(create);
      await stage.caller.cool(key, failureOf('rate_limit'));
      await stage.elapse(30);
    });
    afterEach(() => stage.harness.close());

    const takeProbe = async (worker = 0): Promise<KeyLease> => {
      const lease = await (stage.callers[worker] ?? stage.caller).take([key]);
      expect(lease.probe).toBe('half-open');
      return lease;
    };

    it('CLU-15 the first call after a window decides, and the others use another key', async () => {
      const lease = await takeProbe();
      expect(await stage.other.leased([key, otherKey])).toBe(otherKey.keyId);
      stage.caller.ring.answered(lease);
      await stage.harness.settle();
      expect(await stage.other.take([key, otherKey])).toMatchObject({ keyId: key.keyId });
    });

    it('CLU-15 a window of one model is decided by calls of that model', async () => {
      await takeProbe();
      const lease = await stage.other.take([key], { model: 'm2' });
      expect(lease.probe).toBeUndefined();
    });

    it('CLU-15 so is a key that was disabled', async () => {
      await stage.caller.cool(otherKey, failureOf('billing'));
      await stage.elapse(600);
      expect(await stage.other.take([otherKey])).toMatchObject({ probe: 'half-open' });
    });

    it('CLU-17 with other candidates nobody waits for the verdict', async () => {
      await takeProbe();
      expect(await stage.other.lease([key], { hasFallbacks: true })).toEqual({
        ...{ granted: false, why: 'cooling', reason: 'rate_limit' },
        soonestInMs: 1_000,
      });
    });

    it('CLU-17 without, they wait for 5 s, or until their deadline', async () => {
      await takeProbe();
      const [patient, hurried] = [
        stage.other.ask([key]),
        stage.other.ask([key], { deadlineAt: await clockIn(2 * second) }),
      ];
      await stage.harness.advance(2 * second);
      expect([patient.answer, hurried.answer?.granted]).toEqual([undefined, false]);
      await stage.harness.advance(3 * second);
      expect(patient.answer).toEqual({
        ...{ granted: false, why: 'cooling', reason: 'rate_limit' },
        soonestInMs: 1_000,
      });
    });

    /** Epoch milliseconds of the harness: a board tells when a window ends. */
    async function clockIn(ms: number): Promise<number> {
      await stage.caller.cool(otherKey, failureOf('auth'));
      const row = (await stage.caller.ring.board()).find(({ keyId }) => keyId === otherKey.keyId);
      return Number(row?.until) - 30 * second + ms;
    }

    it('CLU-17 or until whoever asked for it leaves', async () => {
      await takeProbe();
      const client = new AbortController();
      const asked = stage.other.ask([key], {}, client.signal);
      await stage.harness.settle();
      client.abort();
      expect(await asked.whenAnswered).toMatchObject({ granted: false });
    });

    it('K2 after a good verdict calls come back little by little, and all of them get the key', async () => {
      const asked = Array.from({ length: 100 }, (_, call) => stage.callers[call % 8]?.ask([key]));
      const held: KeyLease[] = [];
      const answered = () => asked.flatMap((one) => (one?.answer ? [granted(one.answer)] : []));
      await stage.harness.settle();
      expect(answered()).toMatchObject([{ probe: 'half-open' }]);
      held.push(...answered());
      stage.caller.ring.answered(held[0] as KeyLease);
      const limits: number[] = [];
      for (let step = 0; step < 6; step++) {
        await stage.harness.settle();
        limits.push(answered().length);
        await stage.harness.advance(500);
      }
      expect(limits).toEqual([2, 4, 8, 16, 32, 100]);
      await Promise.all(answered().map((lease) => stage.caller.report(lease, { result: 'success' })));
      expect(await stage.other.secondsOf(key)).toBe(0);
      expect(await stage.other.ring.board()).toMatchObject([{ errorCount: 0, inFlight: 0 }]);
    });

    it('K3 after a bad one all the others are refused, and the window is the next of the schedule', async () => {
      const asked = Array.from({ length: 100 }, (_, call) => stage.callers[call % 8]?.ask([key]));
      await stage.harness.settle();
      const [probe] = asked.flatMap((one) => one?.answer ?? []);
      await stage.caller.fail(granted(probe), failureOf('rate_limit'));
      const answers = await Promise.all(asked.map((one) => one?.whenAnswered));
      const refused = answers.filter((answer) => answer && !answer.granted);
      expect(refused).toHaveLength(99);
      for (const answer of refused) expect(answer).toMatchObject({ why: 'cooling', soonestInMs: 60 * second });
    });

    it('CLU-16 a call that ends without a verdict leaves it to the next one', async () => {
      const lease = await takeProbe();
      const waiting = stage.other.ask([key]);
      await stage.harness.settle();
      expect(waiting.answer).toBeUndefined();
      await stage.caller.report(lease, { result: 'released' });
      expect(granted(await waiting.whenAnswered).probe).toBe('half-open');
    });

    it('CLU-16 so does one whose failure says nothing about the key', async () => {
      await stage.caller.fail(await takeProbe(), failureOf('server_error'));
      expect((await takeProbe(7)).probe).toBe('half-open');
    });

    it('K8 a worker that dies with the lease holds up nobody for long', async () => {
      await stage.caller.take([key], { deadlineAt: await clockIn(10 * second) });
      await stage.harness.kill(0);
      await stage.elapse(46);
      expect((await takeProbe(7)).probe).toBe('half-open');
    });

    it('I4 bad news from an older call during the probe is not erased by its success', async () => {
      const old = await stage.caller.take([key], { model: 'm2' });
      const lease = await takeProbe();
      await stage.elapse(1);
      await stage.other.fail(old, failureOf('auth'));
      await stage.elapse(1);
      stage.caller.ring.answered(lease);
      await stage.caller.report(lease, { result: 'success' });
      expect(await stage.other.secondsOf(key)).toBe(59);
    });

    it('CLU-18 a new rate limit ends the slow start, and its good end begins another', async () => {
      await stage.caller.report(await takeProbe(), { result: 'success' });
      await stage.other.cool(key, failureOf('rate_limit'));
      await stage.elapse(30);
      stage.caller.ring.answered(await takeProbe());
      await stage.harness.settle();
      expect(granted(await stage.other.lease([key])).probe).toBeUndefined();
      // That is two of them, with the probe.
      const waiting = stage.other.ask([key]);
      await stage.harness.settle();
      expect(waiting.answer).toBeUndefined();
      await stage.harness.advance(500);
      expect(waiting.answer).toMatchObject({ granted: true });
    });

    it('COOL-23 a window that ended a day ago says nothing any more', async () => {
      await stage.harness.advance(24 * 60 * minute);
      expect((await stage.other.take([key])).probe).toBeUndefined();
    });
  });
}
