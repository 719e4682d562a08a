import { processEnvironment, readBootSettings, readGatewayRecord } from '@clawmesh/config';
import { Command } from 'commander';
import { runCommand } from '../../command-error.js';
import { refuseInCluster } from '../../service/cluster-commands.js';
import { isListening, startGateway } from '../../service/start-gateway.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { withProgress } from '../../terminal/progress.js';
import { gatewayDocument, startedLines } from './gateway-lines.js';
import { givenFlags, withRunFlags, type RunFlags } from './run-flags.js';

interface StartOptions extends RunFlags {
  readonly json?: boolean;
}

/** `clawmesh gateway start` (CLI-11). */
export function startCommand(): Command {
  const command = new Command('start')
    .description('run it in the background, with its log in the state directory')
    .option('--json', 'print JSON');
  return withRunFlags(command).action((options: StartOptions) => runCommand(options, () => start(options)));
}

async function start(options: StartOptions): Promise<void> {
  const env = processEnvironment();
  const { stateDir } = readBootSettings(options, env);
  const running = await readGatewayRecord(stateDir);
  if (!running) refuseInCluster('start', env);
  if (isListening(running)) {
    const document = gatewayDocument('already-running', running);
    return printAnswer(options, document, startedLines('It runs already', running));
  }
  const { record, wasRunning } = await withProgress('Starting the gateway', () =>
    startGateway({ stateDir, flags: givenFlags(options) }),
  );
  const document = gatewayDocument(wasRunning ? 'already-running' : 'started', record);
  printAnswer(options, document, startedLines(wasRunning ? 'It runs already' : 'Started', record));
}
