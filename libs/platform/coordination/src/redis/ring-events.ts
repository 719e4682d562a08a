import type { KeyRecord } from '../key-record.js';
import type { WindowEvents } from '../window-events.js';
import type { RedisState } from './redis-link.js';

/** What happens to keys, and between a worker and Redis. */
export interface RingEvents extends WindowEvents {
  /** A lease was answered without Redis. */
  leasedLocally(provider: string): void;
  redisIs(state: RedisState): void;
  skewed(skewMs: number, isAlarming: boolean): void;
  /** A change of another worker took this long to be known here. */
  heard(provider: string, delayMs: number): void;
}

/** A change of a key's windows, for the other workers. Loss is harmless: Redis has it (CLU-14). */
export interface KeyNews {
  readonly provider: string;
  readonly epoch: string;
  readonly rev: number;
  /** The time of Redis. */
  readonly at: number;
  readonly records: readonly KeyRecord[];
}
