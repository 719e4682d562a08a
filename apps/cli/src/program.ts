import { productVersion } from '@clawmesh/telemetry';
import { Command } from 'commander';
import { completionCommand } from './commands/completion.command.js';
import { configCommand } from './commands/config/config.command.js';
import { demoCommand } from './commands/demo.command.js';
import { doctorCommand } from './commands/doctor.command.js';
import { gatewayCommand } from './commands/gateway/gateway.command.js';
import { healthCommand } from './commands/gateway/health.command.js';
import { keysCommand } from './commands/keys/keys.command.js';
import { migrateCommand } from './commands/migrate.command.js';
import { modelsCommand } from './commands/models/models.command.js';
import { onboardCommand } from './commands/onboard.command.js';
import { pluginsCommand } from './commands/plugins/plugins.command.js';

/** Every command. `openclaw` and `moltbot` are names it is known by from elsewhere. */
export function createProgram(name = 'clawmesh'): Command {
  return new Command(name)
    .description('One OpenAI-compatible endpoint for a whole team, where every request is an agent run')
    .version(productVersion, '-V, --version', 'print the version')
    .option('--profile <name>', 'a state directory of its own: ~/.clawmesh-<name>')
    .option('--dev', 'the profile dev, on port 19001')
    .option('--log-level <level>', 'silent, error, warn, info or debug')
    .option('--no-color', 'no colours; NO_COLOR does the same')
    .addCommand(onboardCommand())
    .addCommand(gatewayCommand())
    .addCommand(healthCommand())
    .addCommand(modelsCommand())
    .addCommand(configCommand())
    .addCommand(pluginsCommand())
    .addCommand(keysCommand())
    .addCommand(doctorCommand())
    .addCommand(completionCommand())
    .addCommand(migrateCommand())
    .addCommand(demoCommand())
    .addHelpText(
      'after',
      [
        '',
        'Services of a cluster, each with its own --help:',
        '  api-gateway       NATS_URL, CLAWMESH_ENVELOPE_KEY',
        '  agent-runner      NATS_URL, CLAWMESH_ENVELOPE_KEY, DATABASE_URL',
        '  provider-worker   NATS_URL, CLAWMESH_ENVELOPE_KEY, REDIS_URL, DATABASE_URL',
      ].join('\n'),
    );
}
