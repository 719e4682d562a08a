import { startPostgres, type RunningService } from '@clawmesh/testing';
import { randomBytes } from 'node:crypto';
import type { Database } from './database.js';
import { openPostgres } from './database.postgres.js';
import { describeMigrate } from './migrate.contract.js';
import { migrate } from './migrate.js';
import { describeProfileStore } from './profile-store.contract.js';
import { describeSchema } from './schema.contract.js';
import { describeTurnStore } from './turn-store.contract.js';
import { describeUsageStore } from './usage-store.contract.js';
import { describeWindowStore } from './window-store.contract.js';

const quiet = { info: () => {}, warn: () => {} };

describe('openPostgres', () => {
  let service: RunningService;
  let server: Database;
  const opened: { database: Database; name: string }[] = [];

  /** Databases of our own: the server may be one that others use at the same time. */
  async function openNew(): Promise<Database> {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await server.client.$executeRawUnsafe(`CREATE DATABASE ${name}`);
    const url = new URL(service.url);
    url.pathname = `/${name}`;
    const database = openPostgres({ url: url.href, logger: quiet });
    opened.push({ database, name });
    return database;
  }

  let database: Database;
  let scratch: Database;

  beforeAll(async () => {
    service = await startPostgres();
    server = openPostgres({ url: service.url, logger: quiet, maxConnections: 1 });
    database = await openNew();
    scratch = await openNew();
    await migrate(database, quiet);
  });

  afterAll(async () => {
    for (const { database: open, name } of opened) {
      await open.close();
      await server.client.$executeRawUnsafe(`DROP DATABASE ${name}`);
    }
    await server.close();
    await service.stop();
  });

  it('rolls back a transaction that rejects', async () => {
    const insert = scratch.transaction(async (sql) => {
      await sql.execute('CREATE TABLE left_over (id INT)');
      throw new Error('stop');
    });
    await expect(insert).rejects.toThrow('stop');
    const [row] = await scratch.transaction((sql) => sql.query("SELECT to_regclass('left_over') AS found"));
    expect(row).toEqual({ found: null });
  });

  describeSchema('PostgreSQL', () => database);
  describeUsageStore('PostgreSQL', () => database);
  describeTurnStore('PostgreSQL', () => database);
  describeProfileStore('PostgreSQL', () => database);
  describeWindowStore('PostgreSQL', () => database);
  describeMigrate('PostgreSQL', () => scratch);
});
