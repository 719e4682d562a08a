import type { StoredAuth } from '@clawmesh/storage';
import { waitUntil } from '@clawmesh/testing';
import { viewOf } from '../../__fixtures__/profile-views.js';
import { AuthProfiles } from './auth-profiles.js';
import { noProfiles } from './profile-view.js';

const storedKey = (key: string): StoredAuth =>
  viewOf([{ profileId: 'openai:a', provider: 'openai', secret: { type: 'api_key', key } }]).stored;

const withGeneration = ({ profiles, orders }: StoredAuth, generation: number): StoredAuth => ({
  profiles: profiles.map((profile) => ({ ...profile, generation })),
  orders,
});

/** A database that says what the test lets it say. */
class Database {
  missing: string | undefined;
  loads = 0;
  answer: () => Promise<StoredAuth> = () => Promise.resolve(storedKey('sk-one'));

  load(): Promise<StoredAuth> {
    this.loads += 1;
    return this.answer();
  }
}

describe('AuthProfiles', () => {
  let database: Database;
  let log: [object, string][];
  let started: AuthProfiles[];

  function profilesOf(timing: { pollMs?: number; retryMs?: number; startMs?: number } = {}): AuthProfiles {
    const write = (fields: object, message: string): void => void log.push([fields, message]);
    const profiles = new AuthProfiles({ store: database, logger: { info: write, warn: write }, ...timing });
    started.push(profiles);
    return profiles;
  }
  const messages = () => log.map(([, message]) => message);
  const away = () => Promise.reject(new Error('connection refused'));

  beforeEach(() => {
    [database, log, started] = [new Database(), [], []];
  });
  afterEach(() => started.forEach((profiles) => profiles.stop()));

  it('is empty until it was read, and the start waits for that', async () => {
    const profiles = profilesOf();
    expect(profiles.current()).toBe(noProfiles);
    await profiles.start();
    expect([...profiles.current().profiles('main').keys()]).toEqual(['openai:a']);
  });

  it('a start does not wait for ever, and tries again soon', async () => {
    database.answer = () => new Promise(() => undefined);
    await profilesOf({ startMs: 1 }).start();
    database.answer = away;
    const profiles = profilesOf({ retryMs: 1 });
    await profiles.start();
    expect(profiles.current()).toBe(noProfiles);
    database.answer = () => Promise.resolve(storedKey('sk-late'));
    await waitUntil(() => profiles.current() !== noProfiles);
    expect(messages().filter((message) => message.includes('cannot be read'))).toHaveLength(1);
  });

  it('notices changes by itself, and gives another view only then', async () => {
    const profiles = profilesOf({ pollMs: 1 });
    await profiles.start();
    const before = profiles.current();
    const { loads } = database;
    await waitUntil(() => database.loads > loads + 1);
    expect(profiles.current()).toBe(before);
    database.answer = () => Promise.resolve(withGeneration(storedKey('sk-two'), 7));
    await waitUntil(() => profiles.current() !== before);
    expect(profiles.current().profiles('main').get('openai:a')?.secret).toMatchObject({ key: 'sk-two' });
  });

  it('the last known view stays while the database is away; both turns are told once', async () => {
    const profiles = profilesOf();
    await profiles.reload();
    const known = profiles.current();
    database.answer = away;
    await profiles.reload();
    await profiles.reload();
    expect(profiles.current()).toBe(known);
    database.answer = () => Promise.resolve(storedKey('sk-one'));
    await profiles.reload();
    expect(messages()).toEqual([
      'auth profiles loaded',
      'auth profiles cannot be read: the last known ones stay',
      'auth profiles can be read again',
    ]);
  });

  it('who asks during a reading gets what is true afterwards', async () => {
    const profiles = profilesOf();
    const first = profiles.reload();
    database.answer = () => Promise.resolve(withGeneration(storedKey('sk-two'), 7));
    await profiles.reload();
    await first;
    expect(profiles.current().profiles('main').get('openai:a')?.secret).toMatchObject({ key: 'sk-two' });
    expect(database.loads).toBe(2);
  });

  it('reads nothing where there can be no profiles, and no more once it is stopped', async () => {
    database.missing = 'no key';
    await profilesOf().start();
    expect(database.loads).toBe(0);
  });

  it('KEY-14 names a profile that does not decrypt, and logs no secret', async () => {
    const { profiles: stored } = storedKey('sk-one');
    const locked = stored.map(({ secret: _, ...profile }) => ({ ...profile, profileId: 'openai:locked' }));
    database.answer = () => Promise.resolve({ profiles: [...stored, ...locked], orders: [] });
    await profilesOf().reload();
    expect(log).toContainEqual([
      expect.objectContaining({ profileId: 'openai:locked' }),
      'no key of this worker decrypts an auth profile: it is not used',
    ]);
    expect(JSON.stringify(log)).not.toContain('sk-one');
  });
});
