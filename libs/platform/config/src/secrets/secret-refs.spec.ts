import { ConfigError } from '../config-error.js';
import { createSnapshot } from '../load/create-snapshot.js';

function issuesOf(raw: unknown): string[] {
  try {
    createSnapshot({ raw, env: {}, stateDir: '/state' });
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map(({ path, reason }) => `${path}: ${reason}`);
    throw error;
  }
  return [];
}

const secrets = {
  providers: {
    mounted: { source: 'file', path: '/run/secrets/all.json' },
    single: { source: 'file', path: '/run/secrets/one', mode: 'singleValue' },
    vault: { source: 'exec', command: '/usr/bin/vault' },
  },
};
const withKey = (apiKey: unknown, more: object = {}) => ({
  secrets: { ...secrets, ...more },
  models: { providers: { mine: { baseUrl: 'https://x', apiKey } } },
});
const at = 'models.providers.mine.apiKey';

describe('references to secrets in a config', () => {
  it.each<[object]>([
    [{ source: 'env', id: 'MY_KEY' }],
    [{ source: 'env', provider: 'default', id: 'MY_KEY' }],
    [{ source: 'file', provider: 'mounted', id: '/openai/key' }],
    [{ source: 'file', provider: 'single', id: 'value' }],
    [{ source: 'exec', provider: 'vault', id: 'kv/openai#key' }],
  ])('CFG-20 CFG-21 %j is accepted', (ref) => expect(issuesOf(withKey(ref))).toEqual([]));

  it.each<[unknown, string]>([
    [{ source: 'env', id: 'lower' }, `${at}.id: expected the name of a variable: A-Z, 0-9 and "_"`],
    [{ source: 'env', provider: 'UP', id: 'A' }, `${at}.provider: expected a-z, then a-z, 0-9, "_" and "-"`],
    [
      { source: 'file', provider: 'mounted', id: 'openai' },
      `${at}.id: expected a JSON pointer such as "/openai/key", or "value"`,
    ],
    [
      { source: 'exec', provider: 'vault', id: 'a/../b' },
      `${at}.id: expected letters, digits and ._:/#- without "." or ".." between slashes`,
    ],
    [
      { source: 'store', id: 'A' },
      `${at}.id: source "store" is not here: use "env" or "file", or keep the secret in an auth profile`,
    ],
    [{ source: 'file', id: '/a' }, `${at}: secrets.providers.default is not declared`],
    [{ source: 'env', provider: 'mounted', id: 'A' }, `${at}: secrets.providers.mounted is of source "file"`],
    [
      { source: 'file', provider: 'mounted', id: 'value' },
      `${at}: secrets.providers.mounted has mode "json": ids are JSON pointers`,
    ],
    [
      { source: 'file', provider: 'single', id: '/a' },
      `${at}: secrets.providers.single has mode "singleValue": its only id is "value"`,
    ],
    [{ source: 'env', id: 'A', key: 'x' }, `${at}.key: unknown key`],
    [7, `${at}: expected text or a reference { source, provider, id }`],
  ])('CFG-21 CFG-24 %j is refused', (ref, issue) => expect(issuesOf(withKey(ref))).toEqual([issue]));

  it('CFG-20 every credential field takes one, and each is checked', () => {
    const bad = { source: 'env', id: 'x' };
    const remote = { apiKey: bad, headers: { 'x-key': bad } };
    const raw = {
      gateway: { auth: { token: bad, password: bad } },
      models: { providers: { mine: { baseUrl: 'https://x', apiKey: bad, headers: { 'x-key': bad } } } },
      memory: { search: { remote } },
      agents: { defaults: { memory: { search: { remote } } }, entries: { a: { memory: { search: { remote } } } } },
      clawmesh: { keys: { additional: { mine: ['text', bad] } } },
    };
    expect(issuesOf(raw).map((issue) => issue.split(': ')[0])).toEqual([
      'gateway.auth.token.id',
      'gateway.auth.password.id',
      'agents.defaults.memory.search.remote.apiKey.id',
      'agents.defaults.memory.search.remote.headers.x-key.id',
      'agents.entries.a.memory.search.remote.apiKey.id',
      'agents.entries.a.memory.search.remote.headers.x-key.id',
      'models.providers.mine.apiKey.id',
      'models.providers.mine.headers.x-key.id',
      'memory.search.remote.apiKey.id',
      'memory.search.remote.headers.x-key.id',
      'clawmesh.keys.additional.mine[1].id',
    ]);
  });

  it('CFG-22 sources say what they need', () => {
    const providers = { a: { source: 'file' }, b: { source: 'exec' }, c: { source: 'store' }, D: { source: 'env' } };
    expect(issuesOf({ secrets: { providers } }).sort()).toEqual([
      expect.stringMatching(/^secrets\.providers\.D: /),
      'secrets.providers.a.path: required',
      'secrets.providers.b.command: required',
      'secrets.providers.c.source: source "store" is not here',
    ]);
  });
});
