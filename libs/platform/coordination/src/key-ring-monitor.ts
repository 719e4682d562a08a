import type { EventCounter, LevelGauge, Logger, Metrics, ValueHistogram } from '@clawmesh/telemetry';
import { errorCount, type KeyRecord, type KeyWindow } from './key-record.js';
import type { RedisState } from './redis/redis-link.js';
import type { RingEvents } from './redis/ring-events.js';
import type { WindowEvents } from './window-events.js';

/** From a rest of seconds to one of days. */
const windowBuckets = [10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 86_400, 604_800];
const delayBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** What happens to windows, for those who watch: a line for each, and how long they are (CLU-40, CLU-42). */
export class KeyWindowMonitor implements WindowEvents {
  readonly #logger: Logger;
  readonly #windows: ValueHistogram<'provider' | 'kind' | 'reason'>;

  constructor(metrics: Metrics, logger: Logger) {
    this.#logger = logger;
    this.#windows = metrics.histogram({
      name: 'cm_key_window_seconds',
      help: 'How long keys were to rest, by kind of window and reason.',
      labels: ['provider', 'kind', 'reason'],
      buckets: windowBuckets,
    });
  }

  windowOpened(record: KeyRecord, { kind, reason, model, openedAt, until }: KeyWindow, leaseId: string): void {
    const { provider, keyId } = record;
    this.#windows.observe({ provider, kind, reason }, (until - openedAt) / 1_000);
    const fields = { keyId, provider, kind, reason, model, n: errorCount(record), until: isoTime(until), leaseId };
    this.#logger.warn(fields, 'a key rests');
  }

  windowsCleared({ keyId, provider }: KeyRecord): void {
    this.#logger.info({ keyId, provider }, 'a key is well again');
  }
}

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** The same, and how a worker gets on with Redis. */
export class RedisRingMonitor implements RingEvents {
  readonly #logger: Logger;
  readonly #windows: KeyWindowMonitor;
  readonly #locals: EventCounter<'provider'>;
  readonly #redis: LevelGauge<never>;
  readonly #skew: LevelGauge<never>;
  readonly #delays: ValueHistogram<never>;
  #isSkewAlarming = false;

  constructor(metrics: Metrics, logger: Logger) {
    this.#logger = logger;
    this.#windows = new KeyWindowMonitor(metrics, logger);
    this.#locals = metrics.counter({
      name: 'cm_keyring_local_total',
      help: 'Leases that a worker answered from its own view, because Redis was away or slow.',
      labels: ['provider'],
    });
    this.#redis = metrics.gauge({
      name: 'cm_redis_up',
      help: '1 while keys are leased through Redis.',
      labels: [],
    });
    this.#skew = metrics.gauge({
      name: 'cm_clock_skew_seconds',
      help: 'How far the clock of Redis is ahead of that of this machine.',
      labels: [],
    });
    this.#delays = metrics.histogram({
      name: 'cm_key_propagation_seconds',
      help: 'From a change of a key to when another worker has heard of it.',
      labels: [],
      buckets: delayBuckets,
    });
    this.#redis.set({}, 0);
  }

  windowOpened(record: KeyRecord, window: KeyWindow, leaseId: string): void {
    this.#windows.windowOpened(record, window, leaseId);
  }

  windowsCleared(record: KeyRecord): void {
    this.#windows.windowsCleared(record);
  }

  leasedLocally(provider: string): void {
    this.#locals.increment({ provider });
  }

  redisIs(state: RedisState): void {
    this.#redis.set({}, state === 'up' ? 1 : 0);
    if (state === 'up') this.#logger.info({}, 'keys are shared through Redis');
    else this.#logger.warn({ redis: state }, 'keys are leased by what this worker knows alone');
  }

  skewed(skewMs: number, isAlarming: boolean): void {
    this.#skew.set({}, skewMs / 1_000);
    if (isAlarming && !this.#isSkewAlarming) {
      this.#logger.warn({ skewMs }, 'the clock of this machine differs from that of Redis');
    }
    this.#isSkewAlarming = isAlarming;
  }

  heard(_provider: string, delayMs: number): void {
    this.#delays.observe({}, delayMs / 1_000);
  }
}
