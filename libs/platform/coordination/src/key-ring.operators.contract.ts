import { failureOf, inOrder, openStage, profiles, type Stage } from './key-ring.caller.contract.js';
import type { CreateHarness } from './key-ring.harness.contract.js';
import type { KeyCandidate, KnownKey } from './key-ring.js';

const [key, otherKey] = inOrder('env:a', 'env:b') as [KeyCandidate, KeyCandidate];
const [profile] = profiles('p:a') as [KeyCandidate];
const known = ({ keyId, source }: KeyCandidate): KnownKey => ({ keyId, source, provider: 'p' });

/** What operators see and do (COOL-21, CLU-11, CLU-41). */
export function describeOperators(create: CreateHarness): void {
  describe('operators', () => {
    let stage: Stage;
    beforeEach(async () => {
      stage = await openStage(create);
    });
    afterEach(() => stage.harness.close());

    it('K17 a reset key is usable at once for every worker, and counts from one', async () => {
      await stage.caller.cool(key, failureOf('rate_limit'));
      await stage.elapse(31);
      await stage.caller.cool(key, failureOf('rate_limit'));
      expect(await stage.other.ring.command('reset', [known(key)])).toBe(1);
      const leases = await Promise.all(stage.callers.map((caller) => caller.take([key])));
      expect(leases.map(({ probe }) => probe)).toEqual(leases.map(() => undefined));
      await stage.caller.fail(leases[0] as (typeof leases)[number], failureOf('rate_limit'));
      expect(await stage.other.secondsOf(key)).toBe(30);
    });

    it('K17 CLU-11 what an older call reports after a reset is ignored', async () => {
      const [late, good] = [await stage.caller.take([key]), await stage.caller.take([key])];
      await stage.other.ring.command('reset', [known(key)]);
      await stage.caller.fail(late, failureOf('rate_limit'));
      expect(await stage.other.secondsOf(key)).toBe(0);
      await stage.other.cool(key, failureOf('rate_limit'));
      await stage.caller.report(good, { result: 'success' });
      expect(await stage.other.secondsOf(key)).toBe(30);
      expect(await stage.other.ring.board()).toMatchObject([{ inFlight: 0 }]);
    });

    it('K17 whoever waits for a verdict is let in by a reset', async () => {
      await stage.caller.cool(key, failureOf('rate_limit'));
      await stage.elapse(30);
      await stage.caller.take([key]);
      const waiting = stage.other.ask([key]);
      await stage.harness.settle();
      expect(waiting.answer).toBeUndefined();
      await stage.caller.ring.command('reset', [known(key)]);
      expect(await waiting.whenAnswered).toMatchObject({ granted: true });
    });

    it('COOL-21 a disabled key is not used by anybody, not even as a probe, until it is enabled', async () => {
      await stage.caller.ring.command('disable', [known(key)]);
      expect(await stage.other.leased([key, otherKey])).toBe(otherKey.keyId);
      expect(await stage.other.lease([key], { mayProbe: true })).toMatchObject({ granted: false, why: 'cooling' });
      await stage.elapse(25 * 3_600);
      expect(await stage.other.leased([key])).toBeUndefined();
      expect(await stage.other.ring.board()).toMatchObject([{ state: 'disabled', reason: 'operator' }, {}]);
      await stage.other.ring.command('enable', [known(key)]);
      expect(await stage.caller.leased([key])).toBe(key.keyId);
    });

    it('COOL-21 enabling forgives nothing, and a reset does not enable', async () => {
      await stage.caller.cool(key, failureOf('auth'));
      await stage.caller.ring.command('disable', [known(key)]);
      await stage.caller.ring.command('enable', [known(key)]);
      expect(await stage.other.secondsOf(key)).toBe(30);
      await stage.caller.ring.command('disable', [known(key)]);
      await stage.caller.ring.command('reset', [known(key)]);
      expect(await stage.other.leased([key])).toBeUndefined();
    });

    it('CLU-16 a probe that an order overtook says nothing, and the next call probes', async () => {
      await stage.caller.cool(key, failureOf('rate_limit'));
      await stage.elapse(30);
      const probe = await stage.caller.take([key]);
      await stage.other.ring.command('disable', [known(key)]);
      await stage.other.ring.command('enable', [known(key)]);
      await stage.caller.report(probe, { result: 'success' });
      expect(await stage.other.lease([key], { hasFallbacks: true })).toMatchObject({ lease: { probe: 'half-open' } });
    });

    it('CLU-41 the board shows every key with its state, and never more than an id', async () => {
      await stage.caller.cool(key, failureOf('rate_limit', { message: `slow down${'.'.repeat(300)}` }));
      await stage.caller.cool(otherKey, failureOf('billing'));
      await stage.caller.cool(profile, failureOf('rate_limit', { code: 'usage_limit_reached', retryAfterMs: 60_000 }));
      await stage.caller.take(inOrder('env:c'));
      await stage.elapse(1);
      await stage.caller.succeed(inOrder('env:d')[0] as KeyCandidate);
      const unused = { keyId: 'env:e', source: 'E', provider: 'q' };
      const board = await stage.other.ring.board([unused]);
      const byId = Object.fromEntries(board.map((row) => [row.keyId, row]));
      expect(byId).toMatchObject({
        'env:a': {
          ...{ source: 'SOURCE_OF_env:a', provider: 'p', state: 'cooling', reason: 'rate_limit', model: 'm1' },
          ...{ errorCount: 1, inFlight: 0, lastError: `slow down${'.'.repeat(191)}` },
        },
        'env:b': { state: 'disabled', reason: 'billing' },
        'p:a': { state: 'blocked', reason: 'subscription_limit' },
        'env:c': { state: 'usable', inFlight: 1, errorCount: 0 },
        'env:e': { state: 'usable', source: 'E', provider: 'q', inFlight: 0, errorCount: 0 },
      });
      const { until = 0 } = byId['env:a'] ?? {};
      expect(until - Number(byId['env:d']?.lastUsedAt)).toBe(29_000);
    });

    it('CLU-41 a key that comes back is shown as probing', async () => {
      await stage.caller.cool(key, failureOf('rate_limit'));
      await stage.elapse(30);
      await stage.caller.take([key]);
      expect(await stage.other.ring.board()).toMatchObject([{ state: 'probing' }]);
    });
  });
}
