import { createSnapshot } from '@clawmesh/config';
import type { AuthProfile } from '@clawmesh/storage';
import { aRoute } from '@clawmesh/testing';
import { viewOf } from '../__fixtures__/profile-views.js';
import { KeyChoices } from './choose-keys.js';
import { collectCredentials } from './collect-credentials.js';

interface Case {
  readonly profiles?: readonly AuthProfile[];
  readonly auth?: object;
  readonly env?: Record<string, string>;
  readonly userPin?: 'prefer' | 'lock';
}

function aProfile(name: string, overrides: Partial<AuthProfile> = {}): AuthProfile {
  return { profileId: name, provider: 'openai', secret: { type: 'api_key', key: name }, ...overrides };
}

/** What a pin comes to: the sources by rank, and which is to be used first. */
function choose(pin: string | undefined, { profiles = [aProfile('a'), aProfile('b')], ...more }: Case = {}) {
  const { auth = {}, env = { OPENAI_API_KEY: 'k' }, userPin = 'prefer' } = more;
  const snapshot = createSnapshot({ raw: { auth, clawmesh: { auth: { userPin } } }, env, stateDir: '/nowhere' });
  const route = aRoute({ baseUrl: 'https://api.example.com/v1' });
  const asked = { snapshot, route, agentId: 'main', now: 1_000, profiles: viewOf(profiles) };
  const choice = new KeyChoices(collectCredentials({ ...asked, readFile: () => undefined }), 'openai', snapshot).of(
    pin,
  );
  if ('message' in choice) return choice;
  const preferred = choice.candidates.find(({ keyId }) => keyId === choice.preferredKeyId);
  return { order: choice.candidates.map(({ source, rank }) => [source, rank]), first: preferred?.source };
}

const all = [
  ['a', 3],
  ['b', 3],
  ['OPENAI_API_KEY', 4],
];
const order = { order: { openai: ['b'] } };
const gone = { type: 'token', token: 't', expires: 1 } as const;

describe('KeyChoices', () => {
  it('without a pin nothing is preferred', () => expect(choose(undefined)).toEqual({ order: all, first: undefined }));

  it('ORD-9 a pinned profile is preferred, by the id of its key', () => {
    expect(choose('b')).toEqual({ order: all, first: 'b' });
  });

  it('ORD-2 ORD-9 a pin may name what the order leaves out; without the pin that is never tried', () => {
    expect(choose(undefined, { auth: order })).toEqual({
      order: [
        ['b', 0],
        ['OPENAI_API_KEY', 1],
      ],
      first: undefined,
    });
    expect(choose('a', { auth: order })).toEqual({
      order: [
        ['b', 0],
        ['OPENAI_API_KEY', 1],
        ['a', 2],
      ],
      first: 'a',
    });
  });

  it('CRED-6 a pin on one of two profiles with one secret prefers that secret', () => {
    const profiles = [aProfile('a'), aProfile('twin', { secret: { type: 'api_key', key: 'a' } })];
    expect(choose('twin', { profiles })).toMatchObject({ first: 'a' });
  });

  it.each(['unknown', 'expired', 'other'])('ORD-9 a pin on a profile that cannot be used is not used: %s', (pin) => {
    const profiles = [aProfile('a'), aProfile('expired', { secret: gone }), aProfile('other', { provider: 'groq' })];
    expect(choose(pin, { profiles })).toEqual({
      order: [
        ['a', 3],
        ['OPENAI_API_KEY', 4],
      ],
      first: undefined,
    });
  });

  describe('with clawmesh.auth.userPin "lock"', () => {
    const userPin = 'lock';

    it('ORD-9 CRED-1 the pinned profile is the only one', () => {
      expect(choose('b', { userPin })).toEqual({ order: [['b', 0]], first: undefined });
      expect(choose('a', { userPin, auth: order })).toEqual({ order: [['a', 0]], first: undefined });
      expect(choose(undefined, { userPin })).toEqual({ order: all, first: undefined });
    });

    it.each([
      ['unknown', 'ineligible_profile', 'profile_missing'],
      ['expired', 'expired', 'expired'],
    ])('ORD-9 PROF-6 one that cannot be used is a failure that names it: %s', (pin, code, problem) => {
      const profiles = [aProfile('a'), aProfile('expired', { secret: gone })];
      expect(choose(pin, { profiles, userPin })).toEqual({
        code,
        message: `The auth profile "${pin}" cannot be used for provider "openai" (${problem}).`,
      });
    });

    it('CRED-4 a name for the keys of the provider stands for them', () => {
      const auth = { profiles: { 'openai:default': { provider: 'openai', mode: 'api_key' } } };
      expect(choose('openai:default', { auth, userPin })).toEqual({ order: [['OPENAI_API_KEY', 4]], first: undefined });
      expect(choose('openai:default', { auth, userPin, env: {} })).toMatchObject({ code: 'no_api_key' });
    });
  });

  it.each(['prefer', 'lock'] as const)('KEY-3 no pin outranks the live override (%s)', (userPin) => {
    const env = { OPENCLAW_LIVE_OPENAI_KEY: 'live' };
    expect(choose('a', { env, userPin })).toEqual({ order: [['OPENCLAW_LIVE_OPENAI_KEY', 0]], first: undefined });
  });

  it('KEY-9 CRED-7 without any key it says which variable would help, or what is wrong with the profiles', () => {
    expect(choose(undefined, { profiles: [], env: {} })).toEqual({
      code: 'no_api_key',
      message: expect.stringMatching(/^No API key found for provider "openai"\./),
    });
    const unresolved = aProfile('b', { secret: { type: 'api_key', keyRef: '$NOPE' } });
    const profiles = [aProfile('a', { secret: gone }), unresolved];
    expect(choose(undefined, { profiles })).toEqual({
      code: 'no_api_key',
      message: 'No auth profile of provider "openai" can be used: "a" (expired), "b" (unresolved_ref).',
    });
  });
});
