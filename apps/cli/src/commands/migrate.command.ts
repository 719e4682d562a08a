import { processEnvironment, readBootSettings } from '@clawmesh/config';
import { createLogger, createRedact } from '@clawmesh/telemetry';
import { Command } from 'commander';
import { CommandError, runCommand } from '../command-error.js';
import { printAnswer } from '../terminal/print-answer.js';

interface MigrateOptions {
  readonly json?: boolean;
}

/** `clawmesh migrate`: brings the schema of `DATABASE_URL` up to date. Several pods may run it at once. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('apply database migrations to DATABASE_URL; does nothing when there are none')
    .option('--json', 'print JSON instead of a log')
    .action((options: MigrateOptions) => runCommand(options, () => run(options)));
}

async function run(options: MigrateOptions): Promise<void> {
  const { databaseUrl, logLevel } = readBootSettings({}, processEnvironment());
  if (databaseUrl === undefined) throw new CommandError('DATABASE_URL is not set');
  // Not before it is asked for: every other command would wait for it.
  const { migrate, openPostgres } = await import('@clawmesh/storage');
  const redact = createRedact([databaseUrl]);
  const level = options.json ? 'silent' : (logLevel ?? 'info');
  const logger = createLogger({ level, service: 'migrate', redact });
  const database = openPostgres({ url: databaseUrl, logger });
  try {
    const applied = await migrate(database, logger);
    if (options.json) printAnswer(options, { ok: true, applied }, []);
  } catch (error) {
    throw error instanceof Error ? new CommandError(redact(error.message)) : error;
  } finally {
    await database.close();
  }
}
