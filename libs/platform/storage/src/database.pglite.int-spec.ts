import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database.js';
import { openPglite } from './database.pglite.js';
import { describeMigrate } from './migrate.contract.js';
import { describeProfileStore } from './profile-store.contract.js';
import { describeSchema } from './schema.contract.js';
import { describeTurnStore } from './turn-store.contract.js';
import { describeUsageStore } from './usage-store.contract.js';
import { describeWindowStore } from './window-store.contract.js';

const quiet = { info: () => {}, warn: () => {} };

describe('openPglite', () => {
  let root: string;
  let database: Database;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'clawmesh-pglite-'));
    database = openPglite({ directory: join(root, 'state', 'database'), logger: quiet });
  });

  afterAll(async () => {
    await database.close();
    await rm(root, { recursive: true });
  });

  it('opens nothing before the first use', async () => {
    const unused = openPglite({ directory: join(root, 'unused'), logger: quiet });
    await unused.close();
    expect(await readdir(root)).toEqual([]);
  });

  it('is migrated by its first use', async () => {
    expect(await database.client.session.count()).toBe(0);
  });

  describeSchema('PGlite', () => database);
  describeUsageStore('PGlite', () => database);
  describeTurnStore('PGlite', () => database);
  describeProfileStore('PGlite', () => database);
  describeWindowStore('PGlite', () => database);

  it('keeps its rows when it is opened again', async () => {
    await database.close();
    database = openPglite({ directory: join(root, 'state', 'database'), logger: quiet });
    expect(await database.client.usageRecord.count()).toBeGreaterThan(0);
  });

  // Last: it replaces the history of migrations.
  describeMigrate('PGlite', () => database);
});
