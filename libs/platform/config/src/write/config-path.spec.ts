import { formatConfigPath, parseConfigPath, valueAt } from './config-path.js';

describe('config paths', () => {
  it.each<[string, readonly (string | number)[], string?]>([
    ['gateway.auth.token', ['gateway', 'auth', 'token']],
    ['a.list[0].id', ['a', 'list', 0, 'id']],
    ['agents.defaults.models["openai/gpt-5.4"].alias', ['agents', 'defaults', 'models', 'openai/gpt-5.4', 'alias']],
    ["a['b.c']", ['a', 'b.c'], 'a["b.c"]'],
    ['models.providers.z-ai', ['models', 'providers', 'z-ai']],
  ])('CLI-42 reads and writes %s', (written, path, again = written) => {
    expect(parseConfigPath(written)).toEqual(path);
    expect(formatConfigPath(path)).toBe(again);
  });

  it.each(['', ' ', 'a..b', 'a[', 'a[x]', 'a[0]b', 'a.__proto__.b', 'a["x'])('CLI-42 %j is no path', (written) => {
    expect(parseConfigPath(written)).toBeUndefined();
  });

  it('CLI-42 tells a value from a gap, and sees nothing that is inherited', () => {
    const root = { a: [{ b: null }] };
    expect(valueAt(root, ['a', 0, 'b'])).toEqual({ found: true, value: null });
    expect(valueAt(root, ['a', '0', 'b'])).toEqual({ found: true, value: null });
    expect(valueAt(root, ['a', 1])).toEqual({ found: false, value: undefined });
    expect(valueAt(root, ['constructor', 'name']).found).toBe(false);
  });
});
