import type { Config } from '@clawmesh/config';
import type { ProfileSecret, SecretRef, StoredProfile } from '@clawmesh/storage';
import { credentialProviderId } from '@clawmesh/providers';
import { readSecretRef, type SecretPlaces } from '../secret-refs.js';

/** Why a profile cannot be used (PROF-6). */
export type ProfileProblem =
  | 'missing_credential'
  | 'expired'
  | 'invalid_expires'
  | 'unresolved_ref'
  | 'profile_missing'
  | 'provider_mismatch'
  | 'mode_mismatch';

/** A profile whose secret is at hand. */
export interface ReadableProfile {
  readonly profile: StoredProfile;
  readonly key: string;
  /** ORD-3: lower ones are used first. */
  readonly typeRank: number;
  /** Epoch milliseconds: until then nothing changes by itself. */
  readonly unchangedUntil: number;
}

export type ProfileReading = ReadableProfile | { readonly problem: ProfileProblem };

export interface ProfileReader extends SecretPlaces {
  /** Canonical id of the provider that owns the credentials. */
  readonly provider: string;
  readonly now: number;
}

/** The last moment that a date can tell. */
const lastMoment = 8_640_000_000_000_000;
const never = Number.POSITIVE_INFINITY;

/** Whether a profile can be used for a provider, and with which secret (PROF-6, PROF-7). */
export function readProfile(profile: StoredProfile, reader: ProfileReader): ProfileReading {
  const declared = reader.snapshot.config.auth.profiles[profile.profileId];
  if (!isOf(reader.provider, profile) || (declared && !isOf(reader.provider, declared)))
    return { problem: 'provider_mismatch' };
  if (declared && !hasMode(profile, declared.mode)) return { problem: 'mode_mismatch' };
  // None of this worker's keys decrypts it: as with a reference, nothing may stand in for it.
  if (!profile.secret) return { problem: 'unresolved_ref' };
  const reading = readSecret(profile.secret, reader);
  return 'problem' in reading ? reading : { profile, ...reading };
}

export function isOf(provider: string, profile: { readonly provider: string }): boolean {
  return credentialProviderId(profile.provider) === provider;
}

/** PROF-3: a stored token also serves an entry that says `oauth`. */
function hasMode({ type }: StoredProfile, mode: Config['auth']['profiles'][string]['mode']): boolean {
  return type === mode || (type === 'token' && mode === 'oauth');
}

type SecretReading = Omit<ReadableProfile, 'profile'> | { readonly problem: ProfileProblem };

function readSecret(secret: ProfileSecret, reader: ProfileReader): SecretReading {
  switch (secret.type) {
    case 'oauth':
      return readOauth(secret, reader.now);
    case 'token': {
      const { token, tokenRef, expires } = secret;
      const problem = missing(token, tokenRef) ?? expiryProblem(expires, reader.now);
      return problem ? { problem } : valueOf({ plain: token, ref: tokenRef, typeRank: 2, until: expires }, reader);
    }
    case 'api_key': {
      const { key, keyRef } = secret;
      const problem = missing(key, keyRef);
      return problem ? { problem } : valueOf({ plain: key, ref: keyRef, typeRank: 3, until: undefined }, reader);
    }
    default:
      return secret satisfies never;
  }
}

/** An expired one can be refreshed, so it stays, behind those that need no refresh (ORD-3). */
function readOauth({ access, expires }: Extract<ProfileSecret, { type: 'oauth' }>, now: number): SecretReading {
  if (!access) return { problem: 'missing_credential' };
  return expires > now
    ? { key: access, typeRank: 0, unchangedUntil: expires }
    : { key: access, typeRank: 1, unchangedUntil: never };
}

function missing(plain: string | undefined, ref: SecretRef | undefined): 'missing_credential' | undefined {
  return plain?.trim() || ref !== undefined ? undefined : 'missing_credential';
}

/** A reference does not excuse an expired token (PROF-6). */
function expiryProblem(expires: number | undefined, now: number): ProfileProblem | undefined {
  if (expires === undefined) return undefined;
  if (!(expires > 0 && expires <= lastMoment)) return 'invalid_expires';
  return expires <= now ? 'expired' : undefined;
}

interface Value {
  readonly plain: string | undefined;
  readonly ref: SecretRef | undefined;
  readonly typeRank: number;
  readonly until: number | undefined;
}

/** PROF-7: a reference beats the text next to it, also when it leads nowhere. */
function valueOf({ plain, ref, typeRank, until = never }: Value, places: SecretPlaces): SecretReading {
  const key = ref === undefined ? plain?.trim() : readSecretRef(ref, places);
  return key ? { key, typeRank, unchangedUntil: until } : { problem: 'unresolved_ref' };
}
