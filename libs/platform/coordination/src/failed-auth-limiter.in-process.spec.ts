import { describeFailedAuthLimiter } from './failed-auth-limiter.contract.js';
import { InProcessFailedAuthLimiter } from './failed-auth-limiter.in-process.js';

const limits = { maxAttempts: 3, windowMs: 60_000, lockoutMs: 300_000 };

function underTest() {
  let now = 1_000_000;
  const limiter = new InProcessFailedAuthLimiter(() => now);
  const pass = (ms: number): void => {
    now += ms;
  };
  return { limiter, pass, close: () => undefined };
}

describeFailedAuthLimiter('InProcessFailedAuthLimiter', () => Promise.resolve(underTest()));

describe('InProcessFailedAuthLimiter', () => {
  it('AUTH-46 evicts unlocked clients first, and refuses new ones while all are locked', () => {
    const { limiter, pass } = underTest();
    const once = { ...limits, maxAttempts: 1 };
    for (let client = 0; client < 9_999; client += 1) limiter.count(`locked-${client}`, once);
    limiter.count('open', limits);
    expect(limiter.lockedForMs('new')).toBe(0);
    limiter.count('last', once);
    expect(limiter.knows('open')).toBe(false);
    expect(limiter.lockedForMs('locked-0')).toBe(300_000);
    expect(limiter.lockedForMs('newer')).toBe(300_000);
    expect(limiter.count('newer', once)).toMatchObject({ lockedForMs: 300_000 });
    pass(300_000);
    expect(limiter.lockedForMs('newer')).toBe(0);
  });

  it('AUTH-46 what has expired makes room before what has not', () => {
    const { limiter, pass } = underTest();
    limiter.count('old', limits);
    pass(limits.windowMs);
    for (let client = 0; client < 9_999; client += 1) limiter.count(`recent-${client}`, limits);
    limiter.count('new', limits);
    expect(limiter.knows('old')).toBe(false);
    expect(limiter.knows('recent-0')).toBe(true);
  });

  it('AUTH-48 takes over locks made elsewhere; the later end counts', () => {
    const { limiter } = underTest();
    limiter.lock('1.1.1.1', 5_000);
    limiter.lock('1.1.1.1', 3_000);
    expect(limiter.locks()).toEqual([['1.1.1.1', 5_000]]);
  });
});
