import { freePort, startPostgres, waitUntil, type RunningService } from '@clawmesh/testing';
import { givenProfileKeys, migrate, openPostgres, ProfileStore, type Database } from '@clawmesh/storage';
import { createLogger, createRedact } from '@clawmesh/telemetry';
import { randomUUID } from 'node:crypto';
import { AuthProfiles } from './auth-profiles.js';
import { noProfiles } from './profile-view.js';

const keys = givenProfileKeys(Buffer.alloc(32, 7).toString('base64'));

describe('AuthProfiles on PostgreSQL', () => {
  let service: RunningService;
  let log: string[];
  let opened: { close(): Promise<void> }[];
  /** The server may be one that others use at the same time. */
  const profileId = `openai:${randomUUID()}`;

  beforeAll(async () => {
    service = await startPostgres();
  });
  afterAll(() => service.stop());

  beforeEach(() => {
    [log, opened] = [[], []];
  });
  afterEach(() => Promise.all(opened.map((each) => each.close())));

  const logger = () =>
    createLogger({
      ...{ service: 'worker', level: 'debug', redact: createRedact([]) },
      write: (line) => void log.push(line),
    });

  function databaseAt(url: string): Database {
    const database = openPostgres({ url, logger: logger() });
    opened.push(database);
    return database;
  }

  function workerOn(database: Database, pollMs?: number): AuthProfiles {
    const store = new ProfileStore(database, keys);
    const profiles = new AuthProfiles({ store, logger: logger(), startMs: 5_000, ...(pollMs && { pollMs }) });
    opened.push({ close: () => Promise.resolve(profiles.stop()) });
    return profiles;
  }
  const keyIn = (profiles: AuthProfiles): unknown => profiles.current().profiles('main').get(profileId)?.secret;

  it('PROF-5 what one process stores, others use, change and lose; while the database is away they keep it', async () => {
    const database = databaseAt(service.url);
    await migrate(database, { info: () => undefined, warn: () => undefined });
    const store = new ProfileStore(database, keys);
    const put = (key: string) => store.put({ profileId, provider: 'openai', secret: { type: 'api_key', key } });

    await put('sk-int-one');
    const elsewhere = databaseAt(service.url);
    const profiles = workerOn(elsewhere, 20);
    await profiles.start();
    expect(keyIn(profiles)).toEqual({ type: 'api_key', key: 'sk-int-one' });
    await put('sk-int-two');
    await waitUntil(() => JSON.stringify(keyIn(profiles)).includes('sk-int-two'));

    await elsewhere.close();
    opened = opened.filter((each) => each !== elsewhere);
    await waitUntil(() => log.some((line) => line.includes('cannot be read')));
    expect(keyIn(profiles)).toEqual({ type: 'api_key', key: 'sk-int-two' });

    const fresh = workerOn(database);
    await fresh.reload();
    await store.remove({ profileId });
    await fresh.reload();
    expect(keyIn(fresh)).toBeUndefined();
    expect(log.join()).not.toContain('sk-int');
  });

  it('a worker starts without a database', async () => {
    const profiles = workerOn(databaseAt(`postgresql://127.0.0.1:${await freePort()}/x`));
    await profiles.start();
    expect(profiles.current()).toBe(noProfiles);
    expect(log.join()).toContain('auth profiles cannot be read');
  });
});
