import { mergeRecords } from './key-merge.js';
import { newRecord, type KeyRecord, type KeyWindow } from './key-record.js';

const window = (openedAt: number, until: number, more: Partial<KeyWindow> = {}): KeyWindow => ({
  ...{ kind: 'cooldown', reason: 'rate_limit', openedAt, until },
  ...more,
});

const record = (more: Partial<KeyRecord> = {}): KeyRecord => ({
  ...newRecord({ keyId: 'env:a', provider: 'p', source: 'A' }),
  ...more,
});

describe('mergeRecords CLU-25', () => {
  it('keeps the later end of each window, and the higher counts', () => {
    const stored = record({
      windows: { 'cooldown:*': window(10, 40), disable: window(10, 600, { kind: 'disable' }) },
      counts: { cooldown: 1, disable: 2 },
    });
    const local = record({
      windows: { 'cooldown:*': window(20, 80), disable: window(20, 500, { kind: 'disable' }) },
      counts: { cooldown: 2, disable: 1 },
      lastFailureAt: 20,
    });
    const merged = mergeRecords(stored, local);
    expect(merged.windows).toMatchObject({ 'cooldown:*': { until: 80 }, disable: { until: 600 } });
    expect(merged.counts).toEqual({ cooldown: 2, disable: 2 });
  });

  it('CLU-10 takes over no failure from before the last success', () => {
    const stored = record({ lastSuccessAt: 30 });
    const local = record({ windows: { 'cooldown:*': window(20, 80) }, counts: { cooldown: 3 }, lastFailureAt: 20 });
    expect(mergeRecords(stored, local)).toMatchObject({ windows: {}, counts: {}, lastSuccessAt: 30 });
  });

  it('sums nothing, and knows the latest of each time and error', () => {
    const stored = record({ lastFailureAt: 10, lastError: 'old', lastUsedAt: 50, lastLeasedAt: 60 });
    const local = record({ lastFailureAt: 20, lastError: 'new', lastUsedAt: 40, lastLeasedAt: 70 });
    const latest = { lastFailureAt: 20, lastError: 'new', lastUsedAt: 50, lastLeasedAt: 70 };
    expect(mergeRecords(stored, local)).toMatchObject(latest);
    expect(mergeRecords(local, stored)).toMatchObject(latest);
  });

  it('CLU-11 forgets what a worker knew of a key that an operator has reset since', () => {
    const stored = record({ gen: 1, disabledByOperator: true });
    const local = record({ windows: { 'cooldown:*': window(20, 80) }, lastFailureAt: 20, lastUsedAt: 25 });
    expect(mergeRecords(stored, local)).toEqual({ ...stored, lastUsedAt: 25 });
  });

  it('CLU-15 does not know who decides about a window that only one worker saw', () => {
    const local = record({
      windows: { 'cooldown:*': window(20, 80, { probe: { leaseId: 'lost', until: 120 } }) },
      lastFailureAt: 20,
    });
    expect(mergeRecords(record(), local).windows).toEqual({ 'cooldown:*': window(20, 80) });
  });

  it('ERR-21 keeps the later ceiling of each model', () => {
    const stored = record({ ceilings: { m1: { limit: 10, until: 50 }, m2: { limit: 20, until: 50 } } });
    const local = record({ ceilings: { m1: { limit: 30, until: 90 }, m2: { limit: 40, until: 40 } } });
    expect(mergeRecords(stored, local).ceilings).toEqual({
      m1: { limit: 30, until: 90 },
      m2: { limit: 20, until: 50 },
    });
  });
});
