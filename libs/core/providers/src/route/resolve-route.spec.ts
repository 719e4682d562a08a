import { findProvider } from '../provider-registry.js';
import type { ModelSettings, ProviderRouteSettings } from './model-settings.js';
import { isRouteProblem, resolveRoute } from './resolve-route.js';
import type { Route } from './route.js';

const settings = (
  providers: Readonly<Record<string, ProviderRouteSettings>> = {},
  mode: ModelSettings['mode'] = 'merge',
): ModelSettings => ({ mode, providers });

function route(provider: string, model: string, models = settings()): Route {
  const found = resolveRoute(models, provider, model);
  if (isRouteProblem(found)) throw new Error(found.message);
  return found;
}

function problem(provider: string, model: string, models = settings()) {
  const found = resolveRoute(models, provider, model);
  if (!isRouteProblem(found)) throw new Error('expected a problem');
  return found;
}

const baseUrl = 'https://reseller.example/api/v1';

describe('resolveRoute', () => {
  it('META-11 a built-in provider needs no config', () => {
    expect(route('openai', 'gpt-5.4')).toMatchObject({
      api: 'openai-responses',
      baseUrl: 'https://api.openai.com/v1',
      routeClass: 'openai-public',
      entry: { name: 'GPT-5.4', contextWindow: 272_000, maxTokens: 128_000, reasoning: true },
      compat: { supportsDeveloperRole: true, supportsEncryptedReasoning: true, supportsStrictTools: true },
    });
  });

  it('CLI-41 a provider that is taken out of use serves no model, configured or not', () => {
    const models = { ...settings({ openai: { baseUrl } }), disabled: ['openai'] };
    expect(problem('openai', 'gpt-5.4', models)).toEqual({
      problem: 'model_not_found',
      message: expect.stringContaining('plugins.entries.openai.enabled'),
    });
    expect(route('anthropic', 'claude-opus-4-6', models).provider).toBe('anthropic');
  });

  it('ROUTE-2 an empty base URL is the native route', () => {
    expect(route('openai', 'gpt-5.4', settings({ openai: { baseUrl: '  ' } })).routeClass).toBe('openai-public');
  });

  it('META-3 a custom provider row needs only an id', () => {
    const models = settings({ mine: { baseUrl: 'https://mine.example/v1/', models: [{ id: 'm' }] } });
    expect(route('mine', 'm', models)).toMatchObject({
      api: 'openai-completions',
      baseUrl: 'https://mine.example/v1',
      routeClass: 'custom',
      entry: {
        id: 'm',
        name: 'm',
        reasoning: false,
        input: ['text'],
        cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
        contextWindow: 200_000,
        maxTokens: 8192,
      },
    });
  });

  it('META-4 the output limit fits the window; a provider-wide limit is below the row', () => {
    const provider = {
      baseUrl,
      maxTokens: 5000,
      models: [
        { id: 'small', contextWindow: 4000 },
        { id: 'own', maxTokens: 6000 },
      ],
    };
    const models = settings({ mine: provider });
    expect(route('mine', 'small', models).entry.maxTokens).toBe(4000);
    expect(route('mine', 'own', models).entry.maxTokens).toBe(6000);
    expect(route('mine', 'other', models).entry.maxTokens).toBe(5000);
  });

  it('META-5 explicit fields win, omitted ones come from the catalogue', () => {
    const models = settings({ openai: { models: [{ id: 'gpt-5.4', contextTokens: 100_000, cost: { input: 9 } }] } });
    expect(route('openai', 'gpt-5.4', models).entry).toMatchObject({
      contextTokens: 100_000,
      contextWindow: 272_000,
      cost: { input: 9, output: 15 },
      input: ['text', 'image'],
    });
    expect(route('openai', 'gpt-4o', models).entry.name).toBe('GPT-4o');
  });

  it('META-5 replace: only configured rows exist, without inherited fields', () => {
    const models = settings({ openai: { models: [{ id: 'gpt-5.4' }] } }, 'replace');
    expect(route('openai', 'gpt-5.4', models).entry.contextWindow).toBe(200_000);
    expect(problem('openai', 'gpt-4o', models).problem).toBe('model_not_found');
    expect(problem('anthropic', 'claude-opus-4-6', models).problem).toBe('model_not_found');
  });

  it('META-7 a reseller URL keeps the protocol of the provider and is not native', () => {
    const models = settings({ anthropic: { baseUrl: 'https://reseller.example/api' } });
    expect(route('anthropic', 'claude-opus-4-6', models)).toMatchObject({
      api: 'anthropic-messages',
      routeClass: 'custom',
      compat: { supportsServiceTier: false },
    });
  });

  it('META-7 META-8 who resells OpenAI’s models speaks openai-completions, unless the config names another api', () => {
    const apiOf = (openai: ProviderRouteSettings, model = 'gpt-5.4') =>
      route('openai', model, settings({ openai })).api;
    expect(apiOf({ baseUrl })).toBe('openai-completions');
    expect(apiOf({ baseUrl: 'http://127.0.0.1:9/v1' })).toBe('openai-completions');
    expect(apiOf({ baseUrl: 'https://api.openai.com.evil.example/v1' })).toBe('openai-completions');
    expect(apiOf({ models: [{ id: 'm', baseUrl }] }, 'm')).toBe('openai-completions');
    expect(apiOf({ models: [{ id: 'm', baseUrl }] })).toBe('openai-responses');
    expect(apiOf({ baseUrl, api: 'openai-responses' })).toBe('openai-responses');
    expect(apiOf({ baseUrl, models: [{ id: 'm', api: 'openai-responses' }] }, 'm')).toBe('openai-responses');
    expect(apiOf({ baseUrl: 'https://eu.api.openai.com/v1' })).toBe('openai-responses');
    expect(apiOf({ api: 'openai-completions' })).toBe('openai-completions');
    expect(apiOf({ models: [{ id: 'gpt-5.4' }] })).toBe('openai-responses');
  });

  it('T14 a reseller of OpenAI’s models gets nothing that only OpenAI takes', () => {
    for (const api of [undefined, 'openai-responses'])
      expect(route('openai', 'gpt-5.4', settings({ openai: { baseUrl, api } })).compat).toMatchObject({
        supportsDeveloperRole: false,
        supportsServiceTier: false,
        supportsStore: false,
        supportsPromptCacheKey: false,
        supportsStrictTools: false,
      });
  });

  it('META-8 a trailing /v1 goes for anthropic-messages only; a model overrides its provider', () => {
    const anthropic = { baseUrl: 'https://reseller.example/api/v1/', models: [{ id: 'm', api: 'openai-completions' }] };
    const models = settings({ anthropic });
    expect(route('anthropic', 'claude-opus-4-6', models).baseUrl).toBe('https://reseller.example/api');
    expect(route('anthropic', 'm', models)).toMatchObject({ api: 'openai-completions', baseUrl });
    const own = settings({ openai: { models: [{ id: 'm', baseUrl: 'https://other.example' }] } });
    expect(route('openai', 'm', own).baseUrl).toBe('https://other.example');
    expect(route('openai', 'gpt-4o', own).routeClass).toBe('openai-public');
  });

  it('META-8 an unknown api is refused by name', () => {
    const found = problem('mine', 'm', settings({ mine: { baseUrl, api: 'github-copilot' } }));
    expect(found.message).toContain('"github-copilot"');
  });

  it('META-9 another endpoint drops what the catalogue says about limits and abilities', () => {
    const { entry, compat } = route('anthropic', 'claude-opus-4-6', settings({ anthropic: { baseUrl } }));
    expect(entry).toMatchObject({ contextWindow: 200_000, reasoning: false, input: ['text'], name: 'Claude Opus 4.6' });
    expect(entry.cost.input).toBe(5);
    expect(compat.adaptiveThinking).toBeUndefined();
    expect(route('anthropic', 'claude-opus-4-6').compat.adaptiveThinking).toBe(true);
  });

  it("META-9 the vendor's own URL, written out, overrides nothing", () => {
    const models = settings({ openai: { baseUrl: 'https://api.openai.com/v1/' } });
    expect(route('openai', 'gpt-5.4', models).entry.contextWindow).toBe(272_000);
  });

  it('USE-8 a private endpoint inherits no prices', () => {
    const models = settings({ openai: { baseUrl: 'http://127.0.0.1:9000/v1' } });
    expect(route('openai', 'gpt-5.4', models).entry.cost.input).toBe(0);
  });

  it('ALLOW-9 an id nobody lists is still callable', () => {
    expect(route('openai', 'gpt-99').entry).toMatchObject({ id: 'gpt-99', maxTokens: 8192 });
  });

  it('REF-6 a suppressed model is refused without a call', () => {
    expect(problem('openai', 'gpt-5.3-codex-spark').problem).toBe('model_not_found');
  });

  it.each(['nobody', '__proto__', 'constructor', 'toString'])('an unknown provider %s is named', (provider) => {
    expect(problem(provider, 'm').message).toContain(`"${provider}"`);
  });

  it('the demo provider exists only with an address', () => {
    const model = findProvider('demo')?.defaultModel ?? '';
    expect(problem('demo', model).message).toContain('models.providers.demo.baseUrl');
    const models = settings({ demo: { baseUrl: 'http://127.0.0.1:1/v1' } });
    expect(route('demo', model, models)).toMatchObject({
      routeClass: 'local',
      entry: { name: 'Demo' },
      compat: { supportsUsageInStreaming: true },
    });
  });

  it.each(['https://${HOST}/v1', 'nonsense', 'file:///etc/passwd'])(
    'CFG-6 the base URL %s is a problem that is not repeated',
    (url) => {
      const found = problem('mine', 'm', settings({ mine: { baseUrl: url } }));
      expect(found.message).toContain('models.providers.mine.baseUrl');
      expect(found.message).not.toContain(url);
    },
  );

  it('TIME-4 passes headers and timeout on', () => {
    const models = settings({ mine: { baseUrl, headers: { 'x-team': 'a' }, timeoutSeconds: 1.5 } });
    expect(route('mine', 'm', models)).toMatchObject({ headers: { 'x-team': 'a' }, timeoutMs: 1500 });
  });
});

