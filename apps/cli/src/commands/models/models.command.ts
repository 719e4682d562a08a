import { Command } from 'commander';
import { aliasesCommand } from './aliases.command.js';
import { authCommand } from './auth/auth.command.js';
import { fallbacksCommand } from './fallbacks.command.js';
import { listCommand } from './list.command.js';
import { setCommand } from './set.command.js';
import { statusCommand } from './status.command.js';

/** `clawmesh models`: which models there are, which are used, and with which credentials. */
export function modelsCommand(): Command {
  return new Command('models')
    .description('see the models, choose the default and its fallbacks, keep credentials')
    .addCommand(statusCommand(), { isDefault: true })
    .addCommand(listCommand())
    .addCommand(setCommand())
    .addCommand(fallbacksCommand())
    .addCommand(aliasesCommand())
    .addCommand(authCommand());
}
