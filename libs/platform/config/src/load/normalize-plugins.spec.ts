import { createSnapshot } from './create-snapshot.js';

const disabledOf = (raw: object) => createSnapshot({ raw, env: {}, stateDir: '/state' }).config.models.disabled;

describe('plugins', () => {
  it('CFG-73 an entry or `deny` takes a provider out of use, by any of its names', () => {
    const entries = { 'z.ai': { enabled: false }, google: { enabled: true }, telegram: { config: { a: 1 } } };
    expect(disabledOf({ plugins: { entries, deny: ['bedrock', 'z-ai'] } })).toEqual(['zai', 'amazon-bedrock']);
    expect(disabledOf({ plugins: { entries }, models: { disabled: ['openai'] } })).toEqual(['openai', 'zai']);
  });

  it('CFG-73 a list of other plugins takes nothing out of use', () => {
    expect(disabledOf({ plugins: { enabled: false, allow: ['telegram'], slots: { memory: 'none' } } })).toBeUndefined();
  });
});
