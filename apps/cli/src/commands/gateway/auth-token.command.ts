import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { findGateway } from '../../gateway/gateway-target.js';

interface AuthTokenOptions {
  readonly show?: boolean;
  readonly config?: string;
}

/** `clawmesh gateway auth-token` (CLI-17). */
export function authTokenCommand(): Command {
  return new Command('auth-token')
    .description('say where the token of the gateway is kept; --show prints it')
    .option('--show', 'print the token, on a terminal only')
    .option('--config <file>', 'config file (JSON5)')
    .action((options: AuthTokenOptions) => runCommand({}, () => authToken(options)));
}

async function authToken({ show = false, ...options }: AuthTokenOptions): Promise<void> {
  const { token } = await findGateway(options);
  if (!token) {
    throw new CommandError(
      'there is no token: a gateway without a config makes one when it starts; else set gateway.auth.token.',
    );
  }
  if (!show) return void process.stdout.write(`The token is the one ${token.origin}. --show prints it.\n`);
  if (!process.stdout.isTTY) {
    throw new CommandError('the token is printed on a terminal only, so that it ends up in no log and no file.');
  }
  process.stdout.write(`${token.value}\n`);
}
