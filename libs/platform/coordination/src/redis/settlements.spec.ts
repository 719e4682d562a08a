import { Settlements } from './settlements.js';
import type { SettleItem } from './ring-scripts.js';

const anEnd = (n: number): SettleItem => ({
  ...{ leaseId: String(n), keyId: 'env:a', gen: 0, source: 'A', model: 'm', leasedAt: n },
  ...{ isProbe: false, ends: true },
});

describe('Settlements', () => {
  it('CLU-9 go out by the hundred', async () => {
    const sent: number[] = [];
    const settlements = new Settlements({
      send: (_, items) => Promise.resolve(sent.push(items.length) > 0),
      onKept: () => undefined,
    });
    for (let n = 0; n < 250; n++) settlements.add('p', anEnd(n));
    await settlements.flushAll();
    expect(sent).toEqual([100, 100, 50]);
  });

  it('CLU-25 that cannot be sent are kept, each is told of once, and they are not tried again for each that follows', async () => {
    let isAway = true;
    const sent: string[] = [];
    const kept: string[] = [];
    let tries = 0;
    const settlements = new Settlements({
      send: (_, items) => {
        tries++;
        if (!isAway) sent.push(...items.map(({ leaseId }) => leaseId));
        return Promise.resolve(!isAway);
      },
      onKept: ({ leaseId }) => kept.push(leaseId),
    });
    for (let n = 0; n < 300; n++) {
      settlements.add('p', anEnd(n));
      await new Promise(setImmediate);
    }
    await settlements.flushAll();
    const all = Array.from({ length: 300 }, (_, n) => String(n));
    expect(kept).toEqual(all);
    expect(tries).toBeLessThan(100);
    isAway = false;
    await settlements.flushAll();
    expect(sent).toEqual(all);
  });
});
