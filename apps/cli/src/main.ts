import { productVersion } from '@clawmesh/telemetry';
import { Command } from 'commander';
import { keysCommand } from './commands/keys/keys.command.js';
import { migrateCommand } from './commands/migrate.command.js';
import { demoCommand } from './commands/demo.command.js';

/** What is not a service. A service is started by `bin/clawmesh` itself; here it is only listed. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('clawmesh')
    .description('One OpenAI-compatible endpoint for a whole team, where every request is an agent run')
    .version(productVersion, '--version', 'print the version')
    .addCommand(keysCommand())
    .addCommand(migrateCommand())
    .addCommand(demoCommand())
    .addHelpText(
      'after',
      [
        '',
        'Services:',
        '  gateway run       the embedded gateway: everything in this process',
        '  api-gateway       one service of a cluster; NATS_URL',
        '  agent-runner      one service of a cluster; NATS_URL',
        '  provider-worker   one service of a cluster; NATS_URL, REDIS_URL',
        '',
        'Each of them answers --help.',
      ].join('\n'),
    );
  // `gateway run` never gets here, so that any other use of the word is a mistake.
  if (argv[0] === 'gateway' && !argv.includes('--help')) {
    program.error(`error: unknown command '${argv.join(' ')}'\n(Did you mean gateway run?)`);
  }
  await program.parseAsync(argv, { from: 'user' });
}
