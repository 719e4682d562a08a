import { configFileSchema } from '@clawmesh/config';
import { Command } from 'commander';
import { runCommand } from '../../command-error.js';

/** `clawmesh config schema`. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON Schema of the config file')
    .option('--json', 'the same: it is JSON')
    .action(() =>
      runCommand({}, () => {
        process.stdout.write(`${JSON.stringify(configFileSchema(), null, 2)}\n`);
        return Promise.resolve();
      }),
    );
}
