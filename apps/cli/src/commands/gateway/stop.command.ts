import { processEnvironment, readBootSettings, readGatewayRecord, stopGateway } from '@clawmesh/config';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { refuseInCluster } from '../../service/cluster-commands.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { withProgress } from '../../terminal/progress.js';

interface StopOptions {
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `clawmesh gateway stop` (CLI-12). */
export function stopCommand(): Command {
  return new Command('stop')
    .description('let what is under way end, then stop it')
    .option('--force', 'needed in scripts: nobody is asked whether clients may lose their endpoint')
    .option('--json', 'print JSON')
    .action((options: StopOptions) => runCommand(options, () => stop(options)));
}

async function stop(options: StopOptions): Promise<void> {
  const env = processEnvironment();
  const { stateDir, drainGraceMs: graceMs } = readBootSettings({}, env);
  const record = await readGatewayRecord(stateDir);
  if (!record) {
    refuseInCluster('stop', env);
    return printAnswer(options, { ok: true, result: 'not-running' }, ['No gateway is running.']);
  }
  if (!options.force && !process.stdin.isTTY) {
    throw new CommandError(
      'stopping the gateway takes the endpoint away from its clients: say --force where nobody can be asked.',
    );
  }
  const end = await withProgress('Waiting for what is under way', () => stopGateway({ stateDir, record, graceMs }));
  const line = end === 'ended' ? 'Stopped' : 'Killed: it did not end by itself';
  printAnswer(options, { ok: true, result: 'stopped', pid: record.pid, killed: end === 'killed' }, [
    `${line} (pid ${record.pid}).`,
  ]);
}
