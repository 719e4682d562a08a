import { keepsKeyWindows } from './keeps-key-windows.js';

describe('keepsKeyWindows', () => {
  it.each([
    ['openai', true],
    ['openrouter', false],
    ['OpenRouter', false],
    ['kilocode', false],
  ])('COOL-17 gateways to many upstreams keep none: %s', (provider, keeps) =>
    expect(keepsKeyWindows(provider)).toBe(keeps),
  );
});
