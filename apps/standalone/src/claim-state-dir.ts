import { resolve } from 'node:path';
import {
  claimGateway,
  GatewayRunsError,
  stopGateway,
  type BootFlags,
  type BootSettings,
  type GatewayClaim,
} from '@clawmesh/config';
import { productVersion } from '@clawmesh/telemetry';

/** Makes this process the gateway of its state directory; with `force` the one that is ends first (CLI-10). */
export async function claimStateDir(boot: BootSettings, flags: BootFlags, force: boolean): Promise<GatewayClaim> {
  const { stateDir, configPath, outputFile: logFile } = boot;
  const claim = (): Promise<GatewayClaim> =>
    claimGateway(stateDir, {
      ...{ startedAt: Date.now(), version: productVersion, configPath, flags: fromAnywhere(flags) },
      ...(logFile !== undefined && { logFile }),
    });
  return claim().catch(async (error: unknown) => {
    if (!force || !(error instanceof GatewayRunsError)) throw error;
    await stopGateway({ stateDir, record: error.record, graceMs: boot.drainGraceMs });
    return claim();
  });
}

/** The same flags for whoever starts this gateway again, in another directory. */
function fromAnywhere({
  config,
  passwordFile,
  ...flags
}: BootFlags): Readonly<Record<string, string | number | boolean>> {
  const given = Object.entries(flags).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(given),
    ...(config !== undefined && { config: resolve(config) }),
    ...(passwordFile !== undefined && { passwordFile: resolve(passwordFile) }),
  };
}
