import { createSnapshot } from '@clawmesh/config';
import type { AuthProfile } from '@clawmesh/storage';
import { aRoute } from '@clawmesh/testing';
import { viewOf } from '../__fixtures__/profile-views.js';
import { KeyChoices } from './choose-keys.js';
import { collectCredentials, missingKeyMessage } from './collect-credentials.js';
import { SecretFiles } from './secret-files.js';

interface Case {
  /** Whose route it is. */
  readonly as?: string;
  readonly env?: Record<string, string>;
  readonly provider?: object;
  readonly clawmesh?: object;
  readonly auth?: object;
  readonly baseUrl?: string;
  readonly headers?: Record<string, string>;
  readonly profiles?: readonly AuthProfile[];
}

function credentials({
  as = 'openai',
  env = {},
  provider,
  clawmesh = {},
  auth = {},
  baseUrl = 'https://api.example.com/v1',
  headers = {},
  profiles = [],
}: Case) {
  const models = { providers: provider ? { [as]: { baseUrl, models: [], ...provider } } : {} };
  const snapshot = createSnapshot({ raw: { models, clawmesh, auth }, env, stateDir: '/nowhere' });
  const files = new SecretFiles();
  return collectCredentials({
    ...{ snapshot, profiles: viewOf(profiles), agentId: 'main', now: 0 },
    route: aRoute({ provider: as, baseUrl, headers }),
    readFile: (path) => files.read(path),
  }).credentials;
}

const keysOf = (test: Case) => credentials(test).map(({ key }) => key);
const placesOf = (test: Case) => credentials(test).map(({ key, rank, isSticky = false }) => [key, rank, isSticky]);

function apiKeyProfile(name: string): AuthProfile {
  return { profileId: `openai:${name}`, provider: 'openai', secret: { type: 'api_key', key: name } };
}

