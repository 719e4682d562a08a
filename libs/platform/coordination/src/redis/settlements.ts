import type { SettleItem } from './ring-scripts.js';

const mostItems = 100;
const flushMs = 100;
/** Of a time without Redis: beyond, the leases end by their time. */
const mostKept = 1_000;

/** Resolves to whether Redis took them. */
type Send = (provider: string, items: readonly SettleItem[]) => Promise<boolean>;

/** Ends of calls on their way to Redis: told in batches, late by 100 ms at most (CLU-9). */
export class Settlements {
  readonly #send: Send;
  readonly #waiting = new Map<string, SettleItem[]>();
  #timer: NodeJS.Timeout | undefined;

  constructor(send: Send) {
    this.#send = send;
  }

  add(provider: string, item: SettleItem): void {
    const items = this.#waiting.get(provider) ?? [];
    this.#waiting.set(provider, items);
    items.push(item);
    if (items.length >= mostItems) void this.flush(provider);
    else this.#timer ??= setTimeout(() => void this.flushAll(), flushMs).unref();
  }

  /** What is sent before a later call of the same connection is done before it. */
  async flush(provider: string): Promise<void> {
    const items = this.#waiting.get(provider);
    if (!items) return;
    this.#waiting.delete(provider);
    if (await this.#send(provider, items)) return;
    const later = this.#waiting.get(provider) ?? [];
    this.#waiting.set(provider, [...items, ...later].slice(-mostKept));
  }

  async flushAll(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await Promise.all([...this.#waiting.keys()].map((provider) => this.flush(provider)));
  }
}
