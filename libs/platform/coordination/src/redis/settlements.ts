import type { SettleItem } from './ring-scripts.js';

const mostItems = 100;
const flushMs = 100;
/** Of a time without Redis: beyond, the leases end by their time. */
const mostKept = 1_000;

export interface SettlementsOptions {
  /** Resolves to whether Redis took them. */
  readonly send: (provider: string, items: readonly SettleItem[]) => Promise<boolean>;
  /** Redis did not take it, and is told later. Once for each. */
  readonly onKept: (item: SettleItem) => void;
}

interface Waiting {
  /** Those that Redis did not take. */
  readonly kept: readonly SettleItem[];
  readonly fresh: SettleItem[];
}

/** Ends of calls on their way to Redis: told in batches, late by 100 ms at most (CLU-9). */
export class Settlements {
  readonly #options: SettlementsOptions;
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SettlementsOptions) {
    this.#options = options;
  }

  add(provider: string, item: SettleItem): void {
    const waiting = this.#waiting.get(provider) ?? { kept: [], fresh: [] };
    this.#waiting.set(provider, waiting);
    waiting.fresh.push(item);
    if (waiting.fresh.length >= mostItems) void this.flush(provider);
    else this.#timer ??= setTimeout(() => void this.flushAll(), flushMs).unref();
  }

  /** What is sent before a later call of the same connection is done before it. */
  async flush(provider: string): Promise<void> {
    const waiting = this.#waiting.get(provider);
    if (!waiting) return;
    this.#waiting.delete(provider);
    const left = await this.#send(provider, [...waiting.kept, ...waiting.fresh]);
    if (left.length === 0) return;
    const known = new Set(waiting.kept);
    for (const item of left) if (!known.has(item)) this.#options.onKept(item);
    const { kept = [], fresh = [] } = this.#waiting.get(provider) ?? {};
    this.#waiting.set(provider, { kept: [...left, ...kept].slice(-mostKept), fresh });
  }

  async flushAll(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await Promise.all([...this.#waiting.keys()].map((provider) => this.flush(provider)));
  }

  /** Returns those that Redis did not take. */
  async #send(provider: string, items: readonly SettleItem[]): Promise<readonly SettleItem[]> {
    const batches: SettleItem[][] = [];
    for (let at = 0; at < items.length; at += mostItems) batches.push(items.slice(at, at + mostItems));
    const left = batches.map(async (batch) => ((await this.#options.send(provider, batch)) ? [] : batch));
    return (await Promise.all(left)).flat();
  }
}
