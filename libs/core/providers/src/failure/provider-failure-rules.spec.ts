import { providerFailureRules } from './provider-failure-rules.js';

describe('providerFailureRules', () => {
  it('PLUG-5 are asked for by any spelling of a vendor’s id', () => {
    expect(providerFailureRules('z.ai')).toBe(providerFailureRules('zai'));
    expect(providerFailureRules(' BedRock')).toBe(providerFailureRules('amazon-bedrock'));
    expect(providerFailureRules('zai')).not.toEqual([]);
  });

  it('PLUG-5 a vendor nobody knows has none', () => {
    expect(providerFailureRules('acme')).toEqual([]);
    expect(providerFailureRules('constructor')).toEqual([]);
  });

  it.each(['openrouter', 'kimi', 'zai', 'cloudflare', 'cerebras', 'qwen', 'volcengine', 'ollama', 'opencode'])(
    'ERR-10 every rule of %s has a condition, and its codes are in capitals',
    (provider) => {
      for (const { codes, words } of providerFailureRules(provider)) {
        expect(codes ?? words).toBeDefined();
        expect(codes ?? []).toEqual((codes ?? []).map((code) => code.toUpperCase()));
      }
    },
  );
});
