import { createSnapshot } from '@clawmesh/config';
import type { AuthProfile, ProfileSecret, StoredOrder } from '@clawmesh/storage';
import { viewOf } from '../../__fixtures__/profile-views.js';
import { profileCredentials } from './profile-credentials.js';

const now = 1_000_000;

interface Case {
  readonly profiles: readonly AuthProfile[];
  readonly orders?: readonly StoredOrder[];
  readonly auth?: object;
  readonly as?: string;
  readonly agentId?: string;
  readonly baseUrl?: string;
}

function collect({ profiles, orders = [], auth = {}, as = 'openai', agentId = 'main', baseUrl }: Case) {
  return profileCredentials({
    snapshot: createSnapshot({ raw: { auth }, env: { CLAWMESH_FINGERPRINT_KEY: 'x' }, stateDir: '/nowhere' }),
    route: { provider: as, baseUrl: baseUrl ?? 'https://api.example.com/v1' },
    ...{ agentId, now, profiles: viewOf(profiles, orders), readFile: () => undefined },
  });
}

function aProfile(name: string, overrides: Partial<AuthProfile> = {}): AuthProfile {
  const secret = { type: 'api_key', key: `sk-${name}` } as const;
  return { profileId: `openai:${name}`, provider: 'openai', secret, ...overrides };
}

const anOauth = (expires: number, more: object = {}): ProfileSecret => ({
  ...{ type: 'oauth', access: 'access', refresh: 'refresh', expires },
  ...more,
});

const namesOf = (test: Case) => collect(test).ordered.map(({ source }) => source.split(':')[1]);
const placesOf = (test: Case) =>
  collect(test).ordered.map(({ source, rank, isSticky }) => [source.split(':')[1], rank, isSticky]);

