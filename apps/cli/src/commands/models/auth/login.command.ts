import { Command } from 'commander';
import { CommandError, runCommand } from '../../../command-error.js';

/** `clawmesh models auth login` (CLI-33): the word is known, the logins come later. */
export function loginCommand(): Command {
  return new Command('login')
    .description('log in to a provider (OAuth): not in this version yet')
    .requiredOption('--provider <id>', 'where to log in')
    .option('--json', 'print JSON')
    .allowUnknownOption()
    .allowExcessArguments()
    .action((options: { readonly provider: string; readonly json?: boolean }) =>
      runCommand(options, () => Promise.reject(new CommandError(notYet(options.provider)))),
    );
}

const notYet = (provider: string): string =>
  `logins (OAuth) are not in this version yet. \`clawmesh models auth paste-api-key --provider ${provider}\` stores ` +
  'an API key, `paste-token` a bearer token.';
