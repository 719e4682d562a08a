import { processEnvironment, readBootSettings, readGatewayRecord, stopGateway } from '@clawmesh/config';
import type { BootFlags, BootSettings, GatewayRecord } from '@clawmesh/config';
import { Command, Option } from 'commander';
import { CommandError, messageOf, runCommand } from '../../command-error.js';
import { refuseInCluster } from '../../service/cluster-commands.js';
import { checkStart } from '../../service/check-start.js';
import { startGateway, type StartedGateway, type StartOrder } from '../../service/start-gateway.js';
import { durationMs } from '../../terminal/duration.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { withProgress } from '../../terminal/progress.js';
import { gatewayDocument, startedLines } from './gateway-lines.js';
import { givenFlags, withRunFlags, type RunFlags } from './run-flags.js';

interface RestartOptions extends RunFlags {
  readonly safe?: boolean;
  readonly wait?: number;
  readonly force?: boolean;
  readonly json?: boolean;
}

const safeMs = 300_000;

/** `clawmesh gateway restart` (CLI-13). */
export function restartCommand(): Command {
  const command = new Command('restart')
    .description('stop it and start it again, as it was started, and wait until it is ready')
    .addOption(new Option('--safe', 'wait up to 5 minutes for what is under way').conflicts(['wait', 'force']))
    .addOption(
      new Option('--wait <duration>', 'wait this long for what is under way (30s, 5m, 1h; 0: as long as it takes)')
        .argParser(durationMs)
        .conflicts('force'),
    )
    .option('--force', 'do not wait for what is under way')
    .option('--json', 'print JSON');
  return withRunFlags(command).action((options: RestartOptions) => runCommand(options, () => restart(options)));
}

async function restart(options: RestartOptions): Promise<void> {
  const env = processEnvironment();
  const boot = readBootSettings(options, env);
  const { stateDir } = boot;
  const running = await readGatewayRecord(stateDir);
  if (!running) refuseInCluster('restart', env);
  const order = running ? sameAgain(running, options, boot) : { stateDir, flags: givenFlags(options) };
  if (running) await refuseIfDoomed(order.flags);
  const graceMs = graceOf(options, boot.drainGraceMs);
  if (running) {
    await withProgress('Waiting for what is under way', () => stopGateway({ stateDir, record: running, graceMs }));
  }
  const { record } = await withProgress('Starting the gateway', () => started(order));
  const wasInForeground = running !== undefined && running.logFile === undefined;
  printAnswer(options, gatewayDocument(running ? 'restarted' : 'started', record), [
    ...startedLines(running ? 'Restarted' : 'Started; none was running', record),
    ...(wasInForeground ? [`It ran in the foreground (pid ${running.pid}); now it runs in the background.`] : []),
  ]);
}

/** As it was started, unless other flags are given now. */
function sameAgain(
  running: GatewayRecord,
  options: RestartOptions,
  { stateDir, configPath }: BootSettings,
): StartOrder {
  const given = givenFlags(options);
  const flags: BootFlags = Object.keys(given).length > 0 ? given : running.flags;
  const samePath = flags.config !== undefined || running.configPath === configPath;
  // A token it made for itself stays: clients have it.
  const isOwn = running.token !== undefined && flags.token === undefined;
  return {
    stateDir,
    flags: samePath ? flags : { ...flags, config: running.configPath },
    env: isOwn ? { OPENCLAW_GATEWAY_TOKEN: running.token } : {},
  };
}

/** A gateway that could not start again had better go on. */
async function refuseIfDoomed(flags: BootFlags): Promise<void> {
  await checkStart(flags).catch((error: unknown) => {
    const message = `the gateway was not stopped, because it could not start again: ${messageOf(error)}`;
    throw new CommandError(message, 'restart-refused');
  });
}

function started(order: StartOrder): Promise<StartedGateway> {
  return startGateway(order).catch((error: unknown) => {
    throw new CommandError(messageOf(error), 'restart-health-failed');
  });
}

function graceOf({ safe, wait, force }: RestartOptions, usualMs: number): number {
  if (force) return 0;
  if (safe) return safeMs;
  return wait === 0 ? Infinity : (wait ?? usualMs);
}
