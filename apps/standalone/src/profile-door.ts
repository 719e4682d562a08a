import type { EmbeddedAdapters } from '@clawmesh/adapters';
import { profileSocketPath, serveProfiles, storeAccess, type ProfileSocket } from '@clawmesh/storage';
import { AuthProfiles } from '@clawmesh/worker';
import type { INestApplication } from '@nestjs/common';

const closed: ProfileSocket = { close: () => Promise.resolve() };

/** Lets `clawmesh models auth` at the profiles, which are in this process's database; their worker takes them up at once. */
export async function openProfileDoor(app: INestApplication, adapters: EmbeddedAdapters): Promise<ProfileSocket> {
  const { boot, logger, profileStore } = adapters;
  const access = storeAccess(profileStore, () => app.get(AuthProfiles).reload());
  return serveProfiles(profileSocketPath(boot.stateDir), access).catch((err: unknown) => {
    logger.warn({ err }, 'the command line cannot reach the auth profiles of this gateway');
    return closed;
  });
}
