import type { Redis } from 'ioredis';
import type { KeyFacts } from '../key-facts.js';
import type { KeyRecord } from '../key-record.js';
import type { LeaseQuestion } from '../key-ring.js';
import { failScript } from '../lua/fail.js';
import { holdScript } from '../lua/hold.js';
import { leaseScript } from '../lua/lease.js';
import { lookScript } from '../lua/look.js';
import { prelude } from '../lua/prelude.js';
import { settleScript } from '../lua/settle.js';
import { swapScript } from '../lua/swap.js';

/** What every answer tells of its provider. `rev` grows with each change of a window; `epoch` names one life of a Redis. */
export interface ProviderState {
  readonly epoch: string;
  readonly rev: number;
  /** The time of Redis. */
  readonly now: number;
}

export interface LeaseInput extends Pick<LeaseQuestion, 'provider' | 'model' | 'session' | 'isRetry' | 'neededTokens'> {
  readonly candidates: readonly CandidateInput[];
  readonly preferred?: string | undefined;
  /** A key to try in spite of its window, and the revision of the windows that it was chosen by. */
  readonly probeKeyId?: string | undefined;
  readonly probeRev?: number | undefined;
  readonly leaseId: string;
  readonly waiterId: string;
  /** It is the first of its line, and keeps its place among those of other workers (CLU-8). */
  readonly isWaiting: boolean;
  /** Others of its line in this process, who came before it. */
  readonly ahead: number;
  /** Nothing was tried before: retries are measured against these (CLU-21). */
  readonly isFirst: boolean;
  readonly ttlMs: number;
  /** 0: any number. */
  readonly maxInFlight: number;
  readonly slowStart: boolean;
  readonly epoch: string;
  readonly rev: number;
  readonly failureWindowMs: number;
}

export interface CandidateInput {
  readonly keyId: string;
  readonly source: string;
  readonly rank: number;
  readonly isProfile?: boolean | undefined;
  readonly isSticky?: boolean | undefined;
  readonly excluded?: true;
}

export type LeaseReply =
  | (ProviderState & {
      readonly result: 'leased';
      readonly leaseId: string;
      readonly keyId: string;
      readonly gen: number;
      readonly probe?: 'half-open' | 'primary';
      /** It counts for the admission of others, and has to be kept alive (CLU-4). */
      readonly isCounted: boolean;
    })
  | (ProviderState & {
      readonly result: 'refused';
      /** Calls under way, by candidate, where their number is limited. */
      readonly calls: readonly number[];
      readonly hasBudget: boolean;
      readonly isThrottled: boolean;
      /** By candidate; undefined for a key that Redis knows nothing of. */
      readonly records: readonly (KeyRecord | undefined)[];
    })
  /** Redis forgot what this worker knows. */
  | (ProviderState & { readonly result: 'lost' });

export interface FailInput {
  readonly provider: string;
  readonly lease: LeaseOfKey & {
    readonly model: string;
    readonly source: string;
    readonly isProfile?: boolean | undefined;
  };
  readonly facts: KeyFacts;
  readonly observedAt: number;
  readonly lastError: string;
  readonly failureWindowMs: number;
  readonly widens: boolean;
  readonly rememberMs: number;
}

export interface FailReply extends ProviderState {
  /** `known`: reported before. `noted`: no window changed. */
  readonly result: 'known' | 'noted' | 'opened' | 'extended';
  readonly record: KeyRecord;
}

export interface LeaseOfKey {
  readonly leaseId: string;
  readonly keyId: string;
  readonly gen: number;
}

export interface SettleItem extends LeaseOfKey {
  readonly source: string;
  readonly isProfile?: boolean | undefined;
  readonly model: string;
  readonly leasedAt: number;
  readonly isProbe: boolean;
  /** When the upstream answered well; absent: it says nothing about the key. */
  readonly succeededAt?: number | undefined;
  readonly ends: boolean;
}

export interface HoldItem {
  readonly leaseId: string;
  readonly keyId: string;
  readonly ttlMs: number;
  readonly isProbe: boolean;
}

export interface SwapItem {
  readonly keyId: string;
  /** As it was read; empty when there was none. */
  readonly expected: string;
  readonly record: KeyRecord;
}

export interface StoredKey {
  readonly raw: string;
  readonly record: KeyRecord;
  readonly inFlight: number;
}

