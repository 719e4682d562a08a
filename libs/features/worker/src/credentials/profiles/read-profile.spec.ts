import { createSnapshot } from '@clawmesh/config';
import type { ProfileSecret, StoredProfile } from '@clawmesh/storage';
import { readProfile } from './read-profile.js';

const now = 1_000_000;
const lastMoment = 8_640_000_000_000_000;

function read(secret: ProfileSecret | undefined, mode?: string, overrides: Partial<StoredProfile> = {}) {
  const entry = { provider: 'openai', mode: mode ?? 'api_key' };
  const raw = { auth: { profiles: mode === undefined ? {} : { 'openai:a': entry } } };
  const snapshot = createSnapshot({ raw, env: { A_KEY: 'from-env' }, stateDir: '/nowhere' });
  const type = secret?.type ?? 'api_key';
  const profile = { profileId: 'openai:a', provider: 'openai', type, generation: 1, updatedAt: 0, ...overrides };
  const stored = { ...profile, ...(secret && { secret }) };
  const reading = readProfile(stored, { provider: 'openai', now, snapshot, readFile: () => undefined });
  return 'problem' in reading ? reading.problem : reading.key;
}

const token = (expires: number | undefined): ProfileSecret => ({
  ...{ type: 'token', token: 't' },
  ...(expires !== undefined && { expires }),
});
const oauth = (expires: number, access = 'a'): ProfileSecret => ({ type: 'oauth', access, refresh: 'r', expires });

describe('readProfile', () => {
  it.each<[ProfileSecret, string]>([
    [{ type: 'api_key', key: ' k ' }, 'k'],
    [{ type: 'api_key', keyRef: { source: 'env', id: 'A_KEY' } }, 'from-env'],
    [token(undefined), 't'],
    [token(now + 1), 't'],
    [token(lastMoment), 't'],
    [oauth(now + 1), 'a'],
    [oauth(now - 1), 'a'],
    [oauth(Number.NaN), 'a'],
  ])('PROF-6 %j is ok', (secret, key) => expect(read(secret)).toBe(key));

  it.each<[string, ProfileSecret]>([
    ['missing_credential', { type: 'api_key' }],
    ['missing_credential', { type: 'api_key', key: '  ' }],
    ['missing_credential', { type: 'token', expires: now - 1 }],
    ['missing_credential', oauth(now + 1, '')],
    ['expired', token(now)],
    ['expired', { type: 'token', tokenRef: '$A_KEY', expires: now - 1 }],
    ['invalid_expires', token(0)],
    ['invalid_expires', token(-5)],
    ['invalid_expires', token(Number.NaN)],
    ['invalid_expires', token(Number.POSITIVE_INFINITY)],
    ['invalid_expires', token(lastMoment + 1)],
    ['unresolved_ref', { type: 'api_key', key: 'plain', keyRef: '${NOPE}' }],
    ['unresolved_ref', { type: 'token', token: 'plain', tokenRef: { source: 'exec', id: 'vault' } }],
  ])('PROF-6 PROF-7 %s: %j', (problem, secret) => expect(read(secret)).toBe(problem));

  it('PROF-6 a secret that nothing here decrypts is not at hand', () => expect(read(undefined)).toBe('unresolved_ref'));

  it('PROF-6 stored for another provider than the one it is asked for, or configured for another', () => {
    expect(read(token(undefined), undefined, { provider: 'groq' })).toBe('provider_mismatch');
    expect(read(token(undefined), undefined, { provider: 'OpenAI' })).toBe('t');
  });

  it.each([
    ['api_key', { type: 'api_key', key: 'k' }, 'k'],
    ['token', token(undefined), 't'],
    ['oauth', oauth(now + 1), 'a'],
    ['oauth', token(undefined), 't'],
    ['token', oauth(now + 1), 'mode_mismatch'],
    ['api_key', token(undefined), 'mode_mismatch'],
    ['oauth', { type: 'api_key', key: 'k' }, 'mode_mismatch'],
  ] as const)('PROF-3 configured as %s, stored as %j: %s', (mode, secret, expected) =>
    expect(read(secret, mode)).toBe(expected),
  );
});