describe('profileCredentials', () => {
  const [a, b, c] = [aProfile('a'), aProfile('b'), aProfile('c')];

  it('ORD-3 by type: logins that are valid, those to refresh, tokens, keys; those of a type take turns', () => {
    const profiles = [
      aProfile('key-1'),
      aProfile('token', { secret: { type: 'token', token: 't' } }),
      aProfile('expired', { secret: anOauth(now, { email: 'e@x' }) }),
      aProfile('key-2'),
      aProfile('login', { secret: anOauth(now + 1, { email: 'l@x' }) }),
    ];
    expect(placesOf({ profiles })).toEqual([
      ['login', 0, true],
      ['expired', 1, true],
      ['token', 2, true],
      ['key-1', 3, true],
      ['key-2', 3, true],
    ]);
  });

  it('ORD-1 ORD-2 the order of the config is used as given, a rank each, and leaves out what it does not list', () => {
    const auth = { order: { OpenAI: ['openai:c', 'openai:a', 'openai:c', 'openai:gone'] } };
    const found = collect({ profiles: [a, b, c], auth });
    expect(placesOf({ profiles: [a, b, c], auth })).toEqual([
      ['c', 0, false],
      ['a', 1, false],
    ]);
    expect([...found.usable.keys()].sort()).toEqual(['openai:a', 'openai:b', 'openai:c']);
    expect([...found.problems]).toEqual([['openai:gone', 'profile_missing']]);
  });

  it('ORD-1 a stored order comes before that of the config, the agent’s own before the shared one', () => {
    const auth = { order: { openai: ['openai:a'] } };
    const shared = { provider: 'openai', profileIds: ['openai:b'] };
    const own = { agentId: 'coder', provider: 'openai', profileIds: ['openai:c'] };
    const test = { profiles: [a, b, c], auth, orders: [shared, own] };
    expect(namesOf(test)).toEqual(['b']);
    expect(namesOf({ ...test, agentId: 'coder' })).toEqual(['c']);
    expect(namesOf({ ...test, orders: [own] })).toEqual(['a']);
  });

  it('ORD-1 the profiles that the config names take turns; those it does not name are left out', () => {
    const auth = { profiles: { 'openai:b': { provider: 'openai', mode: 'api_key' } } };
    expect(placesOf({ profiles: [a, b, c], auth })).toEqual([['b', 3, true]]);
  });

  it('ORD-2 a list of which nothing is stored does not count', () => {
    const auth = { order: { openai: ['openai:x', 'openai:y'] } };
    expect(placesOf({ profiles: [a, b], auth })).toEqual([
      ['a', 3, true],
      ['b', 3, true],
    ]);
    const declared = { profiles: { 'openai:x': { provider: 'openai', mode: 'token' } } };
    expect(namesOf({ profiles: [a, b], auth: declared })).toEqual(['a', 'b']);
  });

  it('ORD-1 profiles of other providers are not looked at, spellings of one provider are one', () => {
    const profiles = [aProfile('z', { profileId: 'z.ai:k', provider: 'z.ai' }), a];
    expect(collect({ profiles, as: 'zai' }).ordered).toHaveLength(1);
    expect(collect({ profiles, as: 'groq' }).ordered).toEqual([]);
  });

  it('PROF-4 an agent’s own profile takes the place of the shared one; others’ do not count', () => {
    const own = aProfile('a', { agentId: 'coder', secret: { type: 'api_key', key: 'own' } });
    const keysFor = (agentId: string) => collect({ profiles: [a, own, b], agentId }).ordered.map(({ key }) => key);
    expect(keysFor('coder')).toEqual(['own', 'sk-b']);
    expect(keysFor('main')).toEqual(['sk-a', 'sk-b']);
  });

  it('CRED-4 what the config calls an api_key profile is the keys of the provider', () => {
    const auth = { profiles: { 'openai:default': { provider: 'openai', mode: 'api_key' } } };
    const found = collect({ profiles: [], auth });
    expect([...found.servedByKeys]).toEqual(['openai:default']);
    expect([...found.problems]).toEqual([]);
    expect(found.ordered).toEqual([]);
  });

  it('CLU-1 a login is its account, whatever its token and host; else its agent and name', () => {
    const idOf = (secret: ProfileSecret, more: Partial<Case> = {}, place: Partial<AuthProfile> = {}) =>
      collect({ profiles: [aProfile('a', { secret, ...place })], agentId: 'coder', ...more }).ordered[0]?.keyId;
    const login = anOauth(now + 1, { accountId: 'acc' });
    expect(idOf(login)).toMatch(/^profile:openai:[0-9a-f]{16}$/);
    const renewed = anOauth(now + 9, { accountId: 'acc', access: 'other', email: 'new@x' });
    expect(idOf(renewed, { baseUrl: 'https://b' })).toBe(idOf(login));
    expect(idOf(anOauth(now + 1, { accountId: 'other' }))).not.toBe(idOf(login));
    const nameless = anOauth(now + 1);
    expect(idOf(nameless)).toBe(idOf(anOauth(now + 5, { access: 'other' })));
    expect(idOf(nameless, {}, { agentId: 'coder' })).not.toBe(idOf(nameless));
    expect(idOf(nameless, {}, { profileId: 'openai:b' })).not.toBe(idOf(nameless));
  });

  it('CLU-1 a key is itself at its host, whoever has it', () => {
    const own = aProfile('mine', { agentId: 'coder', secret: { type: 'api_key', key: 'sk-a' } });
    const [shared] = collect({ profiles: [a] }).ordered;
    expect(collect({ profiles: [own], agentId: 'coder' }).ordered[0]?.keyId).toBe(shared?.keyId);
    expect(collect({ profiles: [a], baseUrl: 'https://reseller.example.com' }).ordered[0]?.keyId).not.toBe(
      shared?.keyId,
    );
  });

  it('says until when nothing changes by itself', () => {
    const token = (expires: number) => aProfile(`t${expires}`, { secret: { type: 'token', token: 't', expires } });
    expect(collect({ profiles: [a] }).unchangedUntil).toBe(Number.POSITIVE_INFINITY);
    const profiles = [token(now - 1), token(now + 50), aProfile('o', { secret: anOauth(now + 20) })];
    expect(collect({ profiles }).unchangedUntil).toBe(now + 20);
  });
});
