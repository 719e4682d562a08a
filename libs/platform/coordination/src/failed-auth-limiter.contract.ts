import type { FailedAuthLimiter, FailedAuthLimits } from './failed-auth-limiter.js';

export interface LimiterUnderTest {
  readonly limiter: FailedAuthLimiter;
  /** Lets time pass for the limiter and whatever it stands on. */
  pass(ms: number): Promise<void> | void;
  close(): Promise<void> | void;
}

/** Times are of the order that every implementation can be tested with. */
const limits: FailedAuthLimits = { maxAttempts: 3, windowMs: 1_500, lockoutMs: 1_000 };

/** What every limiter of failed authentication does. */
export function describeFailedAuthLimiter(name: string, create: () => Promise<LimiterUnderTest>): void {
  describe(name, () => {
    let under: LimiterUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    afterEach(() => under.close());

    const failing = async (times: number, more: Partial<FailedAuthLimits> = {}) => {
      const verdicts = [];
      for (let time = 0; time < times; time += 1) {
        verdicts.push(await under.limiter.fail('1.1.1.1', { ...limits, ...more }));
      }
      return verdicts;
    };

    it('AUTH-43 locks at the limit, for the lockout, and starts at zero afterwards', async () => {
      const verdicts = await failing(3);
      expect(verdicts.map(({ recent, locksNow }) => [recent, locksNow])).toEqual([
        [1, false],
        [2, false],
        [3, true],
      ]);
      const lockedForMs = under.limiter.lockedForMs('1.1.1.1');
      expect(lockedForMs).toBeGreaterThan(500);
      expect(lockedForMs).toBeLessThanOrEqual(1_000);
      expect(under.limiter.lockedForMs('2.2.2.2')).toBe(0);
      await under.pass(1_000);
      expect(under.limiter.lockedForMs('1.1.1.1')).toBe(0);
      expect(await failing(1)).toEqual([{ lockedForMs: 0, recent: 1, locksNow: false }]);
    });

    it('AUTH-43 attempts during a lock neither count nor extend it', async () => {
      await failing(3);
      const [during] = await failing(1);
      expect(during).toMatchObject({ recent: 0, locksNow: false });
      expect(during?.lockedForMs).toBeGreaterThan(0);
      await under.pass(1_000);
      expect(under.limiter.lockedForMs('1.1.1.1')).toBe(0);
    });

    it('AUTH-42 counts only failures of the window', async () => {
      await failing(2);
      await under.pass(1_500);
      expect(await failing(1)).toEqual([{ lockedForMs: 0, recent: 1, locksNow: false }]);
    });

    it('AUTH-44 forgets a client that succeeds', async () => {
      await failing(2);
      under.limiter.clear('1.1.1.1');
      expect(await failing(1)).toEqual([{ lockedForMs: 0, recent: 1, locksNow: false }]);
    });

    it('AUTH-45 counts a client that is exempt, and never locks it', async () => {
      const verdicts = await failing(5, { neverLocks: true });
      expect(verdicts.map(({ recent }) => recent)).toEqual([1, 2, 3, 4, 5]);
      expect(verdicts.some(({ locksNow }) => locksNow)).toBe(false);
      expect(under.limiter.lockedForMs('1.1.1.1')).toBe(0);
    });

    it('AUTH-47 keeps failures over a change of the limits', async () => {
      await failing(2, { maxAttempts: 10 });
      expect(await failing(1)).toEqual([{ lockedForMs: 0, recent: 3, locksNow: true }]);
    });
  });
}
