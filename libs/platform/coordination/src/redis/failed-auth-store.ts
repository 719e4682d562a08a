import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { maxClients, type FailedAuthLimits, type FailureVerdict } from '../failed-auth-limiter.js';
import type { KnownClient } from '../failed-auth-limiter.in-process.js';
import type { RedisConnection } from '../redis-connection.js';
import { clearScript, exchangeScript, failScript } from '../lua/failed-auth.js';
import { systemClock, type Clock } from './redis-clock.js';
import { RedisLink, type RedisState } from './redis-link.js';

/** What a call may take: somebody who guesses waits for it, and nobody else. */
const budgetMs = 100;

interface Scripts {
  clawmeshAuthFail(base: string, now: string, ...args: string[]): Promise<[number, number, number]>;
  clawmeshAuthClear(base: string, now: string, client: string): Promise<unknown>;
  clawmeshAuthExchange(base: string, now: string, ...locks: string[]): Promise<[string, number, ...number[]][]>;
}

export interface FailedAuthStoreOptions {
  readonly connection: RedisConnection;
  /** Installations that share a Redis differ in it. */
  readonly namespace: string;
  /** Tests move the time, and with it that of the server. */
  readonly time?: FailedAuthTime;
}

export interface FailedAuthTime extends Clock {
  /** Undefined: that of the server. */
  readonly redis: () => number | undefined;
  readonly budgetMs: number;
}

const systemTime: FailedAuthTime = { ...systemClock, redis: () => undefined, budgetMs };

/** Failed authentication, where all gateways of an installation see it. Every answer is undefined while Redis is away. */
export class FailedAuthStore {
  readonly #client: Redis & Scripts;
  readonly #base: string;
  readonly #link: RedisLink;
  readonly #now: () => string;
  #comeBack: () => Promise<boolean> = () => Promise.resolve(true);

  constructor({ connection, namespace, time = systemTime }: FailedAuthStoreOptions) {
    const { client } = connection;
    client.defineCommand('clawmeshAuthFail', { lua: failScript, numberOfKeys: 1 });
    client.defineCommand('clawmeshAuthClear', { lua: clearScript, numberOfKeys: 1 });
    client.defineCommand('clawmeshAuthExchange', { lua: exchangeScript, numberOfKeys: 1 });
    this.#client = client as Redis & Scripts; // defineCommand adds what the types cannot know
    this.#base = `cm:{${namespace}:failed-auth}`;
    this.#now = () => String(time.redis() ?? '');
    const onState = (): void => undefined; // the connection tells of itself
    const comeBack = (): Promise<boolean> => this.#comeBack();
    this.#link = new RedisLink({ connection, clock: time, budgetMs: time.budgetMs, comeBack, onState });
  }

  get state(): RedisState {
    return this.#link.state;
  }

  /** Resolves when Redis has told what it knows, or soon after when it does not. */
  started(): Promise<void> {
    return this.#link.started();
  }

  async fail(client: string, limits: FailedAuthLimits): Promise<FailureVerdict | undefined> {
    await this.#link.started();
    const { maxAttempts, windowMs, lockoutMs } = limits;
    const numbers = [maxAttempts, windowMs, lockoutMs, maxClients].map(String);
    const send = () => this.#client.clawmeshAuthFail(this.#base, this.#now(), client, randomUUID(), ...numbers);
    const answered = await this.#link.call(send);
    if (!answered) return undefined;
    const [lockedForMs, recent, locksNow] = answered.value;
    return { lockedForMs, recent, locksNow: locksNow === 1 };
  }

  clear(client: string): void {
    void this.#link.call(() => this.#client.clawmeshAuthClear(this.#base, this.#now(), client));
  }

  /** Tells locks that Redis may not know, and hears of all clients. */
  async exchange(locks: readonly (readonly [string, number])[]): Promise<KnownClient[] | undefined> {
    const told = locks.flatMap(([client, lockedForMs]) => [client, String(Math.ceil(lockedForMs))]);
    const answered = await this.#link.inTime(() => this.#client.clawmeshAuthExchange(this.#base, this.#now(), ...told));
    return answered?.value.map(([client, lockedForMs, ...ages]) => ({ client, lockedForMs, ages }));
  }

  /** What to do whenever Redis can be reached again, before it is asked anything else. */
  onComeBack(comeBack: () => Promise<boolean>): void {
    this.#comeBack = comeBack;
  }

  close(): void {
    this.#link.close();
  }
}
