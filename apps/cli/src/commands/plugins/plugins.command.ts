import { Command } from 'commander';
import { disableCommand } from './disable.command.js';
import { enableCommand } from './enable.command.js';
import { listCommand } from './list.command.js';

/** `clawmesh plugins`: the providers that are built in (CLI-40, CLI-41). Nothing is downloaded. */
export function pluginsCommand(): Command {
  return new Command('plugins')
    .description('see the built-in providers, and take them into use or out of it')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(enableCommand())
    .addCommand(disableCommand());
}
