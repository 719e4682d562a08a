import { createSnapshot } from './load/create-snapshot.js';
import { secretValues } from './secret-values.js';

describe('secretValues', () => {
  it('CFG-25 knows every secret of config and environment, longest first', () => {
    const raw = {
      gateway: { auth: { token: 'gateway-token' } },
      clawmesh: { keys: { additional: { a: ['additional-key'] } } },
      models: {
        providers: {
          a: {
            baseUrl: 'https://x',
            apiKey: 'inline-key-1',
            headers: { 'X-Auth-Token': 'header-token-12', 'x-team': 'not-a-secret' },
          },
        },
      },
    };
    const env = {
      OPENAI_API_KEYS: 'list-key-1, list-key-2',
      GROQ_API_KEY: 'short',
      OPENAI_API_KEY_FILE: '/run/secrets/openai',
      DB_PASSWORD: 'database-pass',
      CLAWMESH_PROFILE_KEY: '2026:profile-key-1',
      DATABASE_URL: 'postgres://user:url-password-1@db:5432/x',
      PATH: '/usr/bin:/bin:/usr/sbin',
    };
    expect(secretValues(createSnapshot({ raw, env, stateDir: '/state' }))).toEqual([
      'list-key-1, list-key-2',
      '2026:profile-key-1',
      'header-token-12',
      'additional-key',
      'url-password-1',
      'gateway-token',
      'database-pass',
      'profile-key-1',
      'inline-key-1',
      'list-key-1',
      'list-key-2',
    ]);
  });

  it.each([
    ['redis://:redis%2Fpass-1@redis:6379', ['redis%2Fpass-1', 'redis/pass-1']],
    ['redis://default:redis-pass-1@redis', ['redis-pass-1']],
    ['nats://nats-token-1@a:4222,tls://user:nats-pass-2@b:4222', ['nats-token-1', 'nats-pass-2']],
    ['postgres://someone-known@db/x', []],
    ['postgres://user:pass%zz-word@db/x', ['pass%zz-word']],
    ['someone-known@example.org', []],
  ])('CFG-25 knows the logins in %s', (url, secrets) => {
    const snapshot = createSnapshot({ raw: {}, env: { SOME_URL: url }, stateDir: '/state' });
    expect([...secretValues(snapshot)].sort()).toEqual([...secrets].sort());
  });
});
