import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';

const nothing =
  'clawmesh installs no system service: `clawmesh gateway start` runs it in the background, and a supervisor ' +
  '(systemd, launchd, a container) runs `clawmesh gateway run`.';

/** Words that people know from elsewhere (CLI-15, AM-14). */
export function installCommands(): Command[] {
  return ['install', 'uninstall'].map((name) =>
    new Command(name)
      .description('not here: no system service is installed')
      .option('--json', 'print JSON')
      .allowUnknownOption()
      .allowExcessArguments()
      .action((options: { readonly json?: boolean }) =>
        runCommand(options, () => Promise.reject(new CommandError(nothing))),
      ),
  );
}