describe('compat of a route', () => {
  const compatOf = (compat: Record<string, unknown>, url = baseUrl, provider = 'mine') =>
    route(provider, 'm', settings({ [provider]: { baseUrl: url, compat, models: [{ id: 'm', reasoning: true }] } }))
      .compat;

  it('ROUTE-6 AM-18 the developer role is never sent elsewhere, whatever the config says', () => {
    expect(compatOf({ supportsDeveloperRole: true }).supportsDeveloperRole).toBe(false);
    expect(compatOf({}, 'https://x.openai.azure.com/openai/v1').supportsDeveloperRole).toBe(false);
    expect(compatOf({}, 'https://api.openai.com/v1').supportsDeveloperRole).toBe(true);
  });

  it('ROUTE-6 models that do not reason get system on the native route', () => {
    expect(route('openai', 'gpt-4o').compat.supportsDeveloperRole).toBe(false);
  });

  it('ROUTE-7 AM-23 proxies get no vendor fields unless the config says they take them', () => {
    expect(compatOf({})).toMatchObject({
      supportsServiceTier: false,
      supportsStore: false,
      supportsPromptCacheKey: false,
      supportsStrictTools: false,
    });
    expect(compatOf({ supportsStore: true }).supportsStore).toBe(true);
  });

  it('ROUTE-10 the name of the output limit', () => {
    expect(compatOf({}).maxTokensField).toBe('max_completion_tokens');
    expect(compatOf({ maxTokensField: 'max_tokens' }).maxTokensField).toBe('max_tokens');
    expect(compatOf({}, 'https://api.mistral.ai/v1').maxTokensField).toBe('max_tokens');
  });

  it('ROUTE-11 usage in a stream is asked for only where it is known', () => {
    expect(compatOf({}).supportsUsageInStreaming).toBe(false);
    expect(compatOf({ supportsUsageInStreaming: true }).supportsUsageInStreaming).toBe(true);
    expect(compatOf({}, 'http://gpu:8000/v1', 'vllm').supportsUsageInStreaming).toBe(true);
    expect(compatOf({}, 'https://api.moonshot.ai/v1').supportsUsageInStreaming).toBe(true);
  });

  it('CFG-10 what is no flag in a compat bag is ignored', () => {
    expect(compatOf({ supportsStore: 'yes', unknown: 1, supportsStrictMode: true })).toMatchObject({
      supportsStore: false,
      supportsStrictTools: true,
    });
  });
});

