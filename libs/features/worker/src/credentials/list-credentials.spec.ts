import { createSnapshot } from '@clawmesh/config';
import type { AuthProfile } from '@clawmesh/storage';
import { viewOf } from '../__fixtures__/profile-views.js';
import { listCredentials } from './list-credentials.js';

const baseUrl = 'https://models.example.com/v1';

function list(raw: object, env: Record<string, string> = {}, profiles: readonly AuthProfile[] = []) {
  const snapshot = createSnapshot({ raw, env, stateDir: '/nowhere' });
  return listCredentials({ snapshot, profiles: viewOf(profiles), now: 1_000 });
}

function aProfile(name: string, overrides: Partial<AuthProfile> = {}): AuthProfile {
  const secret = { type: 'token', token: `sk-${name}` } as const;
  return { profileId: name, provider: 'openai', secret, ...overrides };
}

const told = (...args: Parameters<typeof list>) =>
  list(...args).map(({ provider, source, type }) => [provider, source, type].join(' '));

describe('listCredentials', () => {
  it('CLU-41 what the config names, what the environment has, what is stored', () => {
    const providers = { mine: { baseUrl, apiKey: 'k' }, local: { baseUrl: 'http://127.0.0.1:1/v1' } };
    const env = { MISTRAL_API_KEY: 'm', ANTHROPIC_OAUTH_TOKEN: 't' };
    expect(told({ models: { providers } }, env, [aProfile('openai:work')]).sort()).toEqual([
      'anthropic ANTHROPIC_OAUTH_TOKEN oauth',
      'local no key needed none',
      'mine models.providers.mine.apiKey api_key',
      'mistral MISTRAL_API_KEY api_key',
      'openai openai:work token',
    ]);
  });

  it('CLU-41 profiles of all agents, those that an order leaves out too, each secret once', () => {
    const profiles = [
      aProfile('shared'),
      aProfile('coder-only', { agentId: 'coder' }),
      aProfile('same', { agentId: 'writer', secret: { type: 'token', token: 'sk-shared' } }),
      aProfile('expired', { secret: { type: 'token', token: 'x', expires: 1 } }),
    ];
    expect(told({ auth: { order: { openai: ['shared'] } } }, {}, profiles)).toHaveLength(2);
  });

  it('CLU-1 the same key at an endpoint of one model is another credential', () => {
    const models = [{ id: 'here' }, { id: 'there', baseUrl: 'https://other.example.com/v1' }];
    expect(list({ models: { providers: { mine: { baseUrl, apiKey: 'k', models } } } })).toHaveLength(2);
  });

  it('KEY-14 tells no secret', () => {
    const listed = list({}, { OPENAI_API_KEY: 'sk-env-secret' }, [aProfile('a')]);
    expect(listed).toHaveLength(2);
    expect(JSON.stringify(listed)).not.toMatch(/sk-/);
  });
});
