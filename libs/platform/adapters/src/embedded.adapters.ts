import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { InProcessBus } from '@clawmesh/bus';
import { checkGatewayMode, resolveGatewayAuth, type BootSettings, type Environment } from '@clawmesh/config';
import { JobSeal } from '@clawmesh/contracts';
import {
  InProcessFailedAuthLimiter,
  InProcessKeyRing,
  keyRingSettings,
  KeyWindowMonitor,
  MeasuredKeyRing,
} from '@clawmesh/coordination';
import { openPglite, profileKeyFile, ProfileStore, TurnStore } from '@clawmesh/storage';
import { Metrics } from '@clawmesh/telemetry';
import type { EmbeddedAdapters } from './adapters.js';
import { openConfig } from './open-config.js';
import { profileKeys } from './profile-keys.js';

/** The same ports for everything in one process. `defaultsForMissing` makes the config of a first start. */
export async function embeddedAdapters(
  boot: BootSettings,
  defaultsForMissing: (env: Environment) => unknown,
): Promise<EmbeddedAdapters> {
  const keys = profileKeys(boot.profileKey, () => profileKeyFile(join(boot.stateDir, 'profile.key')));
  const opened = await openConfig(boot, {
    service: 'clawmesh',
    surfaces: ['gateway', 'providers'],
    allowCommands: true,
    defaultsForMissing,
    check: (snapshot) => {
      checkGatewayMode(snapshot, boot);
      resolveGatewayAuth(snapshot, boot);
    },
  });
  const { configStore, logger } = opened;
  const bus = new InProcessBus({ validate: boot.validateMessages, logger });
  const metrics = new Metrics('clawmesh');
  const keyRing = new InProcessKeyRing({
    now: Date.now,
    settings: () => keyRingSettings(configStore.current().config),
    events: new KeyWindowMonitor(metrics, logger),
  });
  const database = openPglite({ directory: join(boot.stateDir, 'database'), logger });
  return {
    boot,
    configStore,
    logger,
    metrics,
    bus,
    // No other process has to know it.
    jobSeal: JobSeal.of(randomBytes(32).toString('base64')),
    failedAuth: new InProcessFailedAuthLimiter(Date.now),
    keyRing: new MeasuredKeyRing(keyRing, metrics),
    turnStore: new TurnStore(database),
    profileStore: new ProfileStore(database, keys),
    readiness: () => ({ failing: [] }),
    close: async () => {
      opened.close();
      await database.close();
      await bus.close();
    },
  };
}
