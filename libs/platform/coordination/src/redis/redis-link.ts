import type { RedisConnection } from '../redis-connection.js';
import type { Clock, RoundTrip } from './redis-clock.js';

/** Scripts are loaded, and names looked up, with the first calls of a connection. */
const firstBudgetMs = 250;
const mostFailures = 3;
const breakMs = 2_000;

export type RedisState = 'up' | 'slow' | 'down';

export interface RedisLinkOptions {
  readonly connection: RedisConnection;
  readonly clock: Clock;
  /** What a call may take. */
  readonly budgetMs: number;
  /** Tells Redis what was learnt without it. The link is up again when it resolves to true. */
  readonly comeBack: () => Promise<boolean>;
  readonly onState: (state: RedisState) => void;
}

export interface Answered<T> extends RoundTrip {
  readonly value: T;
}

/** Calls to Redis that are over in time, answered or not (CLU-23). Without Redis nobody waits for it. */
export class RedisLink {
  readonly #options: RedisLinkOptions;
  #state: RedisState = 'down';
  #failures = 0;
  #isFresh = true;
  #isTrying = false;
  #isClosed = false;
  #retry: NodeJS.Timeout | undefined;
  readonly #started: Promise<void>;
  #start: () => void = () => undefined;

  constructor(options: RedisLinkOptions) {
    this.#options = options;
    const { client } = options.connection;
    client.on('ready', this.#onReady);
    client.on('close', this.#onClose);
    this.#started = new Promise((resolve) => {
      this.#start = resolve;
      setTimeout(resolve, firstBudgetMs).unref();
    });
    void this.#tryAgain();
  }

  get state(): RedisState {
    return this.#state;
  }

  /** The first moments of a process: its connection is on its way. */
  started(): Promise<void> {
    return this.#started;
  }

  /** Undefined when Redis is away or too slow; `onLate` gets what comes after all. */
  async call<T>(send: () => Promise<T>, onLate?: (answered: Answered<T>) => void): Promise<Answered<T> | undefined> {
    if (this.#state !== 'up') return undefined;
    const answered = await this.inTime(send, onLate);
    if (answered) this.#failures = 0;
    else if (++this.#failures >= mostFailures) this.#lose('slow');
    return answered;
  }

  /** The same whatever the state is. */
  inTime<T>(send: () => Promise<T>, onLate?: (answered: Answered<T>) => void): Promise<Answered<T> | undefined> {
    const { clock, budgetMs } = this.#options;
    const { monotonic } = clock;
    const sentAt = monotonic();
    return new Promise((resolve) => {
      let isOver = false;
      const end = (answered?: Answered<T>): void => {
        clearTimeout(timer);
        if (isOver && answered) onLate?.(answered);
        isOver = true;
        resolve(answered);
      };
      // An answer may wait in the socket while this process was busy: it is read before the immediate.
      const timer = setTimeout(() => setImmediate(end), this.#isFresh ? Math.max(firstBudgetMs, budgetMs) : budgetMs);
      send().then(
        (value) => {
          this.#isFresh = false;
          end({ value, sentAt, receivedAt: monotonic() });
        },
        () => end(),
      );
    });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    const { client } = this.#options.connection;
    client.off('ready', this.#onReady).off('close', this.#onClose);
    this.#state = 'down';
  }

  readonly #onReady = (): void => {
    this.#isFresh = true;
    void this.#tryAgain();
  };

  readonly #onClose = (): void => this.#lose('down');

  #lose(state: 'slow' | 'down'): void {
    if (this.#isClosed) return;
    this.#become(state);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#tryAgain(), breakMs);
    this.#retry.unref();
  }

  async #tryAgain(): Promise<void> {
    if (this.#isTrying || this.#isClosed || this.#options.connection.client.status !== 'ready') return;
    this.#isTrying = true;
    const isBack = await this.#options.comeBack();
    this.#isTrying = false;
    if (this.#isClosed) return;
    if (!isBack || this.#options.connection.client.status !== 'ready') return this.#lose('slow');
    this.#failures = 0;
    this.#become('up');
    this.#start();
  }

  #become(state: RedisState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}
