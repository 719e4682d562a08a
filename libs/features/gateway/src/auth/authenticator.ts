import type { IncomingMessage } from 'node:http';
import type { ConfigSnapshot } from '@clawmesh/config';
import { commonScopes, hasScope, type Requester } from '@clawmesh/contracts';
import type { FailedAuthLimiter } from '@clawmesh/coordination';
import type { Logger } from '@clawmesh/telemetry';
import { rateLimited, tokensUnavailable, unattributable, unauthorized } from '../http/request-error.js';
import { matchesDigest, type AuthPolicies, type AuthPolicy } from './auth-policy.js';
import { presentedToken } from './bearer-token.js';
import { allowsOrigin } from './browser-origin.js';
import { failedAuthLimits, refusalDelayMs } from './failed-auth-limits.js';
import type { JwtIdentities } from './jwt-identities.js';
import type { OwnAddresses } from './own-addresses.js';
import type { Caller } from './proxy-attribution.js';
import { withRole } from './roles.js';
import { declaredScopes, sharedSecretScopes } from './scopes.js';
import { readProxyUser } from './trusted-proxy.js';

/** A request whose origin is known, and the config that applies to it. */
export interface Attempt {
  readonly request: IncomingMessage;
  readonly caller: Caller;
  readonly snapshot: ConfigSnapshot;
  /** The token may come as `x-api-key`, as Anthropic's clients send it. */
  readonly takesApiKey?: boolean;
}

export interface AuthenticatorParts {
  readonly policies: AuthPolicies;
  readonly limiter: FailedAuthLimiter;
  readonly tokens: JwtIdentities;
  readonly ownAddresses: OwnAddresses;
  readonly logger: Logger;
}

/** A secret that callers share, and whether a wrong one counts as a guess. */
interface SecretQuestion {
  readonly mode: 'token' | 'password';
  readonly digest: Buffer;
  readonly counts: boolean;
}

/** Turns credentials into a requester, and remembers who guesses (auth §1, §3, §4, §5). */
export class Authenticator {
  readonly #parts: AuthenticatorParts;

  constructor(parts: AuthenticatorParts) {
    this.#parts = parts;
  }

  /** Rejects with 429 for a locked client, 401 for missing or wrong credentials. */
  authenticate(attempt: Attempt): Promise<Requester> {
    return this.#identify(attempt, true);
  }

  /** The same of a request that was admitted before: what it proves is looked at anew, and nothing counts (AUTH-74). */
  authenticateAgain(attempt: Attempt): Promise<Requester> {
    return this.#identify(attempt, false);
  }

  /** Whether a probe's caller may see details; a wrong secret counts as a failed attempt (HTTP-164). */
  async provesItself(attempt: Attempt): Promise<boolean> {
    if (this.#parts.policies.of(attempt.snapshot).mode === 'none') return false;
    try {
      await this.authenticate(attempt);
      return true;
    } catch {
      return false; // Hidden details are the whole answer: a probe is never a 401.
    }
  }

  /** The config in force has no usable credential, so every request would be refused (HTTP-165 `secrets`). */
  admitsNobody(snapshot: ConfigSnapshot): boolean {
    return this.#parts.policies.of(snapshot).mode === 'closed';
  }

  async #identify(attempt: Attempt, counts: boolean): Promise<Requester> {
    const policy = this.#parts.policies.of(attempt.snapshot);
    return withRole(await this.#findRequester(attempt, policy, counts), attempt.snapshot);
  }

  #findRequester(attempt: Attempt, policy: AuthPolicy, counts: boolean): Requester | Promise<Requester> {
    switch (policy.mode) {
      case 'none':
        return undemandingRequester(attempt);
      case 'token':
      case 'password':
        return this.#bySecret(attempt, { ...policy, counts });
      case 'trusted-proxy':
        return this.#byProxy(attempt, policy.digest, counts);
      case 'closed':
        throw unauthorized('no usable credential is configured');
      default:
        return policy satisfies never;
    }
  }

