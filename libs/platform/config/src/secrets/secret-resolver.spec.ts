import { chmod, chown, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../config-error.js';
import type { ConfigSnapshot, Environment } from '../config-snapshot.js';
import { loadConfig } from '../load/load-config.js';
import { secretValues } from '../secret-values.js';
import { SecretResolver, type SecretResolverOptions } from './secret-resolver.js';

const everything: SecretResolverOptions = { surfaces: ['gateway', 'providers'], allowCommands: true };

describe('SecretResolver', () => {
  let root: string;
  let read: string[];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'clawmesh-secrets-'));
    read = [];
  });
  afterEach(() => rm(root, { recursive: true }));

  async function load(raw: object, resolver = new SecretResolver(everything), env: Environment = {}) {
    const text = JSON.stringify(raw);
    const source = { path: join(root, 'c.json'), text, stateDir: root, cwd: root, env };
    return loadConfig({ ...source, secrets: resolver, onRead: (path) => read.push(path) });
  }

  const keyOf = ({ config }: ConfigSnapshot) => config.models.providers.mine?.apiKey;
  const withKey = (providers: object, ref: object) => ({
    secrets: { providers },
    models: { providers: { mine: { baseUrl: 'https://x', apiKey: ref } } },
  });

  async function secretFile(name: string, text: string, mode = 0o600): Promise<string> {
    const path = join(root, name);
    await writeFile(path, text);
    await chmod(path, mode);
    return path;
  }

  it('CFG-22 a variable, if the list of its source has it', async () => {
    const ref = { source: 'env', provider: 'some', id: 'MY_KEY' };
    const some = (allowlist?: string[]) => withKey({ some: { source: 'env', ...(allowlist && { allowlist }) } }, ref);
    const keyWith = async (allowlist?: string[]) => keyOf(await load(some(allowlist), undefined, { MY_KEY: ' sk-1 ' }));
    expect(await keyWith()).toBe('sk-1');
    expect(await keyWith(['MY_KEY'])).toBe('sk-1');
    expect(await keyWith([])).toBeUndefined();
  });

  it('CFG-22 a place in a JSON file, and the whole of a file; both are to be watched', async () => {
    const path = await secretFile('all.json', JSON.stringify({ openai: { 'a/b': 'sk-in-json' } }));
    const ref = { source: 'file', provider: 'mounted', id: '/openai/a~1b' };
    const snapshot = await load(withKey({ mounted: { source: 'file', path } }, ref));
    expect(keyOf(snapshot)).toBe('sk-in-json');
    expect(read).toContain(path);
    expect(secretValues(snapshot)).toContain('sk-in-json');

    const one = await secretFile('one', 'sk-whole\n');
    const whole = { one: { source: 'file', path: one, mode: 'singleValue' } };
    expect(keyOf(await load(withKey(whole, { source: 'file', provider: 'one', id: 'value' })))).toBe('sk-whole');
  });

  it('CFG-22 an orchestrator’s mount: links to a file with mode 0440', async () => {
    await mkdir(join(root, '..2026'));
    await secretFile('..2026/key', 'sk-mounted', 0o440);
    await symlink('..2026', join(root, '..data'));
    await symlink('..data/key', join(root, 'key'));
    const provider = { m: { source: 'file', path: join(root, 'key'), mode: 'singleValue' } };
    expect(keyOf(await load(withKey(provider, { source: 'file', provider: 'm', id: 'value' })))).toBe('sk-mounted');
  });

  it.each<[string, number, object, RegExp]>([
    ['that others may write to', 0o620, {}, /others may write to it/],
    ['that is too large', 0o600, { maxBytes: 3 }, /is larger than 3 bytes/],
    ['of a user that all others may read', 0o604, {}, /make it private/],
  ])('CFG-22 CFG-24 a file %s gives nothing, and its provider is unavailable', async (_, mode, more, reason) => {
    const path = await secretFile('key', 'sk-secret', mode);
    // What root owns may be a mount.
    if (process.getuid?.() === 0) await chown(path, 12_345, 12_345);
    const provider = { m: { source: 'file', path, mode: 'singleValue', ...more } };
    const snapshot = await load(withKey(provider, { source: 'file', provider: 'm', id: 'value' }));
    expect(keyOf(snapshot)).toBeUndefined();
    expect(snapshot.unavailable.get('models.providers.mine')).toMatch(reason);
    expect(snapshot.report.warnings.join()).toMatch(reason);
    expect(snapshot.report.warnings.join()).not.toContain('sk-secret');
  });

  it('CFG-24 without the secret of the gateway nothing starts', async () => {
    const path = join(root, 'gone');
    const secrets = { providers: { m: { source: 'file', path, mode: 'singleValue' } } };
    const auth = { token: { source: 'file', provider: 'm', id: 'value' } };
    const refused = load({ secrets, gateway: { auth } });
    await expect(refused).rejects.toBeInstanceOf(ConfigError);
    await expect(refused).rejects.toThrow(`gateway.auth.token: ${path} cannot be read (ENOENT)`);
  });

  it('CFG-23 what this process does not use is not looked up', async () => {
    const raw = {
      gateway: { auth: { token: { source: 'env', id: 'GATEWAY' } } },
      models: { providers: { mine: { baseUrl: 'https://x', apiKey: { source: 'env', id: 'KEY' } } } },
    };
    const worker = await load(raw, new SecretResolver({ surfaces: ['providers'], allowCommands: false }), {
      KEY: 'sk',
    });
    expect([worker.config.gateway.auth.token, keyOf(worker)]).toEqual([undefined, 'sk']);
    const gateway = await load(raw, new SecretResolver({ surfaces: ['gateway'], allowCommands: false }), {
      GATEWAY: 't',
    });
    expect([gateway.config.gateway.auth.token, keyOf(gateway)]).toEqual(['t', undefined]);
    expect([gateway.report.warnings, [...gateway.unavailable]]).toEqual([[], []]);
    expect(gateway.revision).toBe(worker.revision);
  });

  it('CFG-24 a reference that is unchanged keeps its last value; a changed one has none; recovery needs no restart', async () => {
    const path = await secretFile('all.json', JSON.stringify({ a: 'sk-a', b: 'sk-b' }));
    const withId = (id: string) => withKey({ m: { source: 'file', path } }, { source: 'file', provider: 'm', id });
    const resolver = new SecretResolver(everything);
    expect(keyOf(await load(withId('/a'), resolver))).toBe('sk-a');
    await rename(path, `${path}.away`);
    const stale = await load(withId('/a'), resolver);
    expect(keyOf(stale)).toBe('sk-a');
    expect(stale.report.warnings).toEqual([expect.stringContaining('its last value stays in use')]);
    const changed = await load(withId('/b'), resolver);
    expect([keyOf(changed), changed.unavailable.size]).toEqual([undefined, 1]);
    await rename(`${path}.away`, path);
    expect(keyOf(await load(withId('/b'), resolver))).toBe('sk-b');
  });

  it('CFG-20 of a list of keys one that leads nowhere is left out', async () => {
    const keys = ['one', { source: 'env', id: 'NOPE' }, { source: 'env', id: 'TWO' }];
    const snapshot = await load({ clawmesh: { keys: { additional: { openai: keys } } } }, undefined, { TWO: 'two' });
    expect(snapshot.config.clawmesh.keys.additional).toEqual({ openai: ['one', 'two'] });
    expect(snapshot.unavailable.size).toBe(0);
  });

  describe('commands', () => {
    const answering = (script: string) => `#!${process.execPath}\nlet asked = '';
process.stdin.on('data', (chunk) => (asked += chunk)).on('end', () => {
  const question = JSON.parse(asked);
  const answer = (values) => process.stdout.write(JSON.stringify({ protocolVersion: 1, values }));
  ${script}
});`;

    async function ask(script: string, more: object = {}, options = everything) {
      const command = await secretFile('command.mjs', script, 0o700);
      const vault = { source: 'exec', command, ...more };
      const raw = withKey({ vault }, { source: 'exec', provider: 'vault', id: 'kv/key' });
      return load(raw, new SecretResolver(options), { PASSED: 'yes', KEPT: 'no' });
    }

    it('CFG-22 is asked once, as JSON, and sees only the variables it is passed', async () => {
      const script =
        "answer({ 'kv/key': [question.provider, question.ids, process.env.PASSED, process.env.KEPT].join() });";
      expect(keyOf(await ask(answering(script), { passEnv: ['PASSED'] }))).toBe('vault,kv/key,yes,');
    });

    it.each<[string, string, object, string]>([
      ['that takes too long', answering('setInterval(() => {}, 1e9);'), { timeoutMs: 300 }, 'took longer than 300 ms'],
      [
        'that says too much',
        answering("answer({ x: 'y'.repeat(9999) });"),
        { maxOutputBytes: 100 },
        'said more than 100 bytes',
      ],
      ['that fails', answering("process.stderr.write('sk-hush'); process.exit(3);"), {}, 'ended with 3'],
      [
        'that answers something else',
        answering("process.stdout.write('sk-hush')"),
        {},
        'did not answer as protocol version 1 asks',
      ],
      ['that has no answer', answering('answer({})'), {}, '"vault" gives nothing for "kv/key"'],
      ['outside of the trusted folders', answering(''), { trustedDirs: ['/usr/bin'] }, 'is in none of the trustedDirs'],
    ])('CFG-22 CFG-24 %s gives nothing', async (_, script, more, reason) => {
      const snapshot = await ask(script, more);
      expect(snapshot.unavailable.get('models.providers.mine')).toContain(reason);
      expect(snapshot.report.warnings.join()).not.toContain('sk-hush');
    });

    it('CFG-22 is not run where that is off, nor if it is a link or others may write to it', async () => {
      const script = answering("answer({ 'kv/key': 'sk' });");
      const off = await ask(script, {}, { ...everything, allowCommands: false });
      expect(off.unavailable.get('models.providers.mine')).toContain('CLAWMESH_SECRET_COMMANDS');
      const command = await secretFile('open.mjs', script, 0o722);
      await symlink(command, join(root, 'link.mjs'));
      for (const path of [command, join(root, 'link.mjs'), './relative']) {
        const raw = withKey({ v: { source: 'exec', command: path } }, { source: 'exec', provider: 'v', id: 'kv/key' });
        expect((await load(raw)).unavailable.size).toBe(1);
      }
    });
  });
});
