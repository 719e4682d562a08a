import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { findGateway, withGatewayOptions, type GatewayOptions } from '../../gateway/gateway-target.js';
import { probeGateway } from '../../gateway/probe-gateway.js';
import { durationText } from '../../terminal/human-time.js';
import { factLines } from '../../terminal/fact-lines.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { terminalStyle } from '../../terminal/terminal-style.js';

interface HealthOptions extends GatewayOptions {
  readonly json?: boolean;
}

const timeoutMs = 10_000;

/** `clawmesh health`, `clawmesh gateway health` (CLI-15). */
export function healthCommand(): Command {
  const command = new Command('health')
    .description('ask a running gateway how it is; exit code 1 unless it is ready')
    .option('--json', 'print JSON');
  return withGatewayOptions(command).action((options: HealthOptions) => runCommand(options, () => health(options)));
}

async function health(options: HealthOptions): Promise<void> {
  const probe = await probeGateway(await findGateway(options), { timeoutMs });
  const { url, ok, reason, uptimeMs, latencyMs, configRevision } = probe;
  // What is not there is an error; what is there but not ready has an answer.
  if (probe.ready === undefined) throw new CommandError(`${url}: ${reason}`);
  const facts = [
    ['Gateway', url],
    ['State', ok ? 'ready' : reason],
    ['Up', uptimeMs === undefined ? undefined : durationText(uptimeMs)],
    ['Answer', `in ${latencyMs} ms`],
    ['Config', configRevision === undefined ? undefined : `revision ${configRevision.slice(0, 12)}`],
  ] as const;
  printAnswer(options, probe, factLines(facts, terminalStyle()));
  if (!ok) process.exitCode = 1;
}
