import type { KeyLease } from '../key-ring.js';
import type { Timer } from '../lease-queue.js';
import type { HoldItem, SettleItem } from './ring-scripts.js';

/** A call of this process that has a key. */
export interface OpenCall {
  readonly lease: KeyLease;
  readonly source: string;
  readonly isProfile: boolean | undefined;
  readonly gen: number;
  /** By the time of Redis. */
  readonly leasedAt: number;
  /** When the lease was asked for, and had, by the monotonic clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** When its caller is sure to have gone, from `receivedAt`. */
  readonly endsInMs: number;
  readonly isCounted: boolean;
  /** The key was given without Redis. */
  readonly isLocal: boolean;
  answeredAt?: number;
  /** It is to decide about its key, and has not yet. */
  isProbe: boolean;
}

const countedTtlMs = 45_000;
const holdEveryMs = 15_000;

/** The calls under way. */
export class OpenCalls {
  readonly #calls = new Map<string, OpenCall>();
  readonly #monotonic: () => number;
  readonly #timer: Timer;
  readonly #hold: () => Promise<unknown>;
  #cancel: (() => void) | undefined;

  /** `hold` keeps those that others wait for, now and then (CLU-4). */
  constructor(time: { readonly monotonic: () => number; readonly timer: Timer }, hold: () => Promise<unknown>) {
    this.#monotonic = time.monotonic;
    this.#timer = time.timer;
    this.#hold = hold;
  }

  now(): number {
    return this.#monotonic();
  }

  add(call: OpenCall): void {
    this.#calls.set(call.lease.leaseId, call);
    if (call.isCounted) this.#cancel ??= this.#timer(this.#holdCounted, holdEveryMs);
  }

  close(): void {
    this.#cancel?.();
  }

  get(leaseId: string): OpenCall | undefined {
    return this.#calls.get(leaseId);
  }

  /** Undefined when it was ended before: a report counts once (CLU-12). */
  end(leaseId: string): OpenCall | undefined {
    const call = this.#calls.get(leaseId);
    this.#calls.delete(leaseId);
    return call;
  }

  all(): OpenCall[] {
    return [...this.#calls.values()];
  }

  readonly #holdCounted = (): void => {
    this.#cancel = undefined;
    this.#sweep();
    if (!this.all().some(({ isCounted }) => isCounted)) return;
    this.#cancel = this.#timer(this.#holdCounted, holdEveryMs);
    void this.#hold();
  };

  /** Those that never reported, and never will. */
  #sweep(): void {
    const now = this.#monotonic();
    for (const [leaseId, { receivedAt, endsInMs }] of this.#calls) {
      if (receivedAt + endsInMs < now) this.#calls.delete(leaseId);
    }
  }

  /** No later than the upstream's first event, so that good news never looks newer than it is (CLU-10). */
  succeededAt({ leasedAt, receivedAt }: OpenCall): number {
    return Math.floor(leasedAt + this.#monotonic() - receivedAt);
  }

  /** No earlier than the upstream's refusal, so that bad news never looks older than it is. */
  failedAt({ leasedAt, sentAt }: OpenCall): number {
    return Math.ceil(leasedAt + this.#monotonic() - sentAt);
  }

  held({ lease, receivedAt, endsInMs, isCounted, isProbe }: OpenCall): HoldItem {
    const left = Math.max(0, receivedAt + endsInMs - this.#monotonic());
    const { leaseId, keyId } = lease;
    return { leaseId, keyId, ttlMs: isCounted ? countedTtlMs : Math.ceil(left), isProbe };
  }
}

/** What Redis is told of a call; `hasEnded`: of its end, else of the verdict on its key. */
export function settlementOf(call: OpenCall, hasEnded: boolean, succeededAt?: number): SettleItem {
  const { lease, source, isProfile, gen, leasedAt, isProbe } = call;
  const { leaseId, keyId, model } = lease;
  return { leaseId, keyId, model, source, isProfile, gen, leasedAt, isProbe, succeededAt, ends: hasEnded };
}
