import { flagWords } from './flag-words.js';

describe('flagWords', () => {
  it('spells flags as a command line does', () => {
    expect(
      flagWords({ config: '/a b', port: 1, devAllowOpen: true, allowUnconfigured: false, bind: undefined }),
    ).toEqual(['--config', '/a b', '--port', '1', '--dev-allow-open']);
  });
});
