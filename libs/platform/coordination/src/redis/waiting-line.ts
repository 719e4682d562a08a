const pollMs = 50;

export interface Wait<T> {
  /** Undefined: nothing yet. */
  readonly ask: () => Promise<T | undefined>;
  /** Whether it has waited long enough, or nobody waits for it any more. */
  readonly isOver: () => boolean;
  readonly signal?: AbortSignal | undefined;
}

interface Waiter {
  wake(): void;
}

/**
 * Those of one process who wait for the same keys, first come first served. Only the first of a line asks Redis, where the
 * lines of all processes have their order (CLU-8).
 */
export class WaitingLines {
  readonly #lines = new Map<string, Waiter[]>();

  lengthOf(name: string): number {
    return this.#lines.get(name)?.length ?? 0;
  }

  /** Something was released: the first ones need not wait for their next look. */
  wake(): void {
    for (const [first] of this.#lines.values()) first?.wake();
  }

  /** Everybody looks whether the wait is over. */
  wakeAll(): void {
    for (const line of this.#lines.values()) for (const waiter of [...line]) waiter.wake();
  }

  /** Undefined when the wait was over before there was an answer. */
  async wait<T>(name: string, { ask, isOver, signal }: Wait<T>): Promise<T | undefined> {
    const waiter: Waiter = { wake: () => undefined };
    const line = this.#lines.get(name) ?? [];
    this.#lines.set(name, line);
    line.push(waiter);
    try {
      while (!isOver() && !signal?.aborted) {
        await pause(waiter, signal);
        const answer = line[0] === waiter ? await ask() : undefined;
        if (answer !== undefined) return answer;
      }
      return undefined;
    } finally {
      line.splice(line.indexOf(waiter), 1);
      if (line.length === 0) this.#lines.delete(name);
      else line[0]?.wake();
    }
  }
}

/** Spread, so that the lines of many processes do not ask at the same moment (CLU-19). */
function pause(waiter: Waiter, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      waiter.wake = () => undefined;
      resolve();
    };
    const timer = setTimeout(end, pollMs * (0.8 + 0.4 * Math.random()));
    signal?.addEventListener('abort', end, { once: true });
    waiter.wake = end;
  });
}
