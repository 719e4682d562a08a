import { formatConfigPath, valueAt, type ConfigPath } from '@clawmesh/config';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { changeConfig } from '../../config/change-config.js';
import { configPath, withWriteOptions, type WriteOptions } from './config-options.js';
import { printWritten } from './print-written.js';

/** `clawmesh config unset`. */
export function unsetCommand(): Command {
  const command = new Command('unset')
    .description('remove what stands at a path, if the config is valid without it')
    .argument('<path>', 'such as gateway.port', configPath);
  return withWriteOptions(command).action((path: ConfigPath, options: WriteOptions) =>
    runCommand(options, () => unset(path, options)),
  );
}

async function unset(path: ConfigPath, options: WriteOptions): Promise<void> {
  const written = formatConfigPath(path);
  const change = await changeConfig((file) => {
    if (!valueAt(file.root, path).found) throw new CommandError(`${written} is not set in ${file.path}.`);
    return [{ kind: 'unset', path }];
  }, options);
  printWritten(options, change, { path: written, said: `Removed ${written}.` });
}
