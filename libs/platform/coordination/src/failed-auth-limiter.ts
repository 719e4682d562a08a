/** `gateway.auth.rateLimit`, as it applies to one client (AUTH-40). */
export interface FailedAuthLimits {
  readonly maxAttempts: number;
  readonly windowMs: number;
  readonly lockoutMs: number;
  /** The client is never locked out, only counted (AUTH-45). */
  readonly neverLocks?: boolean;
}

export interface FailureVerdict {
  /** The client was locked out already, for so much longer: the attempt does not count (AUTH-43). 0: it was not. */
  readonly lockedForMs: number;
  /** Failures within the window, this one included. */
  readonly recent: number;
  /** This failure locked the client out. */
  readonly locksNow: boolean;
}

/** Most clients that are remembered (AUTH-46). */
export const maxClients = 10_000;

/**
 * Who presented credentials that did not match, and who is locked out for it (AUTH-40…48). A client is an address.
 * Gateways share what they know; none waits for another on the way of a request whose client never failed.
 */
export abstract class FailedAuthLimiter {
  /** For how long the client is still locked out; 0 when it is not. Asks nobody. */
  abstract lockedForMs(client: string): number;

  /** Counts a failure. The one that reaches the limit is still answered as a failure. Never rejects. */
  abstract fail(client: string, limits: FailedAuthLimits): Promise<FailureVerdict>;

  /** The client proved itself: what it failed before is forgotten (AUTH-44). Costs nothing for one that never failed. */
  abstract clear(client: string): void;
}
