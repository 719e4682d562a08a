import { processEnvironment, readBootSettings } from '@clawmesh/config';
import { createLogger, createRedact } from '@clawmesh/telemetry';
import { Command } from 'commander';

/** `clawmesh migrate`: brings the schema of `DATABASE_URL` up to date. Several pods may run it at once. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('apply database migrations to DATABASE_URL; does nothing when there are none')
    .action(() =>
      run().catch((error: unknown) => {
        process.stderr.write(`clawmesh migrate: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
      }),
    );
}

async function run(): Promise<void> {
  const { databaseUrl, logLevel } = readBootSettings({}, processEnvironment());
  if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set');
  // Not before it is asked for: every other command would wait for it.
  const { migrate, openPostgres } = await import('@clawmesh/storage');
  const redact = createRedact([databaseUrl]);
  const logger = createLogger({ level: logLevel ?? 'info', service: 'migrate', redact });
  const database = openPostgres({ url: databaseUrl, logger });
  try {
    await migrate(database, logger);
  } finally {
    await database.close();
  }
}
