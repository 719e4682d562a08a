import { randomUUID } from 'node:crypto';
import type { Logger } from '@clawmesh/telemetry';
import { InProcessKeyRing } from './key-ring.in-process.js';
import type { KeyBoardRow, KeyLease, KeyOrder, KeyReport, KnownKey, LeaseAnswer, LeaseQuestion } from './key-ring.js';
import { KeyRing } from './key-ring.js';
import type { KeyRingSettings } from './key-ring-settings.js';
import { systemTimer, type Timer } from './lease-queue.js';
import { mergeRecords } from './key-merge.js';
import type { RedisConnection } from './redis-connection.js';
import { ClusterBoard } from './redis/cluster-board.js';
import { ClusterView } from './redis/cluster-view.js';
import { KeyReports } from './redis/key-reports.js';
import { LeaseDesk } from './redis/lease-desk.js';
import { LongWindows } from './redis/long-windows.js';
import { OpenCalls } from './redis/open-calls.js';
import { RedisClock, systemClock, type Clock } from './redis/redis-clock.js';
import { RedisLink, type RedisState } from './redis/redis-link.js';
import type { KeyNews, RingEvents } from './redis/ring-events.js';
import { RingScripts } from './redis/ring-scripts.js';
import type { WindowArchive } from './window-archive.js';

export interface RedisKeyRingOptions {
  readonly connection: RedisConnection;
  /** Installations that share a Redis differ in it. */
  readonly namespace: string;
  readonly settings: () => KeyRingSettings;
  /** What to do without Redis (CLU-24). */
  readonly onFailure: () => 'local' | 'fail';
  readonly logger: Logger;
  readonly events: RingEvents;
  /** Tells the other workers. At most once; they see it in Redis anyway. */
  readonly announce: (news: KeyNews) => void;
  /** Without a database only Redis remembers. */
  readonly archive?: WindowArchive | undefined;
  /** Tests move the time. */
  readonly time?: RingTime;
}

/** Times as tests have them. */
export interface RingTime extends Clock {
  readonly timer: Timer;
  /** What a call to Redis may take (CLU-23). */
  readonly budgetMs: number;
  /** Undefined: that of the server (CLU-13). */
  readonly redis: () => number | undefined;
}

export const systemTime: RingTime = { ...systemClock, timer: systemTimer, budgetMs: 50, redis: () => undefined };

/** One view of all keys for any number of workers, in Redis (CLU-2…27). A Redis that is away fails no call (CLU-24). */
export class RedisKeyRing implements KeyRing {
  readonly #local: InProcessKeyRing;
  readonly #link: RedisLink;
  readonly #view: ClusterView;
  readonly #calls: OpenCalls;
  readonly #reports: KeyReports;
  readonly #desk: LeaseDesk;
  readonly #board: ClusterBoard;
  readonly #scripts: RingScripts;
  readonly #clock: RedisClock;
  readonly #options: RedisKeyRingOptions;

  constructor(options: RedisKeyRingOptions) {
    const { connection, namespace, settings, logger, events, archive, time = systemTime, announce } = options;
    this.#options = options;
    this.#clock = new RedisClock(time, (skewMs, isAlarming) => events.skewed(skewMs, isAlarming));
    this.#local = new InProcessKeyRing({ now: () => this.#clock.now(), timer: time.timer, settings, events });
    this.#scripts = new RingScripts(connection.client, namespace, time.redis);
    const link = new RedisLink({
      ...{ connection, clock: time, budgetMs: time.budgetMs },
      comeBack: () => this.#comeBack(),
      onState: (state) => {
        events.redisIs(state);
        if (state === 'up') void this.#reports.flush();
      },
    });
    const longWindows = new LongWindows(archive, logger);
    const deps = { link, clock: this.#clock, local: this.#local, scripts: this.#scripts, settings, longWindows };
    this.#view = new ClusterView(link, { ...deps, newEpoch: randomUUID });
    this.#calls = new OpenCalls(time, () => this.#hold());
    const more = { ...deps, view: this.#view, calls: this.#calls, events, announce };
    this.#reports = new KeyReports(more);
    this.#desk = new LeaseDesk({ ...more, reports: this.#reports, wall: time.wall, onFailure: options.onFailure });
    this.#board = new ClusterBoard(more);
    this.#link = link;
  }

  /** `slow` and `down`: this worker goes by its own view. */
  get state(): RedisState {
    return this.#link.state;
  }

  lease(question: LeaseQuestion, signal?: AbortSignal): Promise<LeaseAnswer> {
    return this.#desk.lease(question, signal);
  }

  answered(lease: KeyLease): void {
    this.#reports.answered(lease);
  }

  async report(lease: KeyLease, report: KeyReport): Promise<void> {
    await this.#reports.report(lease, report);
    this.#desk.released();
  }

  async board(known: readonly KnownKey[] = []): Promise<readonly KeyBoardRow[]> {
    void this.#reports.flush(); // before the question, on the same connection
    return this.#board.read(known);
  }

  async command(order: KeyOrder, keys: readonly KnownKey[]): Promise<number> {
    return this.#board.command(order, keys);
  }

  /** What another worker announced. */
  hear(news: KeyNews): void {
    this.#heard(news);
    this.#desk.released();
  }

  #heard(news: KeyNews): void {
    const { provider, epoch, at, records } = news;
    this.#options.events.heard(provider, Math.max(0, this.#clock.now() - at));
    if (epoch !== '' && this.#link.state === 'up') return this.#view.changed(provider, news, records);
    // One of the two is without Redis: the worse news of both counts.
    const own = new Map(this.#local.records().map((record) => [record.keyId, record]));
    for (const record of records) {
      const known = own.get(record.keyId);
      this.#local.adopt(known ? mergeRecords(known, record) : record);
    }
  }

  /** Announcements may have been missed: everything is read again. */
  catchUp(): void {
    for (const provider of this.#view.providers()) this.#view.lookSoon(provider);
    this.#desk.everythingChanged();
  }

  /** Tells Redis now what may wait (CLU-9). */
  flush(): Promise<void> {
    return this.#reports.flush();
  }

  /** Tells Redis what it has not been told yet, and ends what is still under way (CLU-39). */
  async close(): Promise<void> {
    this.#calls.close();
    await Promise.all(this.#calls.all().map(({ lease }) => this.#reports.report(lease, { result: 'released' })));
    await this.#reports.flush();
    this.#link.close();
  }

  /** The first calls after a time without Redis: it hears what happened meanwhile, then answers again (CLU-25). */
  async #comeBack(): Promise<boolean> {
    const reached = await this.#link.inTime(() => this.#scripts.providers());
    if (!reached) return false;
    for (const provider of this.#view.providers()) if (!(await this.#view.restore(provider))) return false;
    return this.#hold(true);
  }

  /** Keeps what would end otherwise, or everything (CLU-4, CLU-25). */
  async #hold(everything = false): Promise<boolean> {
    const calls = this.#calls.all().filter(({ isCounted }) => everything || isCounted);
    const { failureWindowMs } = this.#options.settings();
    for (const provider of new Set(calls.map(({ lease }) => lease.provider))) {
      const items = calls.filter(({ lease }) => lease.provider === provider).map((call) => this.#calls.held(call));
      const isHeld = await this.#link.inTime(() => this.#scripts.hold(provider, items, failureWindowMs));
      if (!isHeld) return false;
    }
    return true;
  }
}
