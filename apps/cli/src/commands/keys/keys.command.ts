import { Command } from 'commander';
import { disableCommand } from './disable.command.js';
import { enableCommand } from './enable.command.js';
import { listCommand } from './list.command.js';
import { resetCommand } from './reset.command.js';

/** `clawmesh keys`: the credentials of a running gateway, as all its workers see them. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('see the provider keys of a running gateway, and reset, disable or enable them')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(resetCommand())
    .addCommand(disableCommand())
    .addCommand(enableCommand());
}
