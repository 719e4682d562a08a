import type { Failure } from '@clawmesh/contracts';

/** A credential a worker can serve: its id, never its secret. */
export interface KeyCandidate {
  /** `env:<provider>:<fingerprint>`, `inline:…`, or `profile:…`; equal for the same secret at the same host (CLU-1). */
  readonly keyId: string;
  /** Where it comes from, to show to operators: `OPENAI_API_KEY_2`, `models.providers.openai.apiKey`, a profile id. */
  readonly source: string;
  /**
   * Lower ranks first; of equal ranks the one leased longest ago (ORD-3), then the first. Environment keys and an
   * explicit order have a rank each (KEY-11, ORD-2).
   */
  readonly rank: number;
  /** A stored auth profile: its long windows double (COOL-13), and it may be probed while unpaid (COOL-14). */
  readonly isProfile?: boolean | undefined;
  /** A session stays on it while it is healthy, whatever the ranks say (ORD-8, ORD-10). */
  readonly isSticky?: boolean | undefined;
}

export interface LeaseQuestion {
  readonly provider: string;
  readonly model: string;
  readonly candidates: readonly KeyCandidate[];
  /** Tried already by this attempt (ROT-5). */
  readonly excludedKeyIds: readonly string[];
  /** Use this one first while it is healthy: a pin of the user (ORD-9). */
  readonly preferredKeyId?: string | undefined;
  /** Whose key it is: the ring remembers which sticky key a session had last (ORD-8). */
  readonly session?: string | undefined;
  /**
   * With every key cooling, one may be tried all the same: once in 30 s for a provider over all workers, only for a
   * reason that passes, and never before the end of a wait that the upstream asked for (PROBE-5, CLU-20).
   */
  readonly mayProbe?: boolean | undefined;
  /** The run has other candidates left: nobody waits for the verdict on a key that is being probed (CLU-17). */
  readonly hasFallbacks?: boolean | undefined;
  /** Counts against the retry budget of the provider (CLU-21). */
  readonly isRetry?: boolean | undefined;
  /** A size an upstream just refused as too large for a key: keys known to allow less are left out (ERR-21). */
  readonly neededTokens?: number | undefined;
  /** Epoch milliseconds: nobody waits longer, and the lease is over some time after it (CLU-4). */
  readonly deadlineAt: number;
}

export interface KeyLease {
  readonly leaseId: string;
  readonly keyId: string;
  readonly provider: string;
  readonly model: string;
  /** The call decides whether the key is well again: the first one after a window, or the primary's (CLU-15, CLU-20). */
  readonly probe?: 'half-open' | 'primary' | undefined;
}

export type LeaseAnswer =
  | { readonly granted: true; readonly lease: KeyLease }
  | {
      readonly granted: false;
      /**
       * `exhausted`: all were tried by this attempt. `cooling`: all the others are in a window, or wait for the verdict on
       * one. `busy`: all usable ones are at their limit of calls (CLU-7). `over-budget`: too many retries (CLU-21).
       * `unavailable`: Redis is away, and the config says to refuse then (CLU-24).
       */
      readonly why: 'exhausted' | 'cooling' | 'busy' | 'over-budget' | 'unavailable';
      /** The reason most of the windows have (PROBE-1). */
      readonly reason: Failure['reason'];
      /** Milliseconds until the first of them is usable for this model; absent when unknown. */
      readonly soonestInMs?: number;
    };

export type KeyReport =
  | { readonly result: 'success' }
  /** `started`: the upstream had begun to answer; only then a timeout counts against the key (COOL-3). */
  | { readonly result: 'failure'; readonly failure: Failure; readonly started?: boolean }
  /** Cancelled, or failed in a way that says nothing about the key (CLU-5). */
  | { readonly result: 'released' };

export interface KeyBoardRow {
  readonly keyId: string;
  readonly provider: string;
  readonly source: string;
  /** `probing`: a window is over, and the one call that decides is under way. `disabled`: long, or by an operator. */
  readonly state: 'usable' | 'cooling' | 'disabled' | 'blocked' | 'probing' | 'busy';
  readonly reason?: Failure['reason'] | 'operator' | 'subscription_limit';
  readonly model?: string;
  /** Epoch milliseconds. */
  readonly until?: number;
  /** Epoch milliseconds. */
  readonly lastUsedAt?: number;
  /** Redacted, at most 200 characters. */
  readonly lastError?: string;
  /** Failures that opened a window, since the last success. */
  readonly errorCount: number;
  readonly inFlight: number;
}

/** What an operator does to keys (COOL-21). `reset` forgets windows and counts; `disable` lasts until `enable`. */
export type KeyOrder = 'reset' | 'disable' | 'enable';

/**
 * Which credential may be used now. A cooling key is never leased after the report that cooled it returned, but for the
 * one probe of a primary (CLU-20).
 */
export abstract class KeyRing {
  /** Waits for a busy key or a verdict no longer than the config allows, and not beyond `signal`. Never rejects. */
  abstract lease(question: LeaseQuestion, signal?: AbortSignal): Promise<LeaseAnswer>;
  /**
   * The upstream began to answer well, with its first event or its body: evidence is dated so (CLU-10), and a probe has
   * its verdict (CLU-16). Returns at once. The lease goes on.
   */
  abstract answered(lease: KeyLease): void;
  /** Ends the lease. Idempotent by lease id. Never rejects. A failure is known everywhere when it resolves (CLU-9). */
  abstract report(lease: KeyLease, report: KeyReport): Promise<void>;
  /** Every key that was ever leased, with those of `known` that never were. */
  abstract board(known?: readonly KnownKey[]): Promise<readonly KeyBoardRow[]>;
  /** Returns how many there were to change. */
  abstract command(order: KeyOrder, keys: readonly KnownKey[]): Promise<number>;
}

/** A key as a board shows it. */
export type KnownKey = Pick<KeyBoardRow, 'keyId' | 'provider' | 'source'>;
