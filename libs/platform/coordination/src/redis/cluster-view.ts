import { isDeepStrictEqual } from 'node:util';
import type { InProcessKeyRing } from '../key-ring.in-process.js';
import { mergeRecords } from '../key-merge.js';
import type { KeyRecord } from '../key-record.js';
import type { KeyRingSettings } from '../key-ring-settings.js';
import type { LongWindows } from './long-windows.js';
import type { RedisClock } from './redis-clock.js';
import type { Answered, RedisLink } from './redis-link.js';
import type { ProviderState, RingScripts, StoredKey, SwapItem } from './ring-scripts.js';

const lookPauseMs = 100;
const mostTries = 5;

export interface ClusterViewOptions {
  readonly scripts: RingScripts;
  readonly clock: RedisClock;
  /** Holds the view: it answers while Redis cannot (CLU-24). */
  readonly local: InProcessKeyRing;
  readonly longWindows: LongWindows;
  readonly settings: () => KeyRingSettings;
  /** Names a new life of an empty Redis. */
  readonly newEpoch: () => string;
}

interface Seen {
  readonly epoch: string;
  readonly rev: number;
}

const nothing: Seen = { epoch: '', rev: 0 };

/** What this worker knows of the keys of the cluster, and how it comes to know more. */
export class ClusterView {
  readonly #options: ClusterViewOptions;
  readonly #link: RedisLink;
  readonly #seen = new Map<string, Seen>();
  readonly #looking = new Set<string>();
  /** In which life of Redis boards were told of a provider. */
  readonly #introduced = new Map<string, string>();
  readonly #restoring = new Map<string, Promise<boolean>>();

  constructor(link: RedisLink, options: ClusterViewOptions) {
    this.#link = link;
    this.#options = options;
  }

  seen(provider: string): Seen {
    return this.#seen.get(provider) ?? nothing;
  }

  providers(): readonly string[] {
    return [...new Set([...this.#seen.keys(), ...this.#options.local.records().map(({ provider }) => provider)])];
  }

  recordOf(keyId: string): KeyRecord | undefined {
    return this.#options.local.records().find((record) => record.keyId === keyId);
  }

  /** What an answer told besides. Something changed that was not heard of: the records are read again. */
  noticed(provider: string, { epoch, rev }: Seen): void {
    const seen = this.seen(provider);
    if (epoch !== seen.epoch || rev !== seen.rev) this.lookSoon(provider);
  }

  /** Records that came with an answer: there may be others that changed. */
  shown(provider: string, at: Seen, records: readonly KeyRecord[]): void {
    if (this.#isStrange(provider, at)) return;
    for (const record of records) this.#options.local.adopt(record);
  }

  /** A change of these records, and the revision it made. */
  changed(provider: string, { epoch, rev }: Seen, records: readonly KeyRecord[]): void {
    const seen = this.seen(provider);
    if (epoch === seen.epoch && rev <= seen.rev) return;
    this.shown(provider, { epoch, rev }, records);
    if (epoch === seen.epoch && rev === seen.rev + 1) this.#seen.set(provider, { epoch, rev });
    else this.lookSoon(provider);
  }

  /** Of a Redis that does not know what this worker knows: that is not to be forgotten for it (CLU-27). */
  #isStrange(provider: string, { epoch, rev }: Seen): boolean {
    const seen = this.seen(provider);
    return epoch === '' || (seen.epoch !== '' && (epoch !== seen.epoch || rev < seen.rev));
  }

  learnTime<T extends { readonly now: number }>({ value, ...trip }: Answered<T>): void {
    this.#options.clock.learn(value.now, trip);
  }

  /** Reads all records of the provider, at once and then no more often than every 100 ms. */
  lookSoon(provider: string): void {
    if (this.#looking.has(provider)) return;
    this.#looking.add(provider);
    void this.#link
      .call(() => this.#options.scripts.look(provider))
      .then((answered) => {
        if (!answered) return;
        const { keys, ...at } = answered.value;
        if (this.#isStrange(provider, at)) void this.restore(provider);
        else this.#looked(provider, at, keys);
      })
      .finally(() => setTimeout(() => this.#looking.delete(provider), lookPauseMs).unref());
  }

  /**
   * Tells Redis what it does not know, or knows no more, and learns the rest (CLU-25, CLU-27). Resolves to whether Redis
   * and this worker agree now.
   */
  restore(provider: string): Promise<boolean> {
    const known = this.#restoring.get(provider);
    if (known) return known;
    const restoring = this.#restore(provider).finally(() => this.#restoring.delete(provider));
    this.#restoring.set(provider, restoring);
    return restoring;
  }

  async #restore(provider: string): Promise<boolean> {
    const { scripts, longWindows, clock } = this.#options;
    for (let tries = 0; tries < mostTries; tries++) {
      const looked = await this.#link.inTime(() => scripts.look(provider));
      if (!looked) return false;
      this.learnTime(looked);
      const archived = looked.value.epoch === '' ? await longWindows.load(provider, clock.now()) : [];
      const items = this.#news(provider, looked.value.keys, archived);
      if (items.length === 0 && looked.value.epoch !== '') {
        this.#looked(provider, looked.value, looked.value.keys);
        return true;
      }
      const { failureWindowMs } = this.#options.settings();
      const input = { items, failureWindowMs, epoch: this.#options.newEpoch() };
      const swapped = await this.#link.inTime(() => scripts.swap(provider, input));
      if (!swapped) return false;
      // Read again: what others told meanwhile is part of the view too.
    }
    return false;
  }

  #news(provider: string, keys: readonly StoredKey[], archived: readonly KeyRecord[]): SwapItem[] {
    const own = this.#options.local.records().filter((record) => record.provider === provider);
    const byId = new Map(archived.map((record) => [record.keyId, record]));
    for (const record of own) {
      const other = byId.get(record.keyId);
      byId.set(record.keyId, other ? mergeRecords(other, record) : record);
    }
    const stored = new Map(keys.map((key) => [key.record.keyId, key]));
    return [...byId.values()].flatMap((record) => {
      const known = stored.get(record.keyId);
      const merged = known ? mergeRecords(known.record, record) : record;
      // When a key was used last changes all the time, and is not worth a write.
      if (isDeepStrictEqual(healthOf(known?.record), healthOf(merged))) return [];
      return { keyId: record.keyId, expected: known?.raw ?? '', record: merged };
    });
  }

  #looked(provider: string, { epoch, rev }: ProviderState, keys: readonly StoredKey[]): void {
    for (const { record } of keys) this.#options.local.adopt(record);
    this.#seen.set(provider, { epoch, rev });
    if (this.#introduced.get(provider) === epoch) return;
    this.#introduced.set(provider, epoch);
    void this.#link.inTime(() => this.#options.scripts.introduce(provider));
  }
}

function healthOf(record: KeyRecord | undefined) {
  const { gen = 0, windows = {}, counts = {}, ceilings, disabledByOperator } = record ?? {};
  return { gen, windows, counts, ceilings, disabledByOperator };
}
