import {
  formatConfigPath,
  maskSecrets,
  processEnvironment,
  readBootSettings,
  readWrittenConfig,
  valueAt,
  type ConfigPath,
} from '@clawmesh/config';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { configPath, withConfigOptions, type ConfigOptions } from './config-options.js';

/** `clawmesh config get`. */
export function getCommand(): Command {
  const command = new Command('get')
    .description('print what the file says at a path, without secrets; exit code 1 if it says nothing')
    .argument('<path>', 'such as gateway.port', configPath);
  return withConfigOptions(command).action((path: ConfigPath, options: ConfigOptions) =>
    runCommand(options, () => get(path, options)),
  );
}

async function get(path: ConfigPath, options: ConfigOptions): Promise<void> {
  const env = processEnvironment();
  const file = readBootSettings({ config: options.config }, env).configPath;
  const { found, value } = valueAt(await readWrittenConfig(file, env), path);
  if (!found) throw new CommandError(`${formatConfigPath(path)} is not set in ${file}.`);
  const shown = maskSecrets(value, path);
  printAnswer(options, shown, [typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2)]);
}
