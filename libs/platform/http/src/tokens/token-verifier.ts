import { errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { KeySet } from './key-set.js';

/** Who signs the tokens that are believed, and for whom they are to be. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string | readonly string[];
  /** Found through the issuer's OpenID configuration when absent. */
  readonly jwksUri?: string | undefined;
  /** Of signatures; asymmetric ones only. */
  readonly algorithms: readonly string[];
  readonly requiredClaims: readonly string[];
  readonly clockToleranceSeconds: number;
}

/** Reasons are for the log: codes, and names of claims, never what a token says. */
export type TokenVerdict =
  | { readonly status: 'verified'; readonly claims: Readonly<JWTPayload> }
  /** Genuine or not, it is not to be believed: expired, for somebody else, of an unknown key. */
  | { readonly status: 'refused'; readonly reason: string }
  /** Its signature is not that of its key. */
  | { readonly status: 'forged'; readonly reason: string }
  /** The keys of the issuer cannot be had. */
  | { readonly status: 'unavailable'; readonly reason: string };

/** Verifies JSON web tokens of one issuer (RFC 7519). */
export class TokenVerifier {
  readonly #keys: KeySet;
  readonly #options: JWTVerifyOptions;

  constructor(rules: TokenRules, now: () => number = Date.now) {
    const { issuer, audience, jwksUri, algorithms, requiredClaims, clockToleranceSeconds } = rules;
    this.#keys = new KeySet({ issuer, jwksUri, now });
    this.#options = {
      issuer,
      audience: [audience].flat(),
      algorithms: [...algorithms],
      requiredClaims: ['exp', ...requiredClaims],
      clockTolerance: clockToleranceSeconds,
    };
  }

  /** Never rejects. */
  async verify(token: string): Promise<TokenVerdict> {
    try {
      const { payload } = await jwtVerify(token, this.#keys.keyFor, this.#options);
      return { status: 'verified', claims: payload };
    } catch (error) {
      return error instanceof errors.JWKSMultipleMatchingKeys ? this.#tryEach(token, error) : verdictOf(error);
    }
  }

  close(): Promise<void> {
    return this.#keys.close();
  }

  /** A token that names no key may be of any. */
  async #tryEach(token: string, keys: errors.JWKSMultipleMatchingKeys): Promise<TokenVerdict> {
    for await (const key of keys) {
      try {
        const { payload } = await jwtVerify(token, key, this.#options);
        return { status: 'verified', claims: payload };
      } catch (error) {
        const verdict = verdictOf(error);
        if (verdict.status !== 'forged') return verdict;
      }
    }
    return { status: 'forged', reason: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' };
  }
}

/** Errors of jose about a token. Every other is about the way to the keys. */
const aboutToken = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
];

function verdictOf(error: unknown): TokenVerdict {
  if (error instanceof errors.JWSSignatureVerificationFailed) return { status: 'forged', reason: error.code };
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return { status: 'refused', reason: `${error.code} ${error.claim}` };
  }
  if (error instanceof errors.JOSEError && aboutToken.some((kind) => error instanceof kind)) {
    return { status: 'refused', reason: error.code };
  }
  return { status: 'unavailable', reason: describe(error) };
}

/** `fetch failed` says nothing; what failed is its cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
