import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database.js';
import { migrate, MigrationError, pendingMigration } from './migrate.js';

const quiet = { info: () => {}, warn: () => {} };

/** `database` holds nothing that these migrations name, and keeps their history until the end of the suite. */
export function describeMigrate(driver: string, database: () => Database): void {
  describe(`migrate on ${driver}`, () => {
    let directory: string;

    const write = async (name: string, script: string) => {
      await mkdir(join(directory, name), { recursive: true });
      await writeFile(join(directory, name, 'migration.sql'), script);
    };
    const run = () => migrate(database(), quiet, directory);
    const query = (statement: string) => database().transaction((sql) => sql.query(statement));

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'clawmesh-migrations-'));
      await query('DROP TABLE IF EXISTS "_prisma_migrations", a, b');
    });

    afterEach(() => rm(directory, { recursive: true }));

    it('applies what is missing in order, and nothing twice', async () => {
      await write('2_b', 'CREATE TABLE b (id INT REFERENCES a(id)); INSERT INTO b VALUES (1);');
      await write('1_a', 'CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1);');
      expect(await run()).toEqual(['1_a', '2_b']);
      expect(await run()).toEqual([]);
      expect(await query('SELECT * FROM b')).toEqual([{ id: 1 }]);
    });

    it('names what is missing, and changes nothing', async () => {
      await write('1_a', 'CREATE TABLE a (id INT);');
      const pending = () => pendingMigration(database(), directory);
      expect(await pending()).toBe('1_a');
      expect(await query(`SELECT to_regclass('"_prisma_migrations"') AS history`)).toEqual([{ history: null }]);
      await run();
      await write('2_b', 'CREATE TABLE b (id INT);');
      expect(await pending()).toBe('2_b');
      await run();
      expect(await pending()).toBeUndefined();
    });

    it('records it the way Prisma does', async () => {
      const script = 'CREATE TABLE a (id INT);';
      await write('1_a', script);
      await run();
      const [record] = await query('SELECT * FROM "_prisma_migrations"');
      expect(record).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        checksum: createHash('sha256').update(script).digest('hex'),
        finished_at: expect.any(Date),
        migration_name: '1_a',
        logs: null,
        rolled_back_at: null,
        started_at: expect.any(Date),
        applied_steps_count: 1,
      });
    });

    it('leaves nothing of a migration that fails, says which and why, and can be tried again', async () => {
      await write('1_a', 'CREATE TABLE a (id INT); SELECT * FROM nowhere;');
      await expect(run()).rejects.toThrow(/^migration 1_a failed and was rolled back: .*nowhere/);
      await write('1_a', 'CREATE TABLE a (id INT);');
      expect(await run()).toEqual(['1_a']);
    });

    it('refuses a migration that was changed after it was applied', async () => {
      await write('1_a', 'CREATE TABLE a (id INT);');
      await run();
      await write('1_a', 'CREATE TABLE a (id BIGINT);');
      await expect(run()).rejects.toThrow(
        new MigrationError('migration 1_a was changed after it was applied: add a new migration instead'),
      );
    });

    it('refuses to go on from a migration that Prisma left half done', async () => {
      await write('1_a', 'CREATE TABLE a (id INT);');
      await run();
      await query('UPDATE "_prisma_migrations" SET finished_at = NULL');
      await expect(run()).rejects.toThrow(/1_a failed earlier/);
      await query('UPDATE "_prisma_migrations" SET rolled_back_at = now()');
      await query('DROP TABLE a');
      expect(await run()).toEqual(['1_a']);
    });

    it('lets an older release meet a newer database', async () => {
      await write('1_a', 'CREATE TABLE a (id INT);');
      await write('2_b', 'CREATE TABLE b (id INT);');
      await run();
      await rm(join(directory, '2_b'), { recursive: true });
      expect(await run()).toEqual([]);
    });

    it('applies each migration once when several start at the same time', async () => {
      await write('1_a', 'CREATE TABLE a (id INT); SELECT pg_sleep(0.05);');
      await write('2_b', 'CREATE TABLE b (id INT);');
      const applied = await Promise.all([run(), run(), run(), run()]);
      expect(applied.flat().sort()).toEqual(['1_a', '2_b']);
    });
  });
}
