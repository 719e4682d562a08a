import { createSnapshot } from '@clawmesh/config';
import type { SecretRef } from '@clawmesh/storage';
import { readSecretRef } from './secret-refs.js';

const files: Readonly<Record<string, string>> = {
  '/json': JSON.stringify({ a: { 'b/c': ' deep ', 'd~e': 'tilde' }, list: ['first'], number: 1 }),
  '/text': ' whole\n',
  '/broken': '{',
  '/large': JSON.stringify({ a: 'x'.repeat(100) }),
};
const secrets = {
  providers: {
    json: { source: 'file', path: '/json' },
    text: { source: 'file', path: '/text', mode: 'singleValue' },
    broken: { source: 'file', path: '/broken' },
    gone: { source: 'file', path: '/gone' },
    large: { source: 'file', path: '/large', maxBytes: 50 },
    some: { source: 'env', allowlist: ['ALLOWED'] },
    none: { source: 'env', allowlist: [] },
    vault: { source: 'exec', command: '/bin/vault' },
  },
  defaults: { file: 'json' },
};
const env = { ALLOWED: ' yes ', OTHER: 'other', BLANK: ' ', lower: 'l' };

function resolve(ref: SecretRef): string | undefined {
  const snapshot = createSnapshot({ raw: { secrets }, env, stateDir: '/nowhere' });
  return readSecretRef(ref, { snapshot, readFile: (path) => files[path] });
}

describe('readSecretRef', () => {
  it.each<[SecretRef, string]>([
    ['${ALLOWED}', 'yes'],
    ['$OTHER', 'other'],
    [{ source: 'env', id: 'OTHER' }, 'other'],
    [{ source: 'env', provider: 'default', id: 'OTHER' }, 'other'],
    [{ source: 'env', provider: 'some', id: 'ALLOWED' }, 'yes'],
    [{ source: 'file', id: '/a/b~1c' }, 'deep'],
    [{ source: 'file', provider: 'json', id: '/a/d~0e' }, 'tilde'],
    [{ source: 'file', provider: 'json', id: '/list/0' }, 'first'],
    [{ source: 'file', provider: 'text', id: 'value' }, 'whole'],
  ])('PROF-7 CFG-22 %j is found', (ref, value) => expect(resolve(ref)).toBe(value));

  it.each<[string, SecretRef]>([
    ['not set', '${NOPE}'],
    ['blank', '${BLANK}'],
    ['no name', '$lower'],
    ['no reference at all', 'OTHER'],
    ['half a reference', '${OTHER'],
    ['not a name of a variable', { source: 'env', id: 'lower' }],
    ['not allowed', { source: 'env', provider: 'some', id: 'OTHER' }],
    ['nothing allowed', { source: 'env', provider: 'none', id: 'ALLOWED' }],
    ['an alias nobody declared', { source: 'env', provider: 'nobody', id: 'OTHER' }],
    ['an alias of another kind', { source: 'env', provider: 'json', id: 'OTHER' }],
    ['no such place', { source: 'file', id: '/a/nope' }],
    ['no text', { source: 'file', id: '/number' }],
    ['no pointer', { source: 'file', id: 'value' }],
    ['inherited by every object', { source: 'file', id: '/constructor/name' }],
    ['no such file', { source: 'file', provider: 'gone', id: '/a' }],
    ['no JSON', { source: 'file', provider: 'broken', id: '/a' }],
    ['too large', { source: 'file', provider: 'large', id: '/a' }],
    ['not `value`', { source: 'file', provider: 'text', id: '/a' }],
    ['files have no built-in alias', { source: 'file', provider: 'default', id: '/a' }],
    ['a program', { source: 'exec', provider: 'vault', id: 'x' }],
    ['a store', { source: 'store', id: 'X' }],
  ])('PROF-7 %s: %j leads nowhere', (_, ref) => expect(resolve(ref)).toBeUndefined());
});
