import { maskSecrets } from './mask-secrets.js';

describe('maskSecrets', () => {
  it('CFG-25 hides every secret of a config, and nothing else', () => {
    const raw = {
      gateway: { port: 1, auth: { mode: 'token', token: 'abc', password: '${PASSWORD}' } },
      models: {
        providers: {
          mine: {
            baseUrl: 'https://x',
            apiKey: { source: 'file', provider: 'mounted', id: 'value' },
            headers: { 'x-team': 'blue' },
            models: [{ id: 'm', maxTokens: 5 }],
          },
          yours: { apiKey: 'sk-1' },
        },
      },
      env: { KIMI_API_KEY: 'sk-2', vars: { OTHER: 'sk-3' } },
      clawmesh: { keys: { additional: { openai: ['sk-4', '$FIVE'] } } },
      agents: { list: [{ id: 'a', memory: { search: { remote: { apiKey: 'sk-5' } } } }] },
      channels: { chat: { botToken: 'sk-6', name: 'n' } },
    };
    const mark = '[redacted]';
    expect(maskSecrets(raw)).toEqual({
      gateway: { port: 1, auth: { mode: 'token', token: mark, password: '${PASSWORD}' } },
      models: {
        providers: { mine: { ...raw.models.providers.mine, headers: { 'x-team': mark } }, yours: { apiKey: mark } },
      },
      env: { KIMI_API_KEY: mark, vars: { OTHER: mark } },
      clawmesh: { keys: { additional: { openai: [mark, '$FIVE'] } } },
      agents: { list: [{ id: 'a', memory: { search: { remote: { apiKey: mark } } } }] },
      channels: { chat: { botToken: mark, name: 'n' } },
    });
  });

  it('CLI-42 a part of a config is hidden as it is in the whole', () => {
    expect(maskSecrets('abc', ['gateway', 'auth', 'token'])).toBe('[redacted]');
    expect(maskSecrets('k', ['clawmesh', 'keys', 'additional', 'openai', 0])).toBe('[redacted]');
    expect(maskSecrets('local', ['gateway', 'mode'])).toBe('local');
  });
});
