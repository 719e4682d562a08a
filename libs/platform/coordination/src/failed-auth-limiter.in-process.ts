import { FailedAuthLimiter, maxClients, type FailedAuthLimits, type FailureVerdict } from './failed-auth-limiter.js';

/** A client, as one process tells another. */
export interface KnownClient {
  readonly client: string;
  /** 0: not locked. */
  readonly lockedForMs: number;
  /** How long ago it failed, longest first. */
  readonly ages: readonly number[];
}

/** How long to keep failures whose window is not known here. */
const adoptedForMs = 60_000;

/** Enough to tell how late an exempt client is to be answered. */
const fewestKept = 10;

interface Client {
  /** Epoch milliseconds of the failures that may still count, oldest first. */
  failures: readonly number[];
  lockedUntil: number;
  /** Until when the failures matter to anybody. */
  keptUntil: number;
}

/** What one process knows. */
export class InProcessFailedAuthLimiter implements FailedAuthLimiter {
  readonly #clients = new Map<string, Client>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  lockedForMs(address: string): number {
    if (this.#clients.size === 0) return 0;
    const now = this.#now();
    const client = this.#clients.get(address);
    if (!client) return this.#clients.size < maxClients ? 0 : this.#roomInMs(now);
    if (client.lockedUntil === 0) return 0;
    if (client.lockedUntil > now) return client.lockedUntil - now;
    this.#clients.delete(address);
    return 0;
  }

  fail(address: string, limits: FailedAuthLimits): Promise<FailureVerdict> {
    return Promise.resolve(this.count(address, limits));
  }

  /** As `fail`, at once. */
  count(address: string, { maxAttempts, windowMs, lockoutMs, neverLocks = false }: FailedAuthLimits): FailureVerdict {
    const lockedForMs = this.lockedForMs(address);
    if (lockedForMs > 0) return { lockedForMs, recent: 0, locksNow: false };
    const now = this.#now();
    const client = this.#client(address, now);
    const recent = [...client.failures.filter((at) => at > now - windowMs), now];
    const locksNow = !neverLocks && recent.length >= maxAttempts;
    client.failures = recent.slice(-Math.max(maxAttempts, fewestKept));
    client.keptUntil = now + windowMs;
    if (locksNow) client.lockedUntil = now + lockoutMs;
    return { lockedForMs: 0, recent: client.failures.length, locksNow };
  }

  /** A lock stays: whoever proves itself now was let in before the lock was heard of. */
  clear(address: string): void {
    const client = this.#clients.get(address);
    if (client && client.lockedUntil <= this.#now()) this.#clients.delete(address);
  }

  /** Whether anything is held against the client. */
  knows(address: string): boolean {
    return this.#clients.has(address);
  }

  /** Takes over a lock that was made elsewhere. The later end counts. */
  lock(address: string, lockedForMs: number): void {
    const now = this.#now();
    const client = this.#client(address, now);
    client.lockedUntil = Math.max(client.lockedUntil, now + lockedForMs);
  }

  /** Takes over what is known elsewhere. */
  adopt({ client: address, lockedForMs, ages }: KnownClient): void {
    if (lockedForMs > 0) return this.lock(address, lockedForMs);
    const now = this.#now();
    const client = this.#client(address, now);
    if (client.lockedUntil > now || client.failures.length >= ages.length) return;
    client.failures = ages.map((age) => now - age);
    client.keptUntil = Math.max(client.keptUntil, now + adoptedForMs);
  }

  /** Who is locked out, and for how much longer. */
  locks(): readonly (readonly [address: string, lockedForMs: number])[] {
    const now = this.#now();
    return [...this.#clients].flatMap(([address, { lockedUntil }]) =>
      lockedUntil > now ? [[address, lockedUntil - now] as const] : [],
    );
  }

  #client(address: string, now: number): Client {
    const known = this.#clients.get(address);
    if (known) return known;
    if (this.#clients.size >= maxClients) this.#evict(now);
    const client: Client = { failures: [], lockedUntil: 0, keptUntil: 0 };
    this.#clients.set(address, client);
    return client;
  }

  /** Full (AUTH-46): what has expired goes first, else the oldest client that is not locked. */
  #evict(now: number): void {
    for (const [address, { lockedUntil, keptUntil }] of this.#clients) {
      if (lockedUntil <= now && keptUntil <= now) this.#clients.delete(address);
    }
    if (this.#clients.size < maxClients) return;
    for (const [address, { lockedUntil }] of this.#clients) {
      if (lockedUntil > now) continue;
      this.#clients.delete(address);
      return;
    }
  }

  /** A client there is no room for is refused only while every known one is locked. */
  #roomInMs(now: number): number {
    let soonest = Infinity;
    for (const { lockedUntil } of this.#clients.values()) soonest = Math.min(soonest, lockedUntil);
    return Math.max(0, soonest - now);
  }
}
