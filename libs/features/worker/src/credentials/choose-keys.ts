import type { ConfigSnapshot } from '@clawmesh/config';
import type { KeyCandidate } from '@clawmesh/coordination';
import { missingKeyMessage, type CredentialPool } from './collect-credentials.js';
import { toCandidate } from './credential.js';
import type { ProfileProblem } from './profiles/read-profile.js';

/** Which keys a call may use. */
export interface KeyChoice {
  /** At least one. */
  readonly candidates: readonly KeyCandidate[];
  /** First, while it is healthy (ORD-9). */
  readonly preferredKeyId?: string;
}

/** There is none: a failure of reason `auth`, without an upstream call (KEY-9). */
export interface NoKeys {
  readonly code: string;
  readonly message: string;
}

/** What follows from a pool for calls with and without a pinned profile. Made once, asked for every call. */
export class KeyChoices {
  readonly #pool: CredentialPool;
  readonly #provider: string;
  readonly #isLocked: boolean;
  readonly #unpinned: KeyChoice | NoKeys;
  readonly #pinned = new Map<string, KeyChoice | NoKeys>();

  constructor(pool: CredentialPool, provider: string, { config }: ConfigSnapshot) {
    this.#pool = pool;
    this.#provider = provider;
    this.#isLocked = config.clawmesh.auth.userPin === 'lock';
    this.#unpinned = choiceOf(pool.credentials.map(toCandidate), () => noKeys(provider, pool));
    for (const id of pool.profiles?.usable.keys() ?? []) this.#pinned.set(id, this.#withPin(id));
  }

  /** `profileId`: what `model@profile` names. One that cannot be used counts only where pins are locks (ORD-9). */
  of(profileId: string | undefined): KeyChoice | NoKeys {
    const { profiles } = this.#pool;
    if (profileId === undefined || !profiles) return this.#unpinned;
    const pinned = this.#pinned.get(profileId);
    if (pinned) return pinned;
    if (!this.#isLocked) return this.#unpinned;
    if (profiles.servedByKeys.has(profileId)) return this.#onlyKeys();
    return ineligible(this.#provider, profileId, profiles.problems.get(profileId) ?? 'profile_missing');
  }

  #withPin(profileId: string): KeyChoice | NoKeys {
    const credential = this.#pool.profiles?.usable.get(profileId);
    if (!credential) return this.#unpinned;
    const candidate = { ...toCandidate(credential), rank: 0 };
    const { keyId } = candidate;
    if (this.#isLocked) return { candidates: [candidate] };
    const candidates = this.#pool.credentials.map(toCandidate);
    if (candidates.some((other) => other.keyId === keyId)) return { candidates, preferredKeyId: keyId };
    // ORD-2: an order that leaves it out does not bind who asks for it. Without the pin it would be last.
    const rank = Math.max(-1, ...candidates.map((other) => other.rank)) + 1;
    return { candidates: [...candidates, { ...candidate, rank }], preferredKeyId: keyId };
  }

  /** CRED-4: the profile is but a name for them. */
  #onlyKeys(): KeyChoice | NoKeys {
    const keys = this.#pool.credentials.filter(({ isProfile }) => !isProfile);
    return choiceOf(keys.map(toCandidate), () => noKeys(this.#provider, {}));
  }
}

function choiceOf(candidates: readonly KeyCandidate[], otherwise: () => NoKeys): KeyChoice | NoKeys {
  return candidates.length > 0 ? { candidates } : otherwise();
}

function noKeys(provider: string, { profiles, isUnavailable }: Omit<CredentialPool, 'credentials'>): NoKeys {
  // Why is in the log of this worker: it names files.
  if (isUnavailable)
    return { code: 'secret_unavailable', message: `The secret of provider "${provider}" is unavailable.` };
  const stored = [...(profiles?.problems ?? [])].filter(([, problem]) => problem !== 'profile_missing');
  if (stored.length === 0) return { code: 'no_api_key', message: missingKeyMessage(provider) };
  const reasons = stored.map(([id, problem]) => `"${id}" (${problem})`).join(', ');
  return { code: 'no_api_key', message: `No auth profile of provider "${provider}" can be used: ${reasons}.` };
}

/** PROF-6: what is wrong with the choice of the profile has one code. */
const ineligibleCodes: ReadonlySet<ProfileProblem> = new Set(['profile_missing', 'provider_mismatch', 'mode_mismatch']);

function ineligible(provider: string, profileId: string, problem: ProfileProblem): NoKeys {
  return {
    code: ineligibleCodes.has(problem) ? 'ineligible_profile' : problem,
    message: `The auth profile "${profileId}" cannot be used for provider "${provider}" (${problem}).`,
  };
}