describe('compat of an openai-responses route', () => {
  const compatOf = (url: string, compat: Record<string, unknown> = {}) =>
    route('mine', 'm', settings({ mine: { baseUrl: url, api: 'openai-responses', compat, models: [{ id: 'm' }] } }))
      .compat;
  const azure = 'https://x.openai.azure.com/openai/v1';

  it('ROUTE-8 what serves OpenAI’s models keeps store, cache hints and encrypted reasoning', () => {
    for (const url of ['https://api.openai.com/v1', azure])
      expect(compatOf(url)).toMatchObject({
        supportsStore: true,
        supportsPromptCacheKey: true,
        supportsEncryptedReasoning: true,
        supportsStrictTools: true,
      });
  });

  it('FAST-2 FAST-3 Azure has no service tiers', () => {
    expect(compatOf('https://api.openai.com/v1').supportsServiceTier).toBe(true);
    expect(compatOf(azure).supportsServiceTier).toBe(false);
  });

  it('AM-23 a proxy gets what the config says it takes', () => {
    expect(compatOf(baseUrl).supportsEncryptedReasoning).toBe(false);
    expect(compatOf(baseUrl, { supportsServiceTier: true }).supportsServiceTier).toBe(true);
    expect(compatOf('https://api.openai.com/v1', { supportsStore: false }).supportsStore).toBe(false);
  });

  it('xAI takes no effort, and encodes tool arguments', () => {
    const compat = compatOf('https://api.x.ai/v1');
    expect(compat).toMatchObject({ supportsReasoningEffort: false, encodesToolArgumentsAsHtml: true });
    expect(compatOf('https://api.x.ai/v1', { encodesToolArgumentsAsHtml: false }).encodesToolArgumentsAsHtml).toBe(
      false,
    );
  });
});
