import { Command } from 'commander';
import { fileCommand } from './file.command.js';
import { getCommand } from './get.command.js';
import { schemaCommand } from './schema.command.js';
import { setCommand } from './set.command.js';
import { unsetCommand } from './unset.command.js';
import { validateCommand } from './validate.command.js';

/** `clawmesh config`: the config file, key by key (CLI-42). */
export function configCommand(): Command {
  return new Command('config')
    .description('read, change and check the config file')
    .addCommand(getCommand())
    .addCommand(setCommand())
    .addCommand(unsetCommand())
    .addCommand(validateCommand())
    .addCommand(schemaCommand())
    .addCommand(fileCommand());
}
