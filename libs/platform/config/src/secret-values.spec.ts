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
});
