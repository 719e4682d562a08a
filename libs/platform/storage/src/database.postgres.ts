import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Database, DatabaseLogger, SqlTransaction } from './database.js';
import { PrismaClient } from './generated/client.js';

export interface PostgresOptions {
  readonly url: string;
  readonly logger: DatabaseLogger;
  readonly maxConnections?: number;
}

/** Does not migrate: many processes share one server, and `bin/clawmesh migrate` runs before them. */
export function openPostgres({ url, logger, maxConnections = 10 }: PostgresOptions): Database {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections, connectionTimeoutMillis: 10_000 });
  // The server may close an idle connection; without a listener that would end the process.
  // The error itself carries the whole connection, which nobody reads.
  pool.on('error', ({ message: reason }) => logger.warn({ reason }, 'an idle database connection was lost'));
  const client = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    client,
    transaction: (work) => runTransaction(pool, work),
    async close() {
      await client.$disconnect();
      await pool.end();
    },
  };
}

async function runTransaction<T>(pool: pg.Pool, work: (sql: SqlTransaction) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  let failure: unknown;
  try {
    await connection.query('BEGIN');
    const result = await work(sqlOn(connection));
    await connection.query('COMMIT');
    return result;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // Closing the connection rolls back whatever state a failure left it in.
    connection.release(failure !== undefined);
  }
}

function sqlOn(connection: pg.PoolClient): SqlTransaction {
  return {
    query: async (statement, values) => (await connection.query<Record<string, unknown>>(statement, values)).rows,
    execute: async (script) => {
      await connection.query(script);
    },
  };
}
