import { processEnvironment, readBootSettings } from '@clawmesh/config';
import { Command } from 'commander';
import { runCommand } from '../../command-error.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { withConfigOptions, type ConfigOptions } from './config-options.js';

/** `clawmesh config file`. */
export function fileCommand(): Command {
  const command = new Command('file').description('print where the config file is, or would be');
  return withConfigOptions(command).action((options: ConfigOptions) =>
    runCommand(options, () => {
      const file = readBootSettings({ config: options.config }, processEnvironment()).configPath;
      printAnswer(options, { file }, [file]);
      return Promise.resolve();
    }),
  );
}
