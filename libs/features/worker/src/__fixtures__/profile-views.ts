import type { AuthProfile, StoredOrder } from '@clawmesh/storage';
import { noProfiles, ProfileView } from '../credentials/profiles/profile-view.js';

/** A view of these profiles, as if they had just been stored. */
export function viewOf(profiles: readonly AuthProfile[], orders: readonly StoredOrder[] = []): ProfileView {
  const stored = profiles.map((profile, index) => ({
    ...profile,
    type: profile.secret.type,
    generation: index + 1,
    updatedAt: 0,
  }));
  return new ProfileView({ profiles: stored, orders });
}

export const withoutProfiles = { current: () => noProfiles };
