const windowMs = 10_000;
const share = 0.2;
const leastPerWindow = 100;

/** Calls of one provider within ten seconds: further ones are to be few beside the first ones (CLU-21). */
export class RetryBudget {
  /** By second; those that are too old are dropped when they are met. */
  readonly #seconds = new Map<number, { first: number; further: number }>();

  /** Whether one more retry or half-open probe may go out. */
  allows(now: number): boolean {
    let [first, further] = [0, 0];
    for (const [second, counts] of this.#seconds) {
      if (second * 1_000 <= now - windowMs) this.#seconds.delete(second);
      else [first, further] = [first + counts.first, further + counts.further];
    }
    return further < Math.max(leastPerWindow, share * first);
  }

  spend(call: 'first' | 'further', now: number): void {
    const second = Math.floor(now / 1_000);
    const counts = this.#seconds.get(second) ?? { first: 0, further: 0 };
    counts[call]++;
    this.#seconds.set(second, counts);
  }
}
