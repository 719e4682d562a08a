import { Command } from 'commander';
import { authTokenCommand } from './auth-token.command.js';
import { healthCommand } from './health.command.js';
import { installCommands } from './install.command.js';
import { restartCommand } from './restart.command.js';
import { startCommand } from './start.command.js';
import { statusCommand } from './status.command.js';
import { stopCommand } from './stop.command.js';

/** `clawmesh gateway`: the embedded gateway of a state directory, in the foreground or in the background (AM-14). */
export function gatewayCommand(): Command {
  const command = new Command('gateway')
    .description('run, start, stop, restart and look at the gateway of this machine')
    .addCommand(runCommandOfBin())
    .addCommand(startCommand())
    .addCommand(stopCommand())
    .addCommand(restartCommand())
    .addCommand(statusCommand())
    .addCommand(healthCommand())
    .addCommand(authTokenCommand());
  for (const install of installCommands()) command.addCommand(install, { hidden: true });
  return command;
}

/** `bin/clawmesh` starts it before this is asked: here it is only listed. */
function runCommandOfBin(): Command {
  return new Command('run')
    .description('run it in this process, until Ctrl-C; `gateway` alone does it too')
    .usage('[options]; see `clawmesh gateway run --help`');
}
