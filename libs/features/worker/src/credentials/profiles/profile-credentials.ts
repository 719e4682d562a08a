import type { ConfigSnapshot } from '@clawmesh/config';
import { credentialProviderId } from '@clawmesh/providers';
import { identityOf, type StoredProfile } from '@clawmesh/storage';
import type { Credential } from '../credential.js';
import type { ReadSecretFile } from '../env-keys.js';
import { accountFingerprint, keyIdOf, secretFingerprint, type KeyHome } from '../key-ids.js';
import type { ProfileView } from './profile-view.js';
import { isOf, readProfile, type ProfileProblem, type ReadableProfile } from './read-profile.js';

export interface ProfileQuestion {
  readonly snapshot: ConfigSnapshot;
  readonly route: KeyHome;
  readonly agentId: string;
  readonly profiles: ProfileView;
  readonly now: number;
  readonly readFile: ReadSecretFile;
}

/** The auth profiles of a provider as one agent may use them. */
export interface ProfileCredentials {
  /** In the order of their use (ORD-1…3). */
  readonly ordered: readonly Credential[];
  /** Every usable one, also those that the order leaves out: a pin may choose them (ORD-2). */
  readonly usable: ReadonlyMap<string, Credential>;
  /** The others that are stored, or that an order lists. */
  readonly problems: ReadonlyMap<string, ProfileProblem>;
  /** What the config names as profiles but the keys of the provider are (CRED-4). */
  readonly servedByKeys: ReadonlySet<string>;
  /** Epoch milliseconds: until then nothing changes by itself. */
  readonly unchangedUntil: number;
}

export function profileCredentials(question: ProfileQuestion): ProfileCredentials {
  const { snapshot, route, agentId, profiles } = question;
  const provider = credentialProviderId(route.provider);
  const known = profiles.profiles(agentId);
  const ofProvider = [...known.values()].filter((profile) => isOf(provider, profile)).map(({ profileId }) => profileId);
  const { ids, isExplicit } = orderOf({ snapshot, provider, agentId, profiles, stored: ofProvider });
  const readings = readAll([...ids, ...ofProvider], known, { ...question, provider });
  const servedByKeys = new Set(ids.filter((id) => !known.has(id) && isKeyEntry(snapshot, provider, id)));
  const typed = (id: string) => readings.usable.get(id)?.typeRank ?? 0;
  const credentialAt = (id: string, rank: number) => {
    const found = readings.usable.get(id);
    return found ? [toCredential(found, { question, rank, isSticky: !isExplicit })] : [];
  };
  const ordered = isExplicit
    ? ids.flatMap((id, rank) => credentialAt(id, rank))
    : ids.flatMap((id) => credentialAt(id, typed(id))).sort((a, b) => a.rank - b.rank);
  const usable = [...readings.usable.keys()].flatMap((id) =>
    credentialAt(id, typed(id)).map((found) => [id, found] as const),
  );
  return {
    ordered,
    usable: new Map(usable),
    problems: new Map([...readings.problems].filter(([id]) => !servedByKeys.has(id))),
    servedByKeys,
    unchangedUntil: Math.min(...[...readings.usable.values()].map(({ unchangedUntil }) => unchangedUntil)),
  };
}

interface OrderQuestion {
  readonly snapshot: ConfigSnapshot;
  readonly provider: string;
  readonly agentId: string;
  readonly profiles: ProfileView;
  /** Ids of the stored ones. */
  readonly stored: readonly string[];
}

/** ORD-1: the first list that is not empty. One that names nothing but what is gone is none (ORD-2). */
function orderOf({ snapshot, provider, agentId, profiles, stored }: OrderQuestion) {
  const { auth } = snapshot.config;
  const explicit = profiles.order(agentId, provider) ?? auth.order[provider] ?? [];
  const declared = Object.entries(auth.profiles).flatMap(([id, entry]) => (isOf(provider, entry) ? [id] : []));
  const isExplicit = explicit.length > 0;
  const ids = [...new Set(isExplicit ? explicit : declared)];
  const all = profiles.profiles(agentId);
  return ids.some((id) => all.has(id)) ? { ids, isExplicit } : { ids: [...ids, ...stored], isExplicit: false };
}

function readAll(
  ids: readonly string[],
  known: ReadonlyMap<string, StoredProfile>,
  reader: ProfileQuestion & { readonly provider: string },
) {
  const usable = new Map<string, ReadableProfile>();
  const problems = new Map<string, ProfileProblem>();
  for (const id of new Set(ids)) {
    const profile = known.get(id);
    const reading = profile ? readProfile(profile, reader) : { problem: 'profile_missing' as const };
    if ('problem' in reading) problems.set(id, reading.problem);
    else usable.set(id, reading);
  }
  return { usable, problems };
}

/** CRED-4: such an entry stands for the keys of its provider. */
function isKeyEntry({ config }: ConfigSnapshot, provider: string, id: string): boolean {
  const entry = config.auth.profiles[id];
  return entry !== undefined && entry.mode === 'api_key' && isOf(provider, entry);
}

interface Placement {
  readonly question: ProfileQuestion;
  readonly rank: number;
  readonly isSticky: boolean;
}

function toCredential({ profile, key }: ReadableProfile, { question, rank, isSticky }: Placement): Credential {
  const { snapshot, route } = question;
  const { profileId, type } = profile;
  const print =
    type === 'oauth'
      ? accountFingerprint(snapshot, profile.provider, accountOf(profile))
      : secretFingerprint(snapshot, route, key);
  return { keyId: keyIdOf('profile', route, print), source: profileId, rank, isProfile: true, isSticky, type, key };
}

/** CLU-1: two logins of one account are one credential. */
function accountOf({ secret, agentId = '', profileId }: StoredProfile): readonly string[] {
  const identity = secret && identityOf(secret);
  return identity === undefined ? [agentId, profileId] : [identity];
}
