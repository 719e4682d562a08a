import {
  checkGatewayMode,
  processEnvironment,
  readBootSettings,
  resolveBind,
  resolveGatewayAuth,
  type BootFlags,
} from '@clawmesh/config';
import { loadOwnConfig } from '../gateway/gateway-target.js';

/** Rejects with `ConfigError` when a gateway with these flags would refuse its config. */
export async function checkStart(flags: BootFlags): Promise<void> {
  const boot = readBootSettings(flags, processEnvironment());
  const snapshot = await loadOwnConfig(boot);
  resolveBind(snapshot, boot);
  // A first start makes a config of its own.
  if (snapshot.report.file === undefined) return;
  checkGatewayMode(snapshot, boot);
  resolveGatewayAuth(snapshot, boot);
}
