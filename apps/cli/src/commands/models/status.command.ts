import { defaultAgentId, processEnvironment, readBootSettings } from '@clawmesh/config';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { findGateway, loadOwnConfig } from '../../gateway/gateway-target.js';
import { askOnce, type Asked } from '../../gateway/ask-once.js';
import { checkModels, exitCodeOf, type ModelsReport } from '../../models/check-models.js';
import { factLines } from '../../terminal/fact-lines.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { withProgress } from '../../terminal/progress.js';
import { terminalStyle } from '../../terminal/terminal-style.js';
import { withConfigOptions, type ConfigOptions } from '../config/config-options.js';

interface StatusOptions extends ConfigOptions {
  readonly agent?: string;
  readonly check?: boolean;
  readonly probe?: boolean;
  readonly plain?: boolean;
}

/** `clawmesh models status` (CLI-32). */
export function statusCommand(): Command {
  const command = new Command('status')
    .description('show the default model, its fallbacks and their credentials; `clawmesh models` alone does it too')
    .option('--agent <id>', 'of this agent')
    .option('--check', 'exit code 1 if a credential is missing or has expired, 2 if one is about to')
    .option('--probe', 'ask the model through the running gateway')
    .option('--plain', 'print the default model alone');
  return withConfigOptions(command).action((options: StatusOptions) => runCommand(options, () => status(options)));
}

async function status(options: StatusOptions): Promise<void> {
  const boot = readBootSettings({ config: options.config }, processEnvironment());
  const snapshot = await loadOwnConfig(boot);
  const agentId = options.agent?.toLowerCase() ?? defaultAgentId(snapshot.config);
  if (agentId === undefined) throw new CommandError('no agent is the default: name one with --agent.');
  const report = await checkModels({ snapshot, boot, agentId, readsProfiles: options.check === true });
  const probe = options.probe
    ? await withProgress('Asking the model', async () => askOnce(await findGateway(options), `openclaw/${agentId}`))
    : undefined;
  const lines = options.plain ? [report.default] : reportLines(report);
  printAnswer(options, { ...report, ...(probe && { probe }) }, [...lines, ...probeLines(probe)]);
  if (options.check) process.exitCode = exitCodeOf(report);
  if (probe?.ok === false) process.exitCode = 1;
}

function probeLines(probe: Asked | undefined): string[] {
  if (!probe) return [];
  return factLines([['Probe', `${probe.ok ? 'answers' : 'does not answer'}: ${probe.text}`]], terminalStyle());
}

function reportLines({ agent, default: primary, fallbacks, aliases, credentials, profiles }: ModelsReport): string[] {
  return factLines(
    [
      ['Agent', agent],
      ['Default', primary],
      ['Fallbacks', fallbacks.join(', ') || 'none'],
      ['Aliases', aliases.map(({ alias, model }) => `${alias} = ${model}`).join(', ') || undefined],
      ...credentials.map(({ provider, state, sources }) => {
        const said = state === 'known' ? sources.join(', ') || 'none needed' : state;
        return [`Key of ${provider}`, said] as const;
      }),
      ...profiles.map(({ profileId, state }) => [`Profile ${profileId}`, state] as const),
    ],
    terminalStyle(),
  );
}
