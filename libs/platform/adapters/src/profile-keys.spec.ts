import { noProfileKeys } from '@clawmesh/storage';
import { clusterProfileKeys, profileKeys } from './profile-keys.js';

const aKey = Buffer.alloc(32, 1).toString('base64');

describe('profileKeys', () => {
  it('CFG-11 a key that cannot be used names its variable, not its value', () => {
    const read = () => profileKeys('too-short-secret', () => noProfileKeys('none'));
    expect(read).toThrow(/CLAWMESH_PROFILE_KEY: takes keys of 32 bytes/);
    expect(read).not.toThrow(/too-short-secret/);
  });

  it('PROF-5 a cluster has profiles where all workers have the database and the key', () => {
    expect(clusterProfileKeys(aKey, 'postgres://d').missing).toBeUndefined();
    expect(clusterProfileKeys(aKey, undefined).missing).toBe('DATABASE_URL is not set');
    expect(clusterProfileKeys(undefined, 'postgres://d').missing).toBe('CLAWMESH_PROFILE_KEY is not set');
  });
});
