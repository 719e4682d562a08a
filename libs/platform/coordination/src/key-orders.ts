import { without, type KeyRecord } from './key-record.js';
import type { KeyOrder } from './key-ring.js';

/** What an operator does to a key (COOL-21). Reports of calls that began before are ignored from now on (CLU-11). */
export function commanded(record: KeyRecord, order: KeyOrder): KeyRecord {
  const next = { ...record, gen: record.gen + 1 };
  switch (order) {
    case 'disable':
      return { ...next, disabledByOperator: true };
    case 'enable':
      return without(next, ['disabledByOperator']);
    case 'reset':
      return { ...without(next, ['lastFailureAt', 'lastError', 'slowSince', 'ceilings']), windows: {}, counts: {} };
    default:
      return order satisfies never;
  }
}
