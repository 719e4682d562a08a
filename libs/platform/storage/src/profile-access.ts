import type { ProfileStore } from './profile-store.js';
import type { AuthProfile, ProfilePlace, ProfileSecret, StoredOrder, StoredProfile } from './stored-profile.js';

/** A profile as it can be shown: without its secret. */
export interface ShownProfile extends Omit<StoredProfile, 'secret'> {
  /** A key of whoever has the database open decrypts it. */
  readonly isReadable: boolean;
  /** Epoch milliseconds. */
  readonly expires?: number;
  /** Where the secret is kept instead, if it is not in the profile. */
  readonly isReference: boolean;
}

export interface ShownProfiles {
  readonly profiles: readonly ShownProfile[];
  readonly orders: readonly StoredOrder[];
}

/** What operators do with profiles, wherever the database is open. Secrets go in and never come out. */
export interface ProfileAccess {
  list(): Promise<ShownProfiles>;
  put(profile: AuthProfile): Promise<void>;
  /** Whether it was there. */
  remove(place: ProfilePlace): Promise<boolean>;
  /** An empty list takes the order away. */
  setOrder(order: StoredOrder): Promise<void>;
}

/** In this process. `onChange` is told of every change, and waited for. */
export function storeAccess(
  store: ProfileStore,
  onChange: () => Promise<void> = () => Promise.resolve(),
): ProfileAccess {
  const changed = async <T>(change: Promise<T>): Promise<T> => {
    const result = await change;
    await onChange();
    return result;
  };
  return {
    list: async () => {
      const { profiles, orders } = await store.load();
      return { profiles: profiles.map(shown), orders };
    },
    put: async (profile) => void (await changed(store.put(profile))),
    remove: (place) => changed(store.remove(place)),
    setOrder: (order) => changed(store.setOrder(order)),
  };
}

function shown({ secret, ...profile }: StoredProfile): ShownProfile {
  const expires = secret && secret.type !== 'api_key' ? secret.expires : undefined;
  return {
    ...profile,
    isReadable: secret !== undefined,
    isReference: secret !== undefined && isReference(secret),
    ...(expires !== undefined && { expires }),
  };
}

/** A reference beats the text beside it, and the text may be one, too (PROF-7). */
function isReference(secret: ProfileSecret): boolean {
  if (secret.type === 'oauth') return false;
  const [ref, text] = secret.type === 'api_key' ? [secret.keyRef, secret.key] : [secret.tokenRef, secret.token];
  return ref !== undefined || /^\$\{?[A-Z_][A-Z0-9_]*\}?$/.test(text ?? '');
}
