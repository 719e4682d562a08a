import { describeFailedAuthLimiter } from './failed-auth-limiter.contract.js';
import { InProcessFailedAuthLimiter } from './failed-auth-limiter.in-process.js';
import { SharedFailedAuthLimiter, type FailedAuthNews } from './failed-auth-limiter.shared.js';

const limits = { maxAttempts: 3, windowMs: 60_000, lockoutMs: 300_000 };

/** Gateways that hear each other, and have no Redis. */
class Gateways {
  now = 1_000_000;
  readonly news: FailedAuthNews[] = [];
  readonly limiters = ['a', 'b'].map(
    (id) =>
      new SharedFailedAuthLimiter({
        id,
        local: new InProcessFailedAuthLimiter(() => this.now),
        announce: (news) => this.#announce(news),
      }),
  ) as [SharedFailedAuthLimiter, SharedFailedAuthLimiter];

  #announce(news: FailedAuthNews): void {
    this.news.push(news);
    for (const limiter of this.limiters) limiter.hear(news);
  }
}

describeFailedAuthLimiter('SharedFailedAuthLimiter without Redis', () => {
  const gateways = new Gateways();
  const pass = (ms: number): void => {
    gateways.now += ms;
  };
  return Promise.resolve({ limiter: gateways.limiters[0], pass, close: () => undefined });
});

describe('gateways that only hear each other (AUTH-48)', () => {
  it('count together, and lock together', async () => {
    const { limiters } = new Gateways();
    const [a, b] = limiters;
    await a.fail('1.1.1.1', limits);
    await b.fail('1.1.1.1', limits);
    expect(await a.fail('1.1.1.1', limits)).toEqual({ lockedForMs: 0, recent: 3, locksNow: true });
    for (const limiter of limiters) expect(limiter.lockedForMs('1.1.1.1')).toBe(300_000);
  });

  it('AUTH-44 forget together', async () => {
    const { limiters, news } = new Gateways();
    const [a, b] = limiters;
    await a.fail('1.1.1.1', limits);
    await a.fail('1.1.1.1', limits);
    b.clear('1.1.1.1');
    expect(await a.fail('1.1.1.1', limits)).toMatchObject({ recent: 1 });
    expect(news.map(({ event }) => event)).toEqual(['failed', 'failed', 'cleared', 'failed']);
  });

  it('say nothing of clients that never failed, and of those that are never locked', async () => {
    const { limiters, news } = new Gateways();
    limiters[0].clear('1.1.1.1');
    await limiters[0].fail('127.0.0.1', { ...limits, neverLocks: true });
    expect(news).toEqual([]);
  });
});
