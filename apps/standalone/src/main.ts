import { embeddedAdapters, runProcess, serviceFlags, within, type RunningService } from '@clawmesh/adapters';
import { BusTransport } from '@clawmesh/bus';
import {
  checkGatewayMode,
  gatewayWarnings,
  processEnvironment,
  readBootSettings,
  resolveBind,
  resolveGatewayAuth,
  type GatewayAuth,
} from '@clawmesh/config';
import { demoEventGapMs, demoModel, startDemoUpstream } from '@clawmesh/demo';
import { createGatewayApp, GatewayDrain } from '@clawmesh/gateway';
import { runnerChannels, runnerSlots } from '@clawmesh/runner';
import { workerChannels } from '@clawmesh/worker';
import { banner } from './banner.js';
import { firstConfig, firstStart, type FirstStart } from './first-start.js';
import { StandaloneModule } from './standalone.module.js';

export function main(argv: readonly string[]): Promise<void> {
  return runProcess(() => start(argv));
}

/** What a request to paste proves itself with. */
function bearerOf(auth: GatewayAuth): string | undefined {
  if (auth.mode === 'token') return auth.token;
  return auth.mode === 'password' ? auth.password : undefined;
}

async function start(argv: readonly string[]): Promise<RunningService> {
  const boot = readBootSettings(serviceFlags('clawmesh gateway run', argv), processEnvironment());
  const demo = await startDemoUpstream({ host: '127.0.0.1', port: 0, eventGapMs: demoEventGapMs });
  let first: FirstStart | undefined;
  const adapters = await embeddedAdapters(boot, (env) => {
    first = firstStart(env, `demo/${demoModel}`);
    return firstConfig(first, `${demo.url}/v1`);
  });
  if (!first?.usesDemo) await demo.close();
  const snapshot = adapters.configStore.current();
  checkGatewayMode(snapshot, boot);
  for (const warning of gatewayWarnings(snapshot)) adapters.logger.warn({}, warning);
  const auth = resolveGatewayAuth(snapshot, boot);
  const { host, port } = resolveBind(snapshot, boot);

  const app = await createGatewayApp(StandaloneModule.of(adapters), adapters.logger);
  const strategy = new BusTransport({
    bus: adapters.bus,
    slots: runnerSlots(snapshot),
    consumes: [...new Set([...runnerChannels, ...workerChannels])],
  });
  app.connectMicroservice({ strategy });
  await app.startAllMicroservices();
  await app.listen(port, host);
  if (first) {
    const shownHost = host === '0.0.0.0' ? '127.0.0.1' : host;
    process.stdout.write(banner({ ...first, url: `http://${shownHost}:${port}`, token: bearerOf(auth) }));
  } else adapters.logger.info({ host, port, auth: auth.mode }, 'clawmesh is listening');
  return {
    async stop() {
      const drain = app.get(GatewayDrain);
      drain.begin();
      await drain.idle(boot.drainGraceMs);
      await within(boot.drainGraceMs, strategy.close());
      await app.close();
      await adapters.close();
      if (first?.usesDemo) await demo.close();
    },
  };
}
