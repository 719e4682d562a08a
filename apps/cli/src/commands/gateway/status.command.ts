import { processEnvironment } from '@clawmesh/config';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { withGatewayOptions, type GatewayOptions } from '../../gateway/gateway-target.js';
import { probeGateway } from '../../gateway/probe-gateway.js';
import { refuseInCluster } from '../../service/cluster-commands.js';
import { durationMs } from '../../terminal/duration.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { withProgress } from '../../terminal/progress.js';
import { terminalStyle } from '../../terminal/terminal-style.js';
import { readGatewayFacts } from './gateway-facts.js';
import { statusDocument, statusLines, type Status } from './status-lines.js';

interface StatusOptions extends GatewayOptions {
  readonly port?: string;
  readonly password?: string;
  readonly probe: boolean;
  readonly requireRpc?: boolean;
  readonly deep?: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}

/** `clawmesh gateway status` (CLI-14): whatever is wrong, it tells, and changes nothing. */
export function statusCommand(): Command {
  const command = new Command('status')
    .description('say whether it runs, where, with which config and log, and whether it answers')
    .option('--port <port>', 'port of the gateway of this machine')
    .option('--password <password>', 'its password, instead of a token')
    .option('--no-probe', 'do not ask it anything')
    .option('--require-rpc', 'exit code 1 unless it answers, and takes the token')
    .option('--deep', 'also ask for its keys, and show every warning of the config')
    .option('--timeout <ms>', 'how long it may take to answer', timeoutMs, 10_000)
    .option('--json', 'print JSON');
  return withGatewayOptions(command).action((options: StatusOptions) => runCommand(options, () => status(options)));
}

const timeoutMs = (text: string): number => (/^\d+$/.test(text) ? Number(text) : durationMs(text));

async function status(options: StatusOptions): Promise<void> {
  const { requireRpc = false, deep = false, probe: wanted, timeout } = options;
  const facts = await readGatewayFacts(options);
  if (!facts.record && options.url === undefined) refuseInCluster('status', processEnvironment());
  const checkAccess = requireRpc || deep;
  const probe = wanted
    ? await withProgress(`Asking ${facts.target.url}`, () =>
        probeGateway(facts.target, { timeoutMs: timeout, checkAccess }),
      )
    : undefined;
  const status: Status = { ...facts, ...(probe && { probe }) };
  printAnswer(options, statusDocument(status), statusLines(status, { deep, style: terminalStyle() }));
  if (!requireRpc || probe?.ok) return;
  if (!probe) throw new CommandError('--require-rpc needs the probe that --no-probe leaves out.');
  process.exitCode = 1;
}
