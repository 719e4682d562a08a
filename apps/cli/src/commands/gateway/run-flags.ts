import { resolve } from 'node:path';
import type { BootFlags } from '@clawmesh/config';
import type { Command } from 'commander';

/** Of `gateway run`, for those who start it in the background. No secrets: anybody here may read a command line. */
export type RunFlags = Pick<BootFlags, 'config' | 'port' | 'bind' | 'allowUnconfigured' | 'devAllowOpen'>;

export function withRunFlags(command: Command): Command {
  return command
    .option('--config <file>', 'config file (JSON5)')
    .option('--port <port>', 'port of the gateway')
    .option('--bind <where>', 'loopback, lan, auto or custom')
    .option('--allow-unconfigured', 'start without gateway.mode')
    .option('--dev-allow-open', 'allow gateway.auth.mode "none" beyond loopback');
}

/** Those that were given, for a process that may start elsewhere. */
export function givenFlags(options: RunFlags): RunFlags {
  const { config, port, bind, allowUnconfigured, devAllowOpen } = options;
  return {
    ...(config !== undefined && { config: resolve(config) }),
    ...(port !== undefined && { port }),
    ...(bind !== undefined && { bind }),
    ...(allowUnconfigured && { allowUnconfigured }),
    ...(devAllowOpen && { devAllowOpen }),
  };
}
