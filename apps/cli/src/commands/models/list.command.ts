import { findAgent, processEnvironment, readBootSettings } from '@clawmesh/config';
import { canonicalProviderId } from '@clawmesh/providers';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { loadOwnConfig } from '../../gateway/gateway-target.js';
import { knownCredentials } from '../../models/known-credentials.js';
import { modelLines } from '../../models/model-lines.js';
import { modelRows } from '../../models/model-rows.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { terminalStyle } from '../../terminal/terminal-style.js';
import { withConfigOptions, type ConfigOptions } from '../config/config-options.js';

interface ListOptions extends ConfigOptions {
  readonly all?: boolean;
  readonly local?: boolean;
  readonly provider?: string;
  readonly agent?: string;
  readonly refresh?: boolean;
  readonly plain?: boolean;
}

/** `clawmesh models list` (CLI-30). */
export function listCommand(): Command {
  const command = new Command('list')
    .description('show the models of the config; no provider is asked')
    .option('--all', 'also those that are built in and not named in the config')
    .option('--local', 'only those on this machine or network')
    .option('--provider <id>', 'only those of this provider')
    .option('--agent <id>', 'as this agent sees them')
    .option('--refresh', 'ask the providers for their models')
    .option('--plain', 'one provider/model a line');
  return withConfigOptions(command).action((options: ListOptions) => runCommand(options, () => list(options)));
}

async function list(options: ListOptions): Promise<void> {
  const { all = false, local = false, provider, agent, refresh, plain = false } = options;
  if (refresh)
    throw new CommandError('asking providers for their models is not in this version yet: leave --refresh out.');
  const boot = readBootSettings({ config: options.config }, processEnvironment());
  const snapshot = await loadOwnConfig(boot);
  if (agent !== undefined && !findAgent(snapshot.config, agent.toLowerCase())) {
    throw new CommandError(`there is no agent '${agent}'.`);
  }
  const credentials = await knownCredentials(snapshot, boot);
  const wanted = provider === undefined ? undefined : canonicalProviderId(provider);
  // Whoever asks for a provider wants its models, named in the config or not.
  const rows = modelRows({ snapshot, credentials, agentId: agent?.toLowerCase(), all: all || wanted !== undefined })
    .filter((row) => wanted === undefined || row.provider === wanted)
    .filter((row) => !local || row.local === true);
  const lines = plain ? rows.map(({ key }) => key) : modelLines(rows, terminalStyle());
  printAnswer(options, { count: rows.length, models: rows }, lines);
}
