import { Command } from 'commander';
import { listCommand } from './list.command.js';
import { loginCommand } from './login.command.js';
import { logoutCommand } from './logout.command.js';
import { orderCommand } from './order.command.js';
import { pasteApiKeyCommand, pasteTokenCommand } from './paste.command.js';

/** `clawmesh models auth`: named credentials, kept encrypted in the database (CLI-33, CLI-34). */
export function authCommand(): Command {
  return new Command('auth')
    .description('keep credentials of providers as named profiles, encrypted')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(pasteApiKeyCommand())
    .addCommand(pasteTokenCommand())
    .addCommand(orderCommand())
    .addCommand(loginCommand())
    .addCommand(logoutCommand());
}
