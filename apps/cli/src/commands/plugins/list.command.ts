import { readBootSettings, processEnvironment } from '@clawmesh/config';
import { providerRegistry, type ProviderRow } from '@clawmesh/providers';
import { Command } from 'commander';
import { runCommand } from '../../command-error.js';
import { loadOwnConfig } from '../../gateway/gateway-target.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { tableLines, type Column } from '../../terminal/table.js';
import { terminalStyle } from '../../terminal/terminal-style.js';
import { withConfigOptions, type ConfigOptions } from '../config/config-options.js';

interface ListOptions extends ConfigOptions {
  readonly enabled?: boolean;
}

interface Plugin extends Pick<ProviderRow, 'id' | 'name' | 'envKeys'> {
  readonly enabled: boolean;
}

const columns: readonly Column<Plugin>[] = [
  { title: 'PLUGIN', text: ({ id }) => id },
  { title: 'NAME', text: ({ name }) => name },
  {
    title: 'STATE',
    text: ({ enabled }) => (enabled ? 'enabled' : 'disabled'),
    colour: ({ enabled }) => (enabled ? 'green' : 'red'),
  },
  { title: 'KEY', text: ({ envKeys }) => envKeys.join(', '), isLongText: true },
];

/** `clawmesh plugins list` (CLI-41). */
export function listCommand(): Command {
  const command = new Command('list')
    .description('show the built-in providers; `clawmesh plugins` alone does it too')
    .option('--enabled', 'only those in use');
  return withConfigOptions(command).action((options: ListOptions) => runCommand(options, () => list(options)));
}

async function list(options: ListOptions): Promise<void> {
  const { config } = await loadOwnConfig(readBootSettings({ config: options.config }, processEnvironment()));
  const disabled = new Set(config.models.disabled);
  const plugins = providerRegistry
    .map(({ id, name, envKeys }): Plugin => ({ id, name, enabled: !disabled.has(id), envKeys }))
    .filter(({ enabled }) => enabled || !options.enabled);
  printAnswer(options, { count: plugins.length, plugins }, tableLines(columns, plugins, terminalStyle()));
}
