import type { BootFlags } from '@clawmesh/config';
import { Command } from 'commander';

/** The flag and its help. */
export type SwitchFlag = readonly [flag: `--${string}`, description: string];

/**
 * The flags of a service, and switches of its own. Prints help or the mistake and ends the process when there is nothing
 * to start.
 */
export function serviceFlags(
  name: string,
  argv: readonly string[],
  switches: readonly SwitchFlag[] = [],
): BootFlags & Readonly<Record<string, unknown>> {
  const command = new Command(name)
    .option('--config <file>', 'config file (JSON5)')
    .option('--port <port>', 'port of the gateway')
    .option('--bind <where>', 'loopback, lan, auto or custom')
    .option('--health-port <port>', 'port of /healthz, /readyz and /metrics')
    .option('--auth <mode>', 'how clients prove who they are: token, password, trusted-proxy or none')
    .option('--token <token>', 'shared secret of the gateway')
    .option('--password <password>', 'the same, in mode password')
    .option('--password-file <file>', 'file that holds the password')
    .option('--log-level <level>', 'silent, error, warn, info or debug')
    .option('--allow-unconfigured', 'start without gateway.mode')
    .option('--dev-allow-open', 'allow gateway.auth.mode "none" beyond loopback')
    .allowExcessArguments(false);
  for (const [flag, description] of switches) command.option(flag, description);
  return command.parse(argv, { from: 'user' }).opts<BootFlags & Readonly<Record<string, unknown>>>();
}
