import type { KeyLease } from './key-ring.js';

/** A call that has a key. */
export interface OpenLease {
  readonly lease: KeyLease;
  /** Of its key when it got it (CLU-11). */
  readonly gen: number;
  readonly leasedAt: number;
  /** A call that never reports has ended by then (CLU-4). */
  readonly expiresAt: number;
  answeredAt?: number;
  /** It is to decide whether its key is well again, and has not yet. */
  isProbe: boolean;
}

const sweepEveryMs = 1_000;

/** The calls under way, counted by key. */
export class OpenLeases {
  readonly #leases = new Map<string, OpenLease>();
  readonly #counts = new Map<string, number>();
  #sweptAt = -Infinity;

  inFlight(keyId: string): number {
    return this.#counts.get(keyId) ?? 0;
  }

  get(leaseId: string): OpenLease | undefined {
    return this.#leases.get(leaseId);
  }

  add(open: OpenLease): void {
    const { leaseId, keyId } = open.lease;
    this.#leases.set(leaseId, open);
    this.#counts.set(keyId, this.inFlight(keyId) + 1);
  }

  /** Undefined when it was ended before: a report counts once (CLU-12). */
  end(leaseId: string): OpenLease | undefined {
    const open = this.#leases.get(leaseId);
    if (!open) return undefined;
    this.#leases.delete(leaseId);
    const { keyId } = open.lease;
    const left = this.inFlight(keyId) - 1;
    if (left > 0) this.#counts.set(keyId, left);
    else this.#counts.delete(keyId);
    return open;
  }

  /** Ends those that are over by time. */
  sweep(now: number): void {
    if (now - this.#sweptAt < sweepEveryMs) return;
    this.#sweptAt = now;
    for (const [leaseId, { expiresAt }] of this.#leases) if (expiresAt <= now) this.end(leaseId);
  }
}
