import { setTimeout as delay } from 'node:timers/promises';
import { readGatewayRecord, type BootSettings, type Environment } from '@clawmesh/config';
import { CommandError } from '../command-error.js';
import type { ConfigChange } from '../config/change-config.js';
import { findGateway } from '../gateway/gateway-target.js';
import { isReady, startGateway } from '../service/start-gateway.js';
import { askYesNo } from '../terminal/ask.js';
import { withProgress } from '../terminal/progress.js';
import type { OnboardOptions } from './onboard-options.js';

export interface GatewayToBringUp {
  readonly options: OnboardOptions;
  readonly boot: BootSettings;
  readonly env: Environment;
  readonly change: ConfigChange;
  readonly isInteractive: boolean;
}

/** What is to be said about the gateway in the end. */
export interface BroughtUp {
  readonly state: 'running' | 'needs-restart' | 'not-started';
  readonly url?: string;
}

const longestWaitMs = 15_000;
const pollMs = 250;

/** Starts the gateway unless that is not wanted, and waits until it is there (CLI-22, CLI-23). */
export async function bringUpGateway(question: GatewayToBringUp): Promise<BroughtUp> {
  const { options, boot, env, change } = question;
  const running = await readGatewayRecord(boot.stateDir);
  if (running?.url !== undefined) {
    return { state: change.applies === 'after-restart' ? 'needs-restart' : 'running', url: running.url };
  }
  const isCluster = Boolean(env['NATS_URL'] || env['KUBERNETES_SERVICE_HOST']);
  if (!isCluster && (await isStartWanted(question))) {
    const flags = options.config === undefined ? {} : { config: boot.configPath };
    const { record } = await withProgress('Starting the gateway', () =>
      startGateway({ stateDir: boot.stateDir, flags }),
    );
    return { state: 'running', url: record.url };
  }
  if (options.skipHealth || isCluster || question.isInteractive) return { state: 'not-started' };
  const { url } = await findGateway(options.config === undefined ? {} : { config: options.config });
  await withProgress(`Waiting for ${url}`, () => untilReady(url));
  return { state: 'running', url };
}

async function isStartWanted({ options, isInteractive }: GatewayToBringUp): Promise<boolean> {
  if (options.installDaemon) return true;
  if (options.skipDaemon || options.skipHealth) return false;
  return !isInteractive || askYesNo('Start the gateway now, in the background?', true);
}

async function untilReady(url: string): Promise<void> {
  const until = Date.now() + longestWaitMs;
  while (!(await isReady(url))) {
    if (Date.now() > until)
      throw new CommandError(`everything is written, but no gateway answers at ${url}.`, 'no-gateway');
    await delay(pollMs);
  }
}
