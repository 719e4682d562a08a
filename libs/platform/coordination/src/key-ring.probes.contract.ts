import type { Failure } from '@clawmesh/contracts';
import type { KeyRingHarness } from './key-ring.harness.contract.js';
import { failureOf } from './key-ring.invariants.contract.js';
import type { KeyReport, KeyRing } from './key-ring.js';

const second = 1_000;
const deadlineAt = Number.MAX_SAFE_INTEGER;

/** The one exception to "a cooling key is never leased": the throttled probe of a primary (PROBE-5, CLU-20). */
export function describeProbes(create: () => Promise<KeyRingHarness>): void {
  describe('probes', () => {
    let harness: KeyRingHarness;
    let ring: KeyRing;
    let other: KeyRing;

    beforeEach(async () => {
      harness = await create();
      const [first, last] = [harness.rings[0], harness.rings.at(-1)];
      if (!first || !last) throw new Error('a harness has rings');
      [ring, other] = [first, last];
    });
    afterEach(() => harness.close());

    async function probe(at: KeyRing, report: KeyReport = { result: 'released' }, model = 'm1'): Promise<boolean> {
      const candidates = [{ keyId: 'env:a', source: 'A', rank: 0 }];
      const answer = await at.lease({
        provider: 'p',
        model,
        candidates,
        excludedKeyIds: [],
        mayProbe: true,
        deadlineAt,
      });
      if (answer.granted) await at.report(answer.lease, report);
      return answer.granted;
    }

    async function cool(failure: Failure): Promise<void> {
      await probe(ring, { result: 'failure', failure, started: true });
      await harness.advance(1);
    }

    it('PROBE-5 CLU-20 one in 30 s over all workers, and none for those who may not', async () => {
      await cool(failureOf('rate_limit', { longWindow: true }));
      const candidates = [{ keyId: 'env:a', source: 'A', rank: 0 }];
      expect(
        await other.lease({ provider: 'p', model: 'm1', candidates, excludedKeyIds: [], deadlineAt }),
      ).toMatchObject({
        granted: false,
        why: 'cooling',
      });
      expect(await probe(ring)).toBe(true);
      expect(await probe(other)).toBe(false);
      await harness.advance(30 * second);
      expect([await probe(other), await probe(ring)]).toEqual([true, false]);
    });

    it('COOL-19 never before the end of a wait that the upstream asked for', async () => {
      await cool(failureOf('rate_limit', { retryAfterMs: 10 * second }));
      expect(await probe(ring)).toBe(false);
      await harness.advance(10 * second);
      expect(await probe(ring)).toBe(true);
    });

    it.each(['auth', 'billing', 'auth_permanent', 'model_not_found'] as const)(
      'PROBE-2 PROBE-3 not where time does not help: %s',
      async (reason) => {
        await cool(failureOf(reason));
        expect(await probe(ring)).toBe(false);
      },
    );

    it('COOL-12 a probe that succeeds ends the window', async () => {
      await cool(failureOf('timeout'));
      expect(await probe(ring, { result: 'success' })).toBe(true);
      expect([await probe(other), await probe(ring)]).toEqual([true, true]);
    });

    it('PROBE-8 a probe that fails leaves the window as it is', async () => {
      await cool(failureOf('rate_limit'));
      await probe(ring, { result: 'failure', failure: failureOf('rate_limit') });
      const [row] = await ring.board();
      expect(row).toMatchObject({ state: 'cooling', reason: 'rate_limit', errorCount: 1 });
    });
  });
}