  async #bySecret(attempt: Attempt, { mode, digest, counts }: SecretQuestion): Promise<Requester> {
    const { request, caller, takesApiKey = false } = attempt;
    const { limiter } = this.#parts;
    if (counts) refuseLocked(limiter.lockedForMs(caller.address));
    const bearer = presentedToken(request, takesApiKey);
    if (bearer === undefined) throw unauthorized('no bearer token');
    if (!matchesDigest(bearer, digest)) return this.#byToken(attempt, bearer, counts);
    if (counts) limiter.clear(caller.address);
    return { method: mode, subject: `gateway-${mode}`, scopes: sharedSecretScopes(), isOwner: true };
  }

  #byProxy(attempt: Attempt, password: Buffer | undefined, counts: boolean): Requester | Promise<Requester> {
    const verdict = readProxyUser(attempt, this.#parts.ownAddresses);
    if ('user' in verdict) return identified('trusted-proxy', verdict.user, attempt.request);
    const { request, caller, snapshot, takesApiKey = false } = attempt;
    const bearer = presentedToken(request, takesApiKey);
    // AUTH-30: whoever is on this machine may have the password instead.
    if (password && caller.kind === 'direct-local' && bearer !== undefined) {
      return this.#bySecret(attempt, { mode: 'password', digest: password, counts });
    }
    if (bearer !== undefined && this.#parts.tokens.takes(bearer, snapshot)) {
      if (counts) refuseLocked(this.#parts.limiter.lockedForMs(caller.address));
      return this.#byToken(attempt, bearer, counts);
    }
    throw verdict.reason === 'proxy_attribution_required' ? unattributable() : unauthorized(verdict.reason);
  }

  /** What is no secret of ours: a token of an identity provider, or a guess. Only what is forged counts as one. */
  async #byToken(attempt: Attempt, bearer: string, counts: boolean): Promise<Requester> {
    const { request, caller, snapshot } = attempt;
    const { tokens, limiter } = this.#parts;
    if (!tokens.takes(bearer, snapshot)) throw await this.#wrong(attempt, 'wrong secret', counts);
    const verdict = await tokens.identify(bearer, snapshot);
    if ('requester' in verdict) {
      if (counts) limiter.clear(caller.address);
      return narrowed(verdict.requester, request);
    }
    switch (verdict.status) {
      case 'forged':
        throw await this.#wrong(attempt, verdict.reason, counts);
      case 'refused':
        throw unauthorized(verdict.reason);
      case 'unavailable':
        throw tokensUnavailable(verdict.reason);
      default:
        return verdict satisfies never;
    }
  }

  #wrong(attempt: Attempt, reason: string, counts: boolean): Error | Promise<Error> {
    return counts ? this.#countGuess(attempt, reason) : unauthorized(reason);
  }

  /** AUTH-41, AUTH-43, AUTH-45. */
  async #countGuess({ caller: { address }, snapshot }: Attempt, reason: string): Promise<Error> {
    const limits = failedAuthLimits(snapshot, address);
    const { lockedForMs, recent, locksNow } = await this.#parts.limiter.fail(address, limits);
    if (lockedForMs > 0) return lockedOut(lockedForMs);
    if (locksNow) {
      const fields = { address, failures: recent, lockoutMs: limits.lockoutMs };
      this.#parts.logger.warn(fields, 'a client is locked out after credentials that did not match');
    }
    return unauthorized(reason, limits.neverLocks ? refusalDelayMs(recent) : 0);
  }
}

function refuseLocked(lockedForMs: number): void {
  if (lockedForMs > 0) throw lockedOut(lockedForMs);
}

const lockedOut = (lockedForMs: number): Error => rateLimited(Math.ceil(lockedForMs / 1_000));

/** Mode `none` has no identity to verify, but a page of elsewhere may not ask (AUTH-10, AUTH-65). */
function undemandingRequester({ request, caller, snapshot }: Attempt): Requester {
  const takesLocalPages = caller.kind === 'direct-local';
  if (!allowsOrigin({ request, snapshot, takesLocalPages })) throw unauthorized('origin_not_allowed');
  return identified('none', 'anonymous', request);
}

/** A caller with a name of its own may narrow what it is allowed (AUTH-55, AUTH-56). */
function identified(method: 'trusted-proxy' | 'none', subject: string, request: IncomingMessage): Requester {
  const scopes = declaredScopes(request);
  return { method, subject, scopes, isOwner: hasScope(scopes, 'operator.admin') };
}

/** What a token grants, without what its bearer declares not to need. */
function narrowed(requester: Requester, request: IncomingMessage): Requester {
  const scopes = commonScopes(requester.scopes, declaredScopes(request));
  return { ...requester, scopes, isOwner: hasScope(scopes, 'operator.admin') };
}
