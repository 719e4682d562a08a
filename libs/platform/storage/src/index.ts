export type { Database } from './database.js';
export { noDatabase } from './database.none.js';
export { openPglite } from './database.pglite.js';
export { openPostgres } from './database.postgres.js';
export { migrate, pendingMigration } from './migrate.js';
export { givenProfileKeys, noProfileKeys, profileKeyFile, type ProfileKeys } from './profile-keys.js';
export { storeAccess, type ProfileAccess, type ShownProfile, type ShownProfiles } from './profile-access.js';
export { connectProfiles, profileSocketPath, serveProfiles, type ProfileSocket } from './profile-socket.js';
export { ProfileStore, type StoredAuth } from './profile-store.js';
export {
  identityOf,
  type AuthProfile,
  type ProfileSecret,
  type SecretRef,
  type StoredOrder,
  type StoredProfile,
} from './stored-profile.js';
export { TurnStore } from './turn-store.js';
export { UsageStore, type UsageEntry } from './usage-store.js';
export { WindowStore, type WindowRecord } from './window-store.js';
