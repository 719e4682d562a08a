import type { LeaseAnswer, LeaseQuestion } from './key-ring.js';

/** Calls `fire` after `ms`, unless the function it returns is called before. */
export type Timer = (fire: () => void, ms: number) => () => void;

export const systemTimer: Timer = (fire, ms) => {
  const timeout = setTimeout(fire, ms);
  return () => clearTimeout(timeout);
};

/** A question, and how long it has waited for what. */
export interface Asked {
  readonly question: LeaseQuestion;
  /** Ends of the wait for the verdict on a key (CLU-17), and of that for one that is not busy (CLU-7). */
  verdictUntil?: number;
  capacityUntil?: number;
}

/** What a question gets now; with `waitUntil`, only if it gets nothing better until then. */
export interface Offer {
  readonly answer: LeaseAnswer;
  readonly waitUntil?: number;
}

interface LeaseQueueOptions {
  readonly now: () => number;
  readonly timer: Timer;
  readonly offer: (asked: Asked) => Offer;
  /** When there may be better offers although nothing is reported. */
  readonly nextChange: (provider: string) => number | undefined;
}

interface Waiter {
  readonly asked: Asked;
  offer: Offer;
  readonly resolve: (answer: LeaseAnswer) => void;
}

/** Questions that wait for a key, by provider and in the order they came (CLU-8). */
export class LeaseQueue {
  readonly #options: LeaseQueueOptions;
  readonly #waiters = new Map<string, Set<Waiter>>();
  readonly #timers = new Map<string, () => void>();

  constructor(options: LeaseQueueOptions) {
    this.#options = options;
  }

  ask(question: LeaseQuestion, signal: AbortSignal | undefined): Promise<LeaseAnswer> {
    const { provider } = question;
    this.serve(provider);
    const asked: Asked = { question };
    const offer = this.#options.offer(asked);
    if (this.#isFinal(offer) || signal?.aborted) return Promise.resolve(offer.answer);
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#waiters.get(provider)?.delete(waiter);
        this.#schedule(provider);
        resolve(waiter.offer.answer);
      };
      const settle = (answer: LeaseAnswer): void => {
        signal?.removeEventListener('abort', leave);
        resolve(answer);
      };
      const waiter: Waiter = { asked, offer, resolve: settle };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiters.set(provider, (this.#waiters.get(provider) ?? new Set()).add(waiter));
      this.#schedule(provider);
    });
  }

  /** Something has changed: first come, first served. */
  serve(provider: string): void {
    const waiters = this.#waiters.get(provider);
    if (!waiters) return;
    for (const waiter of waiters) {
      waiter.offer = this.#options.offer(waiter.asked);
      if (!this.#isFinal(waiter.offer)) continue;
      waiters.delete(waiter);
      waiter.resolve(waiter.offer.answer);
    }
    this.#schedule(provider);
  }

  #isFinal({ waitUntil }: Offer): boolean {
    return waitUntil === undefined || waitUntil <= this.#options.now();
  }

  #schedule(provider: string): void {
    this.#timers.get(provider)?.();
    this.#timers.delete(provider);
    const waiters = this.#waiters.get(provider);
    if (!waiters || waiters.size === 0) return void this.#waiters.delete(provider);
    const { now, timer, nextChange } = this.#options;
    const ends = [...waiters].map(({ offer }) => offer.waitUntil ?? 0);
    const at = Math.min(nextChange(provider) ?? Infinity, ...ends);
    this.#timers.set(
      provider,
      timer(() => this.serve(provider), Math.max(0, at - now())),
    );
  }
}
