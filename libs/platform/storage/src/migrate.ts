import { randomUUID } from 'node:crypto';
import type { Database, DatabaseLogger, SqlRow, SqlTransaction } from './database.js';
import { migrationsDirectory, readMigrations, type Migration } from './migration-files.js';

/** Prisma's own advisory lock, so that `prisma migrate deploy` and this never run at the same time. */
const advisoryLock = 72_707_369;

/** Prisma's table, letter by letter: either tool carries on where the other stopped. */
const createHistory = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Applies what is missing, oldest first, and returns the names. Safe from any number of processes at once, and to kill
 * at any time: each migration commits together with its record, under a lock that the transaction holds. So a migration
 * may not contain statements that refuse a transaction, such as CREATE INDEX CONCURRENTLY.
 */
export async function migrate(
  database: Pick<Database, 'transaction'>,
  logger: DatabaseLogger,
  directory = migrationsDirectory,
): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const applied: string[] = [];
  for (;;) {
    const name = await database.transaction((sql) => applyNext(sql, migrations));
    if (name === undefined) break;
    logger.info({ migration: name }, 'migration applied');
    applied.push(name);
  }
  if (applied.length === 0) logger.info({ migrations: migrations.length }, 'the database is up to date');
  return applied;
}

/** The oldest migration that is missing, without applying it. Rejects as `migrate` would. */
export async function pendingMigration(
  database: Pick<Database, 'transaction'>,
  directory = migrationsDirectory,
): Promise<string | undefined> {
  const migrations = await readMigrations(directory);
  return database.transaction(async (sql) => {
    const [row] = await sql.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS exists`);
    return nextMigration(migrations, row?.['exists'] === true ? await readHistory(sql) : [])?.name;
  });
}

async function applyNext(sql: SqlTransaction, migrations: readonly Migration[]): Promise<string | undefined> {
  await sql.query('SELECT pg_advisory_xact_lock($1)', [advisoryLock]);
  await sql.execute(createHistory);
  const next = nextMigration(migrations, await readHistory(sql));
  if (next) await apply(sql, next);
  return next?.name;
}

function readHistory(sql: SqlTransaction): Promise<readonly SqlRow[]> {
  return sql.query(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
     FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
  );
}

/** Migrations in the history that have no file are those of a newer release, which an older pod leaves alone. */
function nextMigration(migrations: readonly Migration[], history: readonly SqlRow[]): Migration | undefined {
  const failed = history.find((row) => row['finished'] !== true);
  if (failed) {
    throw new MigrationError(
      `migration ${String(failed['migration_name'])} failed earlier: repair the database, then mark it with ` +
        '`prisma migrate resolve`',
    );
  }
  const checksums = new Map(history.map((row) => [row['migration_name'], row['checksum']]));
  for (const { name, checksum } of migrations) {
    if (checksums.has(name) && checksums.get(name) !== checksum) {
      throw new MigrationError(`migration ${name} was changed after it was applied: add a new migration instead`);
    }
  }
  return migrations.find(({ name }) => !checksums.has(name));
}

async function apply(sql: SqlTransaction, { name, script, checksum }: Migration): Promise<void> {
  try {
    await sql.execute(script);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`migration ${name} failed and was rolled back: ${reason}`, { cause: error });
  }
  await sql.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [randomUUID(), checksum, name],
  );
}
