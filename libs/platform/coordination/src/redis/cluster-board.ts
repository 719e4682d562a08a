import { boardRow } from '../key-board.js';
import type { InProcessKeyRing } from '../key-ring.in-process.js';
import { commanded } from '../key-orders.js';
import { newRecord, type KeyRecord } from '../key-record.js';
import type { KeyBoardRow, KeyOrder, KnownKey } from '../key-ring.js';
import type { KeyRingSettings } from '../key-ring-settings.js';
import type { ClusterView } from './cluster-view.js';
import { limitOf } from './lease-inquiry.js';
import type { LongWindows } from './long-windows.js';
import type { RedisLink } from './redis-link.js';
import type { KeyNews } from './ring-events.js';
import type { RingScripts, StoredKey } from './ring-scripts.js';

const mostTries = 20;

export interface ClusterBoardOptions {
  readonly link: RedisLink;
  readonly scripts: RingScripts;
  readonly view: ClusterView;
  readonly local: InProcessKeyRing;
  readonly longWindows: LongWindows;
  readonly settings: () => KeyRingSettings;
  readonly announce: (news: KeyNews) => void;
}

/** What operators see of all keys, and do to them (COOL-21). */
export class ClusterBoard {
  readonly #options: ClusterBoardOptions;

  constructor(options: ClusterBoardOptions) {
    this.#options = options;
  }

  /** Without Redis, what this worker knows. */
  async read(known: readonly KnownKey[]): Promise<readonly KeyBoardRow[]> {
    const { link, scripts, local } = this.#options;
    await link.started();
    const providers = await link.call(() => scripts.providers());
    if (!providers) return local.board(known);
    const all = new Set([...providers.value, ...known.map(({ provider }) => provider)]);
    const rows = await Promise.all([...all].map((provider) => this.#rowsOf(provider)));
    if (rows.includes(undefined)) return local.board(known);
    const found = rows.flatMap((row) => row ?? []);
    const ids = new Set(found.map(({ keyId }) => keyId));
    const others = known.filter(({ keyId }) => !ids.has(keyId));
    const unused = others.map((key) => this.#row(newRecord(key), { inFlight: 0, now: 0 }));
    return [...found, ...unused].sort((a, b) => orderOf(a).localeCompare(orderOf(b)));
  }

  async command(order: KeyOrder, keys: readonly KnownKey[]): Promise<number> {
    await this.#options.link.started();
    for (const provider of new Set(keys.map((key) => key.provider))) {
      const those = keys.filter((key) => key.provider === provider);
      if (await this.#commandIn(provider, order, those)) continue;
      // Redis hears of it when it is back: the newer generation of a record wins (CLU-25).
      await this.#options.local.command(order, those);
    }
    return keys.length;
  }

  async #rowsOf(provider: string): Promise<readonly KeyBoardRow[] | undefined> {
    const looked = await this.#options.link.call(() => this.#options.scripts.look(provider));
    if (!looked) return undefined;
    const { keys, now } = looked.value;
    return keys.map(({ record, inFlight }) => this.#row(record, { inFlight, now }));
  }

  #row(record: KeyRecord, at: { readonly inFlight: number; readonly now: number }): KeyBoardRow {
    return boardRow(record, { ...at, limit: limitOf(record, at.now, this.#options.settings()) });
  }

  /** Resolves to whether Redis took it. */
  async #commandIn(provider: string, order: KeyOrder, keys: readonly KnownKey[]): Promise<boolean> {
    const { link, scripts, view, settings } = this.#options;
    let left = keys;
    for (let tries = 0; tries < mostTries; tries++) {
      const looked = await link.call(() => scripts.look(provider));
      if (!looked) return false;
      if (looked.value.epoch === '' && !(await view.restore(provider))) return false;
      const stored = new Map(looked.value.keys.map((key) => [key.record.keyId, key]));
      const items = left.map((key) => itemOf(key, order, stored.get(key.keyId)));
      const { failureWindowMs } = settings();
      const swapped = await link.call(() => scripts.swap(provider, { items, failureWindowMs, epoch: '' }));
      if (!swapped) return false;
      const { lost = [], ...state } = swapped.value;
      const done = items.filter(({ keyId }) => !lost.includes(keyId)).map(({ record }) => record);
      this.#tell({ ...state, provider, at: state.now, records: done }, stored);
      left = left.filter(({ keyId }) => lost.includes(keyId));
      if (left.length === 0) return true;
    }
    return false;
  }

  #tell(news: KeyNews, stored: ReadonlyMap<string, StoredKey>): void {
    const { view, announce, longWindows } = this.#options;
    if (news.records.length === 0) return;
    for (const record of news.records) longWindows.note(record, stored.get(record.keyId)?.record, news.at);
    view.changed(news.provider, news, news.records);
    announce(news);
  }
}

const orderOf = ({ provider, keyId }: KeyBoardRow): string => `${provider} ${keyId}`;

function itemOf(key: KnownKey, order: KeyOrder, stored: StoredKey | undefined) {
  const record = commanded(stored?.record ?? newRecord(key), order);
  return { keyId: key.keyId, expected: stored?.raw ?? '', record };
}
