import { failureOf, granted, inOrder, openStage, profiles, type Stage } from './key-ring.caller.contract.js';
import type { CreateHarness } from './key-ring.harness.contract.js';

/** Which of several usable keys a call gets (KEY-11, ORD-*, ROT-5, ERR-21). */
export function describeChoice(create: CreateHarness): void {
  describe('choice', () => {
    let stage: Stage;
    beforeEach(async () => {
      stage = await openStage(create);
    });
    afterEach(() => stage.harness.close());

    const [a, b, c, d] = profiles('p:a', 'p:b', 'p:c', 'p:d');
    const pool = [a, b, c, d].filter((key) => key !== undefined);

    it('KEY-11 the first usable key in the order given', async () => {
      const keys = inOrder('env:a', 'env:b');
      expect(await stage.caller.leased(keys)).toBe('env:a');
      expect(await stage.other.leased(keys)).toBe('env:a');
      expect(await stage.caller.leased(keys, { excludedKeyIds: ['env:a'] })).toBe('env:b');
    });

    it('K4 every worker starts at the second key while the first rests', async () => {
      const keys = inOrder('env:a', 'env:b', 'env:c');
      await stage.caller.fail(await stage.caller.take(keys), failureOf('rate_limit'));
      const used = await Promise.all(stage.callers.map((caller) => caller.leased(keys)));
      expect(new Set(used)).toEqual(new Set(['env:b']));
      await stage.elapse(30);
      expect(await stage.other.leased(keys)).toBe('env:a');
    });

    it('ORD-2 the lower rank first, wherever it stands', async () => {
      const [first, second] = inOrder('env:a', 'env:b');
      expect(await stage.caller.leased([second, first].filter((key) => key !== undefined))).toBe('env:a');
    });

    it('K5 CLU-6 keys of one rank take turns: 400 calls of eight workers are a hundred for each', async () => {
      const uses = new Map<string | undefined, number>();
      for (let call = 0; call < 400; call++) {
        const keyId = await stage.callers[call % 8]?.leased(pool, { session: `session ${String(call)}` });
        uses.set(keyId, (uses.get(keyId) ?? 0) + 1);
      }
      expect(uses).toEqual(new Map(pool.map(({ keyId }) => [keyId, 100])));
    });

    it('ORD-11 whoever holds a lease has had the turn: calls at one time get different keys', async () => {
      const leases = await Promise.all([0, 1, 2, 3].map((worker) => stage.callers[worker]?.lease(pool)));
      expect(new Set(leases.map((answer) => granted(answer).keyId)).size).toBe(4);
    });

    it('K6 ORD-8 a session stays on its key over all workers, and moves once when that rests', async () => {
      const question = { session: 's' };
      const first = await stage.caller.leased(pool, question);
      for (let turn = 0; turn < 20; turn++) {
        expect(await stage.callers[turn % 8]?.leased(pool, question)).toBe(first);
        await stage.other.leased(pool);
      }
      const lease = await stage.caller.take(pool, question);
      expect(lease.keyId).toBe(first);
      await stage.caller.fail(lease, failureOf('rate_limit'));
      const second = await stage.other.leased(pool, { ...question, excludedKeyIds: [lease.keyId] });
      expect(second).not.toBe(first);
      await stage.elapse(31);
      expect(await stage.other.leased(pool, question)).toBe(second);
    });

    it('ORD-8 a key that failed without a window is left for that attempt only', async () => {
      const question = { session: 's' };
      const first = await stage.caller.leased(pool, question);
      expect(await stage.caller.leased(pool, { ...question, excludedKeyIds: [String(first)] })).not.toBe(first);
      expect(await stage.other.leased(pool, question)).toBe(first);
    });

    it('ORD-10 no session stays on a key of an explicit order: the first one that is well again is used', async () => {
      const keys = inOrder('p:a', 'p:b').map((key) => ({ ...key, isProfile: true }));
      await stage.caller.fail(await stage.caller.take(keys, { session: 's' }), failureOf('rate_limit'));
      expect(await stage.caller.leased(keys, { session: 's' })).toBe('p:b');
      await stage.elapse(30);
      expect(await stage.caller.leased(keys, { session: 's' })).toBe('p:a');
    });

    it('ORD-9 a key the user prefers while it is healthy, the next one while it is not, and then the first again', async () => {
      const question = { preferredKeyId: 'p:c' };
      const lease = await stage.caller.take(pool, question);
      expect(lease.keyId).toBe('p:c');
      await stage.caller.fail(lease, failureOf('rate_limit'));
      expect(await stage.other.leased(pool, question)).not.toBe('p:c');
      await stage.elapse(30);
      expect(await stage.other.leased(pool, question)).toBe('p:c');
    });

    it('ORD-4 ORD-9 the preferred key goes before the one of the session, which is kept', async () => {
      const first = await stage.caller.leased(pool, { session: 's' });
      const preferredKeyId = first === 'p:c' ? 'p:d' : 'p:c';
      expect(await stage.caller.leased(pool, { session: 's', preferredKeyId })).toBe(preferredKeyId);
      expect(await stage.other.leased(pool, { session: 's' })).toBe(first);
    });

    it('ROT-5 exhausted when every key was tried, cooling when one of them was not', async () => {
      const [first, second] = inOrder('env:a', 'env:b');
      const keys = [first, second].filter((key) => key !== undefined);
      expect(await stage.caller.lease(keys, { excludedKeyIds: ['env:a', 'env:b'] })).toMatchObject({
        granted: false,
        why: 'exhausted',
      });
      await stage.caller.fail(await stage.caller.take(keys), failureOf('auth'));
      expect(await stage.other.lease(keys.slice(0, 1))).toEqual({
        ...{ granted: false, why: 'cooling', reason: 'auth' },
        soonestInMs: 30_000,
      });
      expect(await stage.other.lease(keys, { excludedKeyIds: ['env:b'] })).toMatchObject({ why: 'cooling' });
    });

    it('ERR-21 a key that is too small for a request is left out for an hour, and cools for nobody', async () => {
      const keys = inOrder('env:a', 'env:b');
      const ceiling = { ceiling: true, overflow: { tokens: 43_211, limit: 30_000 } };
      await stage.caller.fail(await stage.caller.take(keys), failureOf('rate_limit', ceiling));
      expect(await stage.other.leased(keys, { neededTokens: 30_001 })).toBe('env:b');
      expect(await stage.other.leased(keys, { neededTokens: 30_000 })).toBe('env:a');
      expect(await stage.other.leased(keys, { neededTokens: 30_001, model: 'm2' })).toBe('env:a');
      expect(await stage.other.leased(keys)).toBe('env:a');
      expect(await stage.other.lease(keys.slice(0, 1), { neededTokens: 30_001 })).toMatchObject({ why: 'exhausted' });
      await stage.elapse(3_600);
      expect(await stage.other.leased(keys, { neededTokens: 30_001 })).toBe('env:a');
    });
  });
}
