import { formatConfigPath, valueAt, type ConfigPath } from '@clawmesh/config';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { changeConfig } from '../../config/change-config.js';
import { changeDocument, changeLines } from '../../config/change-lines.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { configPath, withConfigOptions, type ConfigOptions } from './config-options.js';

interface UnsetOptions extends ConfigOptions {
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** `clawmesh config unset`. */
export function unsetCommand(): Command {
  const command = new Command('unset')
    .description('remove what stands at a path, if the config is valid without it')
    .argument('<path>', 'such as gateway.port', configPath)
    .option('--dry-run', 'check it, write nothing')
    .option('--force', 'also if settings get lost');
  return withConfigOptions(command).action((path: ConfigPath, options: UnsetOptions) =>
    runCommand(options, () => unset(path, options)),
  );
}

async function unset(path: ConfigPath, options: UnsetOptions): Promise<void> {
  const written = formatConfigPath(path);
  const change = await changeConfig((file) => {
    if (!valueAt(file.root, path).found) throw new CommandError(`${written} is not set in ${file.path}.`);
    return [{ kind: 'unset', path }];
  }, options);
  const { dryRun = false } = options;
  const said = dryRun ? 'The config would be valid; nothing was written.' : `Removed ${written}.`;
  printAnswer(options, changeDocument(change, { path: written, dryRun }), dryRun ? [said] : changeLines(change, said));
}
