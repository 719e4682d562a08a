import type { ConfigSnapshot } from '@clawmesh/config';
import { failurePolicies, type FailureReason } from '@clawmesh/contracts';
import type { KeyCandidate } from '@clawmesh/coordination';
import type { FailedCall } from './rotate-keys.js';

/** What the config says about rotations (ORD-6). */
export interface RotationRules {
  /** Further profiles for a run that has fallbacks. */
  readonly mostRotations: { readonly rate_limit: number; readonly overloaded: number };
  /** Before the next profile of a busy provider. */
  readonly overloadedBackoffMs: number;
}

export function rotationRules({ config }: ConfigSnapshot): RotationRules {
  const { rateLimitedProfileRotations, overloadedProfileRotations, overloadedBackoffMs } = config.auth.cooldowns;
  return {
    mostRotations: { rate_limit: rateLimitedProfileRotations, overloaded: overloadedProfileRotations },
    overloadedBackoffMs,
  };
}

export interface WalkOptions {
  readonly candidates: readonly KeyCandidate[];
  readonly rules: RotationRules;
  /** The run may go on with another model: rotations are capped. */
  readonly hasFallbacks: boolean;
}

/** Which credentials a failure leaves to try: none, plain keys only, or profiles too. */
type NextKind = 'none' | 'plain' | 'any';

/**
 * One pass over a pool of credentials, each used once (ORD-5, ROT-5). Behind a plain key, only its limit leads to the next
 * plain key (ROT-1, ERR-46); behind a profile, what the failure says of profiles leads to the next credential.
 */
export class CredentialWalk {
  readonly #options: WalkOptions;
  readonly #excluded = new Set<string>();
  readonly #rotations: Partial<Record<FailureReason, number>> = {};
  #tried = 0;
  #neededTokens: number | undefined;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  get excludedKeyIds(): readonly string[] {
    return [...this.#excluded];
  }

  /** No credential was tried yet. */
  get isAtStart(): boolean {
    return this.#tried === 0;
  }

  /** What a key must allow, as far as is known (ERR-21). */
  get neededTokens(): number | undefined {
    return this.#neededTokens;
  }

  /** How long to wait before the next credential. */
  backoffMs(keyId: string, { failure }: FailedCall): number {
    return failure.reason === 'overloaded' && this.#isProfile(keyId) ? this.#options.rules.overloadedBackoffMs : 0;
  }

  /** True when another credential may be tried after this failure, and there is one. */
  goesOnAfter(keyId: string, failed: FailedCall): boolean {
    const { candidates } = this.#options;
    const { reason, ceiling, overflow } = failed.failure;
    this.#tried++;
    this.#excluded.add(keyId);
    const next = this.#isProfile(keyId) ? this.#afterProfile(failed) : afterPlainKey(failed);
    if (next === 'none') return false;
    if (next === 'plain') for (const { keyId: id, isProfile } of candidates) if (isProfile) this.#excluded.add(id);
    this.#rotations[reason] = (this.#rotations[reason] ?? 0) + 1;
    if (ceiling) this.#neededTokens = overflow?.tokens ?? this.#neededTokens;
    // AM-6: when the keys are usable again is the ring's to say, also when none is left.
    return reason === 'rate_limit' || candidates.some((candidate) => !this.#excluded.has(candidate.keyId));
  }

  #isProfile(keyId: string): boolean {
    return this.#options.candidates.some((candidate) => candidate.keyId === keyId && candidate.isProfile);
  }

  #afterProfile(failed: FailedCall): NextKind {
    const { reason, ceiling } = failed.failure;
    // No other credential of this provider would do better (ERR-48), nor any tier with a request of this size (ERR-21).
    if (failed.scope === 'provider' || (ceiling && !failed.rotatesKey)) return 'none';
    const policy = failurePolicies[reason].rotatesProfile;
    switch (policy) {
      case 'always':
        return 'any';
      case 'never':
        return 'none';
      case 'if-started':
        return failed.started ? 'any' : 'none';
      case 'once':
        return this.#rotations[reason] ? 'none' : 'any';
      case 'capped':
        return this.#mayRotate(reason) ? 'any' : afterPlainKey(failed);
      default:
        return policy satisfies never;
    }
  }

  /** ORD-6: environment keys are not capped (ROT-6). */
  #mayRotate(reason: FailureReason): boolean {
    const { hasFallbacks, rules } = this.#options;
    const most = reason === 'overloaded' ? rules.mostRotations.overloaded : rules.mostRotations.rate_limit;
    return !hasFallbacks || (this.#rotations[reason] ?? 0) < most;
  }
}

const afterPlainKey = ({ rotatesKey }: FailedCall): NextKind => (rotatesKey ? 'plain' : 'none');
