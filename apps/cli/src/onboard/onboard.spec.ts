import { editRawConfig, type ConfigEdit } from '@clawmesh/config';
import { authChoices, type AuthChoice } from '@clawmesh/providers';
import { chooseSetup } from './choose-setup.js';
import { findKey } from './find-key.js';
import { onboardEdits, type OnboardFacts } from './onboard-edits.js';
import { optionName, type OnboardOptions } from './onboard-options.js';

const options = (more: Partial<OnboardOptions> = {}): OnboardOptions => ({
  ...{ secretInputMode: 'plaintext', customCompatibility: 'openai' },
  ...more,
});

const choiceOf = (id: string): AuthChoice => {
  const choice = authChoices.find((known) => known.id === id);
  if (!choice) throw new Error(`no choice ${id}`);
  return choice;
};

/** The file after it, beginning with one. */
function after(root: object, facts: Partial<OnboardFacts> = {}): Record<string, unknown> {
  const edits: readonly ConfigEdit[] = onboardEdits({ root, options: options(), env: {}, ...facts });
  const file = { path: '/f', text: JSON.stringify(root), root: root as Record<string, unknown> };
  return editRawConfig(file, edits).root;
}

const provider = (id: string, more = {}) => {
  const choice = choiceOf(id);
  return { choice, surface: choice.surfaces[0], hasProfile: true, takesDefault: false, ...more };
};

describe('what onboard writes', () => {
  it('CLI-23 a gateway that can start, with a random token', () => {
    const root = after({});
    expect(root).toEqual({
      gateway: {
        mode: 'local',
        bind: 'loopback',
        auth: { mode: 'token', token: expect.stringMatching(/^[\da-f]{48}$/) },
        http: { endpoints: { chatCompletions: { enabled: true }, responses: { enabled: true } } },
      },
    });
    expect(after({}, { ownToken: 'made-before' })).toMatchObject({ gateway: { auth: { token: 'made-before' } } });
  });

  it('CLI-23 run again it changes nothing; a password stays, and so does what the environment says', () => {
    const once = after({}, { provider: provider('zai-cn') });
    expect(onboardEdits({ root: once, options: options(), env: {}, provider: provider('zai-cn') })).toEqual([]);
    const gateway = { mode: 'local', auth: { password: 'p' }, http: { endpoints: {} } };
    expect(after({ gateway })).toEqual({ gateway });
    expect(after({}, { env: { OPENCLAW_GATEWAY_TOKEN: 't' } })['gateway']).not.toHaveProperty('auth');
  });

  it('CLI-22 flags of the gateway are written as they are given', () => {
    const gatewayOf = (more: Partial<OnboardOptions>) => after({}, { options: options(more) })['gateway'];
    expect(gatewayOf({ gatewayPort: '4000', gatewayBind: 'lan' })).toMatchObject({ port: 4000, bind: 'lan' });
    expect(gatewayOf({ gatewayToken: 't' })).toMatchObject({ auth: { mode: 'token', token: 't' } });
    expect(gatewayOf({ gatewayTokenRefEnv: 'MY_TOKEN' })).toMatchObject({
      auth: { token: { source: 'env', provider: 'default', id: 'MY_TOKEN' } },
    });
    expect(gatewayOf({ gatewayPassword: 'p' })).toMatchObject({ auth: { mode: 'password', password: 'p' } });
  });

  it('CLI-21 a built-in provider needs a profile and, with no default, its model', () => {
    expect(after({}, { provider: provider('openai-api-key') })).toMatchObject({
      auth: { profiles: { 'openai:default': { provider: 'openai', mode: 'api_key' } } },
      agents: { defaults: { model: { primary: 'openai/gpt-5.4' } } },
    });
    expect(after({}, { provider: provider('openai-api-key') })).not.toHaveProperty('models');
  });

  it('CLI-21 an explicit default stays, unless the person wants the new one; a disabled provider is enabled', () => {
    const root = { agents: { defaults: { model: { primary: 'a/b', fallbacks: ['c/d'] } } } };
    const plugins = { entries: { google: { enabled: false } } };
    expect(after({ ...root, plugins }, { provider: provider('gemini-api-key') })).toMatchObject({
      ...root,
      plugins: { entries: { google: { enabled: true } } },
    });
    expect(after(root, { provider: provider('gemini-api-key', { takesDefault: true }) })).toMatchObject({
      agents: { defaults: { model: { primary: 'google/gemini-3.1-pro-preview', fallbacks: ['c/d'] } } },
    });
  });

  it('CLI-21 a provider that is not built in gets its settings; rows that are there stay', () => {
    const row = { id: 'glm-5.1', name: 'mine' };
    const root = after(
      { models: { providers: { 'z.ai': { models: [row] } } } },
      { provider: provider('zai-coding-cn') },
    );
    expect(root['models']).toMatchObject({
      providers: { 'z.ai': { baseUrl: 'https://open.bigmodel.cn/api/coding/paas/v4', api: 'openai-completions' } },
    });
    const { models } = (root['models'] as { providers: Record<string, { models: object[] }> }).providers['z.ai'] ?? {};
    expect(models?.[0]).toEqual(row);
    expect(models?.length).toBeGreaterThan(1);
  });

  it('CLI-21 the coding plan comes first, and the general endpoint is there, too', () => {
    const root = after({}, { provider: provider('volcengine-api-key') });
    expect(Object.keys((root['models'] as { providers: object }).providers)).toEqual(['volcengine-plan', 'volcengine']);
    expect(root).toMatchObject({
      auth: { profiles: { 'volcengine:default': { provider: 'volcengine' } } },
      agents: { defaults: { model: { primary: 'volcengine-plan/ark-code-latest' } } },
    });
  });
});

