import type { FailedAuthLimiter, FailedAuthLimits, FailureVerdict } from './failed-auth-limiter.js';
import type { InProcessFailedAuthLimiter } from './failed-auth-limiter.in-process.js';
import type { FailedAuthStore } from './redis/failed-auth-store.js';

type Event =
  | { readonly event: 'failed'; readonly limits: Omit<FailedAuthLimits, 'neverLocks'> }
  | { readonly event: 'locked'; readonly lockedForMs: number }
  | { readonly event: 'cleared' };

/** What gateways tell each other; `from` is the one that says it. */
export type FailedAuthNews = Event & { readonly from: string; readonly client: string };

export interface SharedLimiterOptions {
  /** Names this process. */
  readonly id: string;
  /** What this process knows: it answers for clients that never failed, and for all while Redis is away. */
  readonly local: InProcessFailedAuthLimiter;
  /** Without Redis gateways only tell each other. */
  readonly store?: FailedAuthStore | undefined;
  /** Tells the other gateways. At most once. */
  readonly announce: (news: FailedAuthNews) => void;
}

/**
 * The limiter of any number of gateways (AUTH-48). Redis counts, one call for each failure; what it says is announced, so
 * that every gateway knows who is locked out without asking. Without Redis each counts what it sees and hears.
 */
export class SharedFailedAuthLimiter implements FailedAuthLimiter {
  readonly #options: SharedLimiterOptions;

  constructor(options: SharedLimiterOptions) {
    this.#options = options;
    options.store?.onComeBack(() => this.catchUp());
  }

  lockedForMs(client: string): number {
    return this.#options.local.lockedForMs(client);
  }

  async fail(client: string, limits: FailedAuthLimits): Promise<FailureVerdict> {
    const { local, store } = this.#options;
    // A client that is never locked is this machine: no other gateway has to know.
    if (limits.neverLocks || local.lockedForMs(client) > 0) return local.count(client, limits);
    const verdict = await store?.fail(client, limits);
    if (verdict && verdict.lockedForMs > 0) {
      local.lock(client, verdict.lockedForMs);
      return verdict;
    }
    const seen = local.count(client, limits);
    const { maxAttempts, windowMs, lockoutMs } = limits;
    this.#tell(client, { event: 'failed', limits: { maxAttempts, windowMs, lockoutMs } });
    if (!verdict) return seen;
    const locksNow = verdict.locksNow || seen.locksNow;
    if (locksNow) this.#locked(client, lockoutMs);
    // Redis may have forgotten what this process saw: the longer memory counts.
    if (seen.locksNow && !verdict.locksNow) void this.catchUp();
    return { lockedForMs: 0, recent: Math.max(verdict.recent, seen.recent), locksNow };
  }

  clear(client: string): void {
    const { local, store } = this.#options;
    if (!local.knows(client)) return;
    local.clear(client);
    store?.clear(client);
    this.#tell(client, { event: 'cleared' });
  }

  /** What another gateway says, or this one itself. */
  hear(news: FailedAuthNews): void {
    const { id, local } = this.#options;
    if (news.from === id) return;
    switch (news.event) {
      case 'failed':
        local.count(news.client, news.limits);
        break;
      case 'locked':
        local.lock(news.client, news.lockedForMs);
        break;
      case 'cleared':
        local.clear(news.client);
        break;
      default:
        news satisfies never;
    }
  }

  /** Tells Redis what it does not know, and learns the rest. Resolves to whether it answered. */
  async catchUp(): Promise<boolean> {
    const { local, store } = this.#options;
    const known = await store?.exchange(local.locks());
    for (const client of known ?? []) local.adopt(client);
    return known !== undefined;
  }

  #locked(client: string, lockoutMs: number): void {
    this.#options.local.lock(client, lockoutMs);
    this.#tell(client, { event: 'locked', lockedForMs: lockoutMs });
  }

  #tell(client: string, event: Event): void {
    this.#options.announce({ from: this.#options.id, client, ...event });
  }
}