const scripts = {
  clawmeshLease: leaseScript,
  clawmeshFail: failScript,
  clawmeshSettle: settleScript,
  clawmeshHold: holdScript,
  clawmeshSwap: swapScript,
  clawmeshLook: lookScript,
};

type Script = (key: string, now: string, input: string) => Promise<(string | number | null)[]>;
type Scripts = Readonly<Record<keyof typeof scripts, Script>>;

/** The scripts of the key ring, with their arguments and answers as types. Each is one round trip. */
export class RingScripts {
  readonly #client: Redis;
  readonly #scripts: Scripts;
  readonly #namespace: string;
  readonly #now: () => number | undefined;

  /** `now` is the time of tests; without it the server's counts (CLU-13). */
  constructor(client: Redis, namespace: string, now: () => number | undefined) {
    for (const [name, body] of Object.entries(scripts)) {
      client.defineCommand(name, { lua: `${prelude}${body}`, numberOfKeys: 1 });
    }
    this.#client = client;
    this.#scripts = client as unknown as Scripts; // defineCommand adds what the types cannot know
    this.#namespace = namespace;
    this.#now = now;
  }

  async lease(input: LeaseInput): Promise<LeaseReply> {
    const [meta, ...records] = await this.#run('clawmeshLease', input.provider, input);
    const reply = JSON.parse(String(meta)) as LeaseReply; // the script's promise
    if (reply.result !== 'refused') return reply;
    return { ...reply, records: records.map((raw) => (raw === null ? undefined : parseRecord(raw))) };
  }

  async fail(input: FailInput): Promise<FailReply> {
    const [meta, raw] = await this.#run('clawmeshFail', input.provider, input);
    return { ...parseState<Omit<FailReply, 'record'>>(meta), record: parseRecord(raw) };
  }

  /** It waits no more (CLU-8). */
  async leaveQueue(provider: string, waiterId: string): Promise<void> {
    const base = this.#base(provider);
    await Promise.all([`${base}:w`, `${base}:wa`].map((queue) => this.#client.zrem(queue, waiterId)));
  }

  /** The records whose windows are over now. */
  async settle(
    provider: string,
    input: { readonly items: readonly SettleItem[]; readonly failureWindowMs: number },
  ): Promise<ProviderState & { readonly cleared: readonly KeyRecord[] }> {
    const [meta, ...cleared] = await this.#run('clawmeshSettle', provider, { ...input, provider });
    return { ...parseState(meta), cleared: cleared.map(parseRecord) };
  }

  async hold(provider: string, items: readonly HoldItem[], failureWindowMs: number): Promise<void> {
    await this.#run('clawmeshHold', provider, { provider, items, failureWindowMs });
  }

  /** `lost`: those that somebody else changed meanwhile. */
  async swap(
    provider: string,
    input: { readonly items: readonly SwapItem[]; readonly epoch: string; readonly failureWindowMs: number },
  ): Promise<ProviderState & { readonly lost?: readonly string[] }> {
    const [meta] = await this.#run('clawmeshSwap', provider, { ...input, provider });
    return parseState(meta);
  }

  async look(provider: string): Promise<ProviderState & { readonly keys: readonly StoredKey[] }> {
    const [meta, ...rest] = await this.#run('clawmeshLook', provider, {});
    const keys: StoredKey[] = [];
    for (let at = 0; at < rest.length; at += 2) {
      const raw = String(rest[at]);
      keys.push({ raw, record: parseRecord(raw), inFlight: Number(rest[at + 1]) });
    }
    return { ...parseState(meta), keys };
  }

  /** For boards: a provider has a hash tag of its own, so that no script can see them all. */
  async introduce(provider: string): Promise<void> {
    await this.#client.sadd(this.#providersKey, provider);
  }

  providers(): Promise<string[]> {
    return this.#client.smembers(this.#providersKey);
  }

  get #providersKey(): string {
    return `cm:${this.#namespace}:providers`;
  }

  /** One hash tag for all keys of a provider (CLU-2). */
  #base(provider: string): string {
    return `cm:{${this.#namespace}:${provider}}`;
  }

  #run(script: keyof Scripts, provider: string, input: object): ReturnType<Script> {
    return this.#scripts[script](this.#base(provider), String(this.#now() ?? ''), JSON.stringify(input));
  }
}

function parseState<T extends ProviderState>(meta: unknown): T {
  return JSON.parse(String(meta)) as T; // the script's promise
}

function parseRecord(raw: unknown): KeyRecord {
  return JSON.parse(String(raw)) as KeyRecord; // only scripts write records
}