describe('what onboard sets up', () => {
  const choose = (more: Partial<OnboardOptions>) => chooseSetup(options(more), false);

  it('CLI-21 an unknown choice lists all of them; a login is told of', async () => {
    await expect(choose({ authChoice: 'nothing' })).rejects.toThrow(/openai-api-key, apiKey,.*custom-api-key/);
    await expect(choose({ authChoice: 'openai-codex' })).rejects.toThrow('needs a login');
    await expect(choose({})).rejects.toThrow('needs an --auth-choice');
    expect(await choose({ authChoice: 'skip' })).toBeUndefined();
  });

  it('CLI-24 any endpoint, of three kinds', async () => {
    const customModelId = 'm';
    const custom = { authChoice: 'custom-api-key', customModelId };
    expect(await choose({ ...custom, customBaseUrl: 'https://llm.example.com/v1/' })).toMatchObject({
      surfaces: [
        {
          provider: 'custom-llm-example-com',
          model: 'm',
          settings: { baseUrl: 'https://llm.example.com/v1', api: 'openai-completions' },
        },
      ],
    });
    const anthropic = { ...custom, customBaseUrl: 'http://127.0.0.1:1/v1', customCompatibility: 'anthropic' };
    expect(await choose({ ...anthropic, customProviderId: 'mine', customImageInput: true })).toMatchObject({
      keyOptional: true,
      surfaces: [
        {
          provider: 'mine',
          settings: {
            baseUrl: 'http://127.0.0.1:1',
            api: 'anthropic-messages',
            models: [{ input: ['text', 'image'] }],
          },
        },
      ],
    });
    await expect(choose(custom)).rejects.toThrow('needs --custom-base-url');
    await expect(choose({ ...custom, customBaseUrl: 'llm.example.com' })).rejects.toThrow('not an http');
    await expect(choose({ ...custom, customBaseUrl: 'http://x', customProviderId: 'A B' })).rejects.toThrow('is no id');
  });

  it('an own server is asked for its model; any choice can be placed elsewhere', async () => {
    await expect(choose({ authChoice: 'vllm' })).rejects.toThrow('--custom-model-id');
    const elsewhere = { authChoice: 'zai-api-key', customBaseUrl: 'http://proxy/v1', customModelId: 'x' };
    expect(await choose(elsewhere)).toMatchObject({
      surfaces: [{ provider: 'zai', model: 'x', settings: { baseUrl: 'http://proxy/v1', api: 'openai-completions' } }],
    });
  });
});

describe('whose key it is', () => {
  const choice = choiceOf('gemini-api-key');
  const find = (more: Partial<OnboardOptions>, env: Record<string, string> = {}) =>
    findKey({ choice, options: options(more), env, isInteractive: false });

  it('CLI-21 its flag comes before its variables; none is an error', async () => {
    const env = { GOOGLE_API_KEY: 'of-env' };
    expect(await find({ [optionName(choice.flag)]: ' of-flag ' }, env)).toEqual({ value: 'of-flag' });
    expect(await find({}, env)).toEqual({ value: 'of-env' });
    await expect(find({})).rejects.toThrow('use --gemini-api-key, or set GEMINI_API_KEY or GOOGLE_API_KEY');
    await expect(find({ geminiApiKey: 'two words' })).rejects.toThrow('is no key');
    expect(
      await findKey({ choice: choiceOf('ollama'), options: options(), env: {}, isInteractive: false }),
    ).toBeUndefined();
  });

  it('CLI-22 a reference needs its variable', async () => {
    const ref = { secretInputMode: 'ref' } as const;
    expect(await find(ref, { GEMINI_API_KEY: 'v' })).toEqual({ value: 'v', variable: 'GEMINI_API_KEY' });
    await expect(find({ ...ref, geminiApiKey: 'x' })).rejects.toThrow('set GEMINI_API_KEY');
  });
});