describe('collectCredentials', () => {
  it('CRED-1 the profiles, then the environment, then further keys, then the configured one', () => {
    const clawmesh = { keys: { additional: { openai: ['further'] } } };
    const test = { env: { OPENAI_API_KEY: 'from-env' }, provider: { apiKey: 'inline' }, clawmesh };
    expect(placesOf({ ...test, profiles: [apiKeyProfile('stored')] })).toEqual([
      ['stored', 3, true],
      ['from-env', 4, false],
      ['further', 5, false],
      ['inline', 6, false],
    ]);
  });

  it('CRED-1 KEY-8 the configured key before all where auth is "api-key", once if the environment has it too', () => {
    const provider = { apiKey: 'inline', auth: 'api-key' };
    const test = { env: { OPENAI_API_KEYS: 'from-env,inline' }, provider, profiles: [apiKeyProfile('stored')] };
    expect(keysOf(test)).toEqual(['inline', 'stored', 'from-env']);
  });

  it('KEY-3 AM-21 the live override is the only key, or the first one if so configured', () => {
    const env = { OPENCLAW_LIVE_OPENAI_KEY: 'live', OPENAI_API_KEY: 'from-env' };
    const profiles = [apiKeyProfile('stored')];
    expect(keysOf({ env, provider: { apiKey: 'inline' }, profiles })).toEqual(['live']);
    const clawmesh = { keys: { liveOverride: 'first', envSelection: 'balanced' } };
    expect(placesOf({ env, clawmesh, profiles })).toEqual([
      ['live', 0, false],
      ['stored', 4, true],
      ['from-env', 5, true],
    ]);
  });

  const vector = { OPENAI_API_KEYS: 'a, b;a', OPENAI_API_KEY: 'c', OPENAI_API_KEY_1: 'b', OPENAI_API_KEY_2: 'd' };

  it.each<[string, Record<string, string>, string[]]>([
    ['openai', vector, ['a', 'b', 'c', 'd']],
    ['openai', { ...vector, OPENCLAW_LIVE_OPENAI_KEY: 'z' }, ['z']],
    ['openai', { OPENCLAW_LIVE_OPENAI_KEY: '  ', OPENAI_API_KEY: 'c' }, ['c']],
    ['google', { GEMINI_API_KEY: 'g', GOOGLE_API_KEY: 'h' }, ['g', 'h']],
    ['google', { GOOGLE_API_KEY: 'h' }, ['h']],
    [
      'google',
      { GEMINI_API_KEYS: 'a', GEMINI_API_KEY_2: 'b', GEMINI_API_KEY_10: 'c', GOOGLE_API_KEY: 'a' },
      ['a', 'b', 'c'],
    ],
    ['anthropic', { ANTHROPIC_API_KEYS: 'a,b', OPENCLAW_LIVE_ANTHROPIC_KEYS: 'c' }, ['a', 'b', 'c']],
    ['zai', { ZAI_API_KEY: 'k' }, ['k']],
  ])('CFG-26 KEY-1 KEY-2 KEY-3 KEY-5 KEY-6 the keys of %s in %j', (as, env, expected) =>
    expect(keysOf({ as, env })).toEqual(expected),
  );

  it('KEY-11 environment keys have a rank each, or one for all with stickiness', () => {
    const env = { OPENAI_API_KEYS: 'a,b' };
    expect(placesOf({ env })).toEqual([
      ['a', 0, false],
      ['b', 1, false],
    ]);
    const clawmesh = { keys: { envSelection: 'balanced', additional: { openai: ['c'] } } };
    expect(placesOf({ env, clawmesh, provider: { apiKey: 'inline' } })).toEqual([
      ['a', 0, true],
      ['b', 0, true],
      ['c', 0, true],
      ['inline', 1, false],
    ]);
  });

  it('KEY-12 further keys need no environment, and one whose variable is not set is none', () => {
    const clawmesh = { keys: { additional: { openai: ['x', '${NOT_SET}', '$SET', ' '], 'z.ai': ['z'] } } };
    expect(keysOf({ clawmesh, env: { SET: 'y' } })).toEqual(['x', 'y']);
    expect(keysOf({ clawmesh, as: 'zai' })).toEqual(['z']);
    expect(credentials({ clawmesh })[0]?.source).toBe('clawmesh.keys.additional.openai');
  });

  it.each([
    ['cloudflare-ai-gateway', { CLOUDFLARE_AI_GATEWAY_API_KEY: 'c' }, ['c']],
    ['minimax-cn', { MINIMAX_API_KEY: 'm' }, ['m']],
  ])('KEY-4 the variables of %s', (as, env, expected) => expect(keysOf({ as, env })).toEqual(expected));

  it('CRED-3 a variable that says so holds a login', () => {
    const env = { ANTHROPIC_OAUTH_TOKEN: 'token', ANTHROPIC_API_KEY: 'key' };
    expect(credentials({ as: 'anthropic', env }).map(({ source, type }) => [source, type])).toEqual([
      ['ANTHROPIC_API_KEY', 'api_key'],
      ['ANTHROPIC_OAUTH_TOKEN', 'oauth'],
    ]);
  });

  it('CRED-4 an api_key profile without a secret adds no credential', () => {
    const auth = {
      profiles: { 'openai:default': { provider: 'openai', mode: 'api_key' } },
      order: { openai: ['openai:default'] },
    };
    expect(keysOf({ auth, provider: { apiKey: 'inline' } })).toEqual(['inline']);
  });

  it.each(['Authorization', 'x-api-key', 'api-key', 'X-Goog-Api-Key'])(
    'CRED-5 a header that carries the credential is the only one, and nothing is added: %s',
    (name) => {
      const found = credentials({ env: { OPENAI_API_KEY: 'from-env' }, headers: { [name]: 'mine' } });
      expect(found).toEqual([
        {
          keyId: expect.stringMatching(/^header:openai:/),
          ...{ source: 'models.providers.openai.headers', rank: 0, type: 'header' },
        },
      ]);
    },
  );

  it('CRED-6 a secret that is reached in several ways is one credential, at its first place', () => {
    const profiles = [apiKeyProfile('same'), { ...apiKeyProfile('same'), profileId: 'openai:twin' }];
    const found = credentials({ profiles, env: { OPENAI_API_KEYS: 'other,same' } });
    expect(found.map(({ source, key }) => [source, key])).toEqual([
      ['openai:same', 'same'],
      ['OPENAI_API_KEYS', 'other'],
    ]);
  });

  it('PROF-7 a reference that leads nowhere is not replaced by another key', () => {
    const profiles: AuthProfile[] = [
      { profileId: 'openai:ref', provider: 'openai', secret: { type: 'api_key', key: 'plain', keyRef: '$NOPE' } },
    ];
    const env = { OPENAI_API_KEY: 'from-env' };
    expect(keysOf({ profiles, env })).toEqual([]);
    expect(keysOf({ profiles, env, baseUrl: 'http://127.0.0.1:1/v1' })).toEqual([]);
    expect(keysOf({ profiles: [...profiles, apiKeyProfile('good')], env })).toEqual(['good', 'from-env']);
  });

  it('CRED-2 a server of one’s own needs no key', () => {
    expect(credentials({ baseUrl: 'http://127.0.0.1:11434/v1' })).toEqual([
      { keyId: 'none:openai', source: 'no key needed', rank: 0, type: 'none' },
    ]);
    expect(credentials({})).toEqual([]);
  });

  it.each(['ollama', 'vllm', 'lmstudio'])('CRED-2 %s needs none under any name, and uses the one it is given', (as) => {
    const baseUrl = 'https://models.example.com/v1';
    expect(credentials({ as, baseUrl })).toMatchObject([{ keyId: `none:${as}`, source: 'no key needed' }]);
    expect(keysOf({ as, baseUrl, provider: { apiKey: 'own' } })).toEqual(['own']);
  });

  it('CRED-2 the hosted service of the same name needs one', () =>
    expect(credentials({ as: 'ollama-cloud', baseUrl: 'https://models.example.com' })).toEqual([]));

  it('KEY-13 CLU-1 ids tell the kind and a fingerprint of key and host, never the key', () => {
    const env = { OPENAI_API_KEYS: 'sk-one', CLAWMESH_FINGERPRINT_KEY: 'x' };
    const [here] = credentials({ env, provider: { apiKey: 'sk-two' } });
    expect(here?.keyId).toMatch(/^env:openai:[0-9a-f]{16}$/);
    expect(credentials({ env, provider: { apiKey: 'sk-two' } })[1]?.keyId).toMatch(/^inline:openai:/);
    expect(credentials({ env })[0]?.keyId).toBe(here?.keyId);
    expect(credentials({ env, baseUrl: 'https://reseller.example.com' })[0]?.keyId).not.toBe(here?.keyId);
  });

  it('CLU-1 K18 the names of variables do not count, the fingerprint key does', () => {
    const idWith = (env: Record<string, string>) => credentials({ env })[0]?.keyId;
    const plain = idWith({ OPENAI_API_KEY: 'sk' });
    expect(idWith({ OPENAI_API_KEY_7: 'sk' })).toBe(plain);
    const derived = idWith({ OPENAI_API_KEY: 'sk', CLAWMESH_PROFILE_KEY: 'old' });
    expect(derived).not.toBe(plain);
    // A profile key is renewed by putting the new one in front.
    expect(idWith({ OPENAI_API_KEY: 'sk', CLAWMESH_PROFILE_KEY: 'new,old' })).toBe(derived);
    const own = { OPENAI_API_KEY: 'sk', CLAWMESH_FINGERPRINT_KEY: 'x' };
    expect(idWith({ ...own, CLAWMESH_PROFILE_KEY: 'old' })).toBe(idWith(own));
    expect(idWith(own)).not.toBe(derived);
  });

  it('COOL-22 a replaced secret is another credential, so that it starts with a clean record', () => {
    const idOf = (secret: string) => credentials({ env: { OPENAI_API_KEY: secret } })[0]?.keyId;
    expect(idOf('sk-new')).not.toBe(idOf('sk-old'));
  });

  it('KEY-9 names the variable to set', () => {
    expect(missingKeyMessage('openai')).toBe(
      'No API key found for provider "openai". Set OPENAI_API_KEY or models.providers.openai.apiKey.',
    );
    expect(missingKeyMessage('my-vendor')).toContain('Set MY_VENDOR_API_KEY or');
  });
});

describe('a provider whose secret cannot be had', () => {
  it('CFG-24 has no credentials at all: neither the environment nor a profile stands in for it', () => {
    const models = { providers: { openai: { apiKey: 'x' }, other: { baseUrl: 'https://o', apiKey: 'y' } } };
    const configured = createSnapshot({ raw: { models }, env: { OPENAI_API_KEY: 'from-env' }, stateDir: '/nowhere' });
    const snapshot = { ...configured, unavailable: new Map([['models.providers.openai', 'no such file']]) };
    const question = { snapshot, profiles: viewOf([apiKeyProfile('stored')]), agentId: 'main', now: 0 };
    const poolOf = (provider: string) =>
      collectCredentials({ ...question, route: aRoute({ provider }), readFile: () => undefined });
    expect(poolOf('openai')).toEqual({ credentials: [], isUnavailable: true });
    expect(poolOf('other').credentials).toHaveLength(1);
    expect(new KeyChoices(poolOf('openai'), 'openai', snapshot).of(undefined)).toEqual({
      code: 'secret_unavailable',
      message: 'The secret of provider "openai" is unavailable.',
    });
  });
});
