import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { storeAccess, type ProfileAccess } from './profile-access.js';
import type { ProfileStore } from './profile-store.js';
import { connectProfiles, serveProfiles, type ProfileSocket } from './profile-socket.js';
import type { AuthProfile } from './stored-profile.js';

const profile: AuthProfile = {
  profileId: 'acme:work',
  provider: 'acme',
  secret: { type: 'api_key', key: 'sk-planted-0123456789' },
};

/** As far as it is used: what it keeps are profiles with a generation. */
function storeOf(kept: Map<string, AuthProfile>): ProfileStore {
  const store: Partial<ProfileStore> = {
    load: () =>
      Promise.resolve({
        profiles: [...kept.values()].map((one) => ({ ...one, type: one.secret.type, generation: 1, updatedAt: 5 })),
        orders: [],
      }),
    put: (one) => {
      if (one.provider === '') return Promise.reject(new Error('no provider'));
      kept.set(one.profileId, one);
      return Promise.resolve(1);
    },
    remove: ({ profileId }) => Promise.resolve(kept.delete(profileId)),
  };
  return store as ProfileStore;
}

describe('profiles over a socket', () => {
  let directory: string;
  let path: string;
  let socket: ProfileSocket;
  let far: ProfileAccess;
  let changes = 0;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clawmesh-socket-'));
    path = join(directory, 'gateway.sock');
    changes = 0;
    const onChange = () => Promise.resolve(void (changes += 1));
    socket = await serveProfiles(path, storeAccess(storeOf(new Map()), onChange));
    far = connectProfiles(path);
  });
  afterEach(async () => {
    await socket.close();
    await rm(directory, { recursive: true });
  });

  it('CLI-34 stores and lists them, and gives no secret back', async () => {
    await far.put(profile);
    const { profiles } = await far.list();
    expect(profiles).toEqual([
      {
        profileId: 'acme:work',
        provider: 'acme',
        type: 'api_key',
        generation: 1,
        updatedAt: 5,
        isReadable: true,
        isReference: false,
      },
    ]);
    expect(await far.remove({ profileId: 'acme:work' })).toBe(true);
    expect(await far.remove({ profileId: 'acme:work' })).toBe(false);
    expect(changes).toBe(3);
  });

  it('passes on why something cannot be done', async () => {
    await expect(far.put({ ...profile, provider: '' })).rejects.toThrow('no provider');
  });

  it('is for its owner alone, and does nothing that it should not', async () => {
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const call = connect(path);
    call.write('{"name":"constructor","args":[]}\n');
    expect(JSON.parse(await text(call))).toMatchObject({ ok: false });
    const nonsense = connect(path);
    nonsense.write('nonsense\n');
    expect(JSON.parse(await text(nonsense))).toMatchObject({ ok: false });
  });

  it('says that nobody is there', async () => {
    await expect(connectProfiles(join(directory, 'none.sock')).list()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
