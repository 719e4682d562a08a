import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { givenProfileKeys, noProfileKeys, profileKeyFile } from './profile-keys.js';

describe('profileKeyFile', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'clawmesh-profile-key-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('PROF-5 makes a key when one is needed, for its owner alone, and keeps it', async () => {
    const path = join(root, 'state', 'profile.key');
    expect(await profileKeyFile(path).existing()).toBeUndefined();
    expect(await readdir(root)).toEqual([]);
    const sealed = (await profileKeyFile(path).required()).seal('secret', []);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(root, 'state'))).toEqual(['profile.key']);
    expect((await profileKeyFile(path).existing())?.open(sealed, [])).toBe('secret');
  });

  it('several that need one at once agree on it', async () => {
    const path = join(root, 'profile.key');
    const [one, ...others] = await Promise.all([1, 2, 3].map(() => profileKeyFile(path).required()));
    const sealed = one?.seal('secret', []) ?? { keyId: '', ciphertext: '' };
    expect(others.map((box) => box.open(sealed, []))).toEqual(['secret', 'secret']);
  });
});

describe('givenProfileKeys', () => {
  it('are there from the start, or are refused', async () => {
    const keys = givenProfileKeys(Buffer.alloc(32, 1).toString('hex'));
    expect(await keys.existing()).toBe(await keys.required());
    expect(() => givenProfileKeys('short')).toThrow('takes keys of 32 bytes');
  });
});

describe('noProfileKeys', () => {
  it('says why nothing can be stored', async () => {
    const keys = noProfileKeys('CLAWMESH_PROFILE_KEY is not set');
    expect(keys.missing).toBe('CLAWMESH_PROFILE_KEY is not set');
    expect(await keys.existing()).toBeUndefined();
    await expect(keys.required()).rejects.toThrow('CLAWMESH_PROFILE_KEY is not set');
  });
});
