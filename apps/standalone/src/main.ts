import { embeddedAdapters, runProcess, serviceFlags, within, type RunningService } from '@clawmesh/adapters';
import { BusTransport } from '@clawmesh/bus';
import {
  checkGatewayMode,
  gatewayWarnings,
  processEnvironment,
  readBootSettings,
  resolveBind,
  resolveGatewayAuth,
  type BootFlags,
  type BootSettings,
  type GatewayClaim,
} from '@clawmesh/config';
import { demoEventGapMs, demoModel, startDemoUpstream } from '@clawmesh/demo';
import { createGatewayApp, GatewayDrain } from '@clawmesh/gateway';
import { runnerChannels, runnerSlots } from '@clawmesh/runner';
import { workerChannels } from '@clawmesh/worker';
import { announce, bearerOf } from './announce.js';
import { claimStateDir } from './claim-state-dir.js';
import { firstConfig, firstStart, type FirstStart } from './first-start.js';
import { listen, localUrl } from './listen.js';
import { openProfileDoor } from './profile-door.js';
import { StandaloneModule } from './standalone.module.js';

const ownFlags = [
  ['--force', 'end the gateway that runs from the same state directory first'],
  ['--verbose', 'the same as --log-level debug'],
] as const;

export function main(argv: readonly string[]): Promise<void> {
  return runProcess(() => start(argv));
}

async function start(argv: readonly string[]): Promise<RunningService> {
  const { force, verbose, ...given } = serviceFlags('clawmesh gateway run', argv, ownFlags);
  const flags: BootFlags = { ...(verbose === true && { logLevel: 'debug' }), ...given };
  const boot = readBootSettings(flags, processEnvironment());
  const claim = await claimStateDir(boot, flags, force === true);
  return startGateway(boot, claim).catch(async (error: unknown) => {
    await claim.release();
    throw error;
  });
}

async function startGateway(boot: BootSettings, claim: GatewayClaim): Promise<RunningService> {
  const demo = await startDemoUpstream({ host: '127.0.0.1', port: 0, eventGapMs: demoEventGapMs });
  let first: FirstStart | undefined;
  const adapters = await embeddedAdapters(boot, (env) => {
    first = firstStart(env, `demo/${demoModel}`, boot);
    return firstConfig(first, `${demo.url}/v1`);
  });
  if (!first?.usesDemo) await demo.close();
  const { logger, configStore } = adapters;
  const snapshot = configStore.current();
  checkGatewayMode(snapshot, boot);
  const warnings = [...gatewayWarnings(snapshot), ...(claim.problem === undefined ? [] : [claim.problem])];
  for (const warning of warnings) logger.warn({}, warning);
  const auth = resolveGatewayAuth(snapshot, boot);
  const bind = resolveBind(snapshot, boot);

  const app = await createGatewayApp(StandaloneModule.of(adapters), logger);
  const strategy = new BusTransport({
    bus: adapters.bus,
    slots: runnerSlots(snapshot),
    consumes: [...new Set([...runnerChannels, ...workerChannels])],
  });
  app.connectMicroservice({ strategy });
  await app.startAllMicroservices();
  await listen(app, bind);
  const door = await openProfileDoor(app, adapters);
  const isItsOwn = first !== undefined || boot.token !== undefined || boot.password !== undefined;
  const token = bearerOf(auth);
  await claim.listening({ url: localUrl(bind), ...(isItsOwn && token !== undefined && { token }) });
  announce({ boot, snapshot, logger, auth, bind, first });
  return {
    async stop() {
      const graceMs = Math.min((await claim.stopGraceMs()) ?? boot.drainGraceMs, longestTimerMs);
      const drain = app.get(GatewayDrain);
      drain.begin();
      await drain.idle(graceMs);
      await door.close();
      await within(graceMs, strategy.close());
      await app.close();
      await adapters.close();
      if (first?.usesDemo) await demo.close();
      await claim.release();
    },
  };
}

const longestTimerMs = 2 ** 31 - 1;
