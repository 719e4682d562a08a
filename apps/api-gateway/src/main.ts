import { clusterAdapters, runProcess, serviceFlags, type RunningService } from '@clawmesh/adapters';
import {
  gatewayWarnings,
  processEnvironment,
  readBootSettings,
  resolveBind,
  resolveGatewayAuth,
} from '@clawmesh/config';
import { createGatewayApp, GatewayDrain } from '@clawmesh/gateway';
import { ApiGatewayModule } from './api-gateway.module.js';

export function main(argv: readonly string[]): Promise<void> {
  return runProcess(() => start(argv));
}

async function start(argv: readonly string[]): Promise<RunningService> {
  const boot = readBootSettings(serviceFlags('clawmesh api-gateway', argv), processEnvironment());
  const adapters = await clusterAdapters.gateway(boot);
  const snapshot = adapters.configStore.current();
  const { mode } = resolveGatewayAuth(snapshot, boot);
  const { host, port } = resolveBind(snapshot, boot);
  const app = await createGatewayApp(ApiGatewayModule.of(adapters), adapters.logger);
  await app.listen(port, host);
  adapters.logger.info({ host, port, auth: mode }, 'api-gateway is listening');
  for (const warning of gatewayWarnings(snapshot)) adapters.logger.warn({}, warning);
  return {
    async stop() {
      const drain = app.get(GatewayDrain);
      drain.begin();
      await drain.idle(boot.drainGraceMs);
      await app.close();
      await adapters.close();
    },
  };
}
