import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '@clawmesh/testing';
import { ConfigError } from '../config-error.js';
import { ConfigStore } from '../config-store.js';
import { loadConfig } from '../load/load-config.js';
import { SecretResolver } from '../secrets/secret-resolver.js';
import { ConfigReloader } from './config-reloader.js';
import { filePrint } from './file-print.js';

const settleMs = 20;
const port = (value: number) => `{ gateway: { port: 1, reload: { mode: 'hybrid' } }, meta: { value: ${value} } }`;

/** With real files, and what the system tells about them. */
describe('ConfigReloader', () => {
  let root: string;
  let path: string;
  const open: ConfigReloader[] = [];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'clawmesh-reload-'));
    path = join(root, 'openclaw.json');
  });
  afterEach(async () => {
    for (const reloader of open.splice(0)) reloader.close();
    await rm(root, { recursive: true });
  });

  async function start({ pollMs = 600_000, retryMs = 600_000, refuse = (): boolean => false } = {}) {
    const secrets = new SecretResolver({ surfaces: ['gateway', 'providers'], allowCommands: true });
    const load = (onRead: (file: string) => void) =>
      loadConfig({ path, stateDir: root, cwd: root, env: {}, secrets, onRead });
    const files = new Map<string, string>();
    const store = new ConfigStore(await load((file) => files.set(file, filePrint(file))));
    const skipped: string[] = [];
    const applied: string[][] = [];
    const events = {
      applied: (plan: { readonly applied: readonly string[] }) => applied.push([...plan.applied]),
      skipped: (issues: readonly { path: string; reason: string }[]) =>
        skipped.push(issues.map((issue) => `${issue.path}: ${issue.reason}`).join('\n')),
      missed: () => undefined,
    };
    const check = (): void => {
      if (refuse()) throw new ConfigError([{ path: 'gateway', reason: 'refused' }]);
    };
    const reloader = new ConfigReloader(files, {
      store,
      load,
      check,
      events,
      watcher: { settleMs, pollMs },
      retryMs,
    });
    open.push(reloader);
    const value = () => store.current().config.meta?.value;
    return { store, reloader, skipped, applied, value };
  }

  it('CFG-30 follows a file that is written in place, and one that takes its place', async () => {
    await writeFile(path, port(1));
    const { value, applied } = await start();
    await writeFile(path, port(2));
    await waitUntil(() => value() === 2);
    await writeFile(`${path}.tmp`, port(3));
    await rename(`${path}.tmp`, path);
    await waitUntil(() => value() === 3);
    expect(applied).toEqual([['meta.value'], ['meta.value']]);
  });

  it('CFG-30 follows a ConfigMap mount, whose folder of links is pointed elsewhere', async () => {
    const publish = async (version: number) => {
      await mkdir(join(root, `..${version}`));
      await writeFile(join(root, `..${version}`, 'openclaw.json'), port(version));
      await symlink(`..${version}`, join(root, '..data_tmp'));
      await rename(join(root, '..data_tmp'), join(root, '..data'));
    };
    await publish(1);
    await symlink('..data/openclaw.json', path);
    const { value } = await start();
    await publish(2);
    await waitUntil(() => value() === 2);
    await rm(join(root, '..1'), { recursive: true });
    await publish(3);
    await waitUntil(() => value() === 3);
  });

  it('CFG-30 follows included files, and those that come later', async () => {
    await writeFile(path, "{ meta: { $include: './meta.json' } }");
    await writeFile(join(root, 'meta.json'), '{ value: 1 }');
    const { value, skipped } = await start();
    await writeFile(join(root, 'meta.json'), '{ value: 2 }');
    await waitUntil(() => value() === 2);
    await writeFile(path, "{ meta: { $include: './later.json' } }");
    await waitUntil(() => skipped.length > 0);
    expect(skipped).toEqual(['meta.$include: "./later.json": there is no such file']);
    expect(value()).toBe(2);
    await writeFile(join(root, 'later.json'), '{ value: 3 }');
    await waitUntil(() => value() === 3);
  });

  it('CFG-23 CFG-24 follows a mounted secret, and keeps its value while it is away', async () => {
    const secret = join(root, 'token');
    await writeFile(secret, 'token-one', { mode: 0o600 });
    const providers = { t: { source: 'file', path: secret, mode: 'singleValue' } };
    const auth = { token: { source: 'file', provider: 't', id: 'value' } };
    await writeFile(path, JSON.stringify({ secrets: { providers }, gateway: { auth } }));
    const { store } = await start();
    const { revision } = store.current();
    await writeFile(`${secret}.new`, 'token-two', { mode: 0o600 });
    await rename(`${secret}.new`, secret);
    await waitUntil(() => store.current().config.gateway.auth.token === 'token-two');
    expect(store.current().revision).toBe(revision);
    await rm(secret);
    await waitUntil(() => store.current().report.missingSecrets.length > 0);
    expect(store.current().config.gateway.auth.token).toBe('token-two');
  });

  it('CFG-11 a broken config changes nothing and every issue is told; mended, it applies', async () => {
    await writeFile(path, port(1));
    const { value, skipped } = await start();
    await writeFile(path, '{ gateway: { port: 0, prot: 1 }, meta: { value: 2 } }');
    await waitUntil(() => skipped.length > 0);
    expect(skipped[0]).toMatch(/^gateway\.port: .*\ngateway\.prot: unknown key/);
    expect(value()).toBe(1);
    await rm(path);
    await waitUntil(() => skipped.length > 1);
    expect(skipped[1]).toBe(': there is no such file');
    await writeFile(path, port(3));
    await waitUntil(() => value() === 3);
  });

  it('CFG-11 a broken config is told once, also when a file it included has changed with it', async () => {
    await writeFile(path, "{ meta: { $include: './meta.json' } }");
    await writeFile(join(root, 'meta.json'), '{ value: 1 }');
    const { value, skipped } = await start();
    await writeFile(join(root, 'meta.json'), '{ value: 2 }');
    await writeFile(path, '{ meta: ');
    await waitUntil(() => skipped.length > 0);
    await delay(10 * settleMs); // as long as ten more would take
    expect(skipped).toHaveLength(1);
    await writeFile(path, "{ meta: { $include: './meta.json' } }");
    await waitUntil(() => value() === 2);
  });

  it('a reload that is under way when it is closed applies nothing', async () => {
    await writeFile(path, port(1));
    const { value, reloader, skipped } = await start();
    await writeFile(path, port(2));
    const reloading = reloader.reload();
    reloader.close();
    await reloading;
    await writeFile(path, port(3));
    await delay(10 * settleMs); // as long as ten more would take
    expect([value(), skipped]).toEqual([1, []]);
  });

  it('CFG-24 what a start would refuse is refused here too', async () => {
    await writeFile(path, port(1));
    let refused = true;
    const { value, skipped, reloader } = await start({ refuse: () => refused });
    await writeFile(path, port(2));
    await waitUntil(() => skipped.length > 0);
    expect([value(), skipped]).toEqual([1, ['gateway: refused']]);
    refused = false;
    await reloader.reload();
    expect(value()).toBe(2);
  });

  it('CFG-31 with the mode off it watches and checks, and applies nothing', async () => {
    await writeFile(path, "{ gateway: { reload: { mode: 'off' } }, meta: { value: 1 } }");
    const { store, value } = await start();
    await writeFile(path, port(2));
    await waitUntil(() => store.current().report.pendingRestart.length > 0);
    expect(value()).toBe(1);
  });

  it('CFG-30 sees changes that the system tells nobody about', async () => {
    await writeFile(path, "{ meta: { $include: './far/meta.json' } }");
    await mkdir(join(root, 'far'));
    await writeFile(join(root, 'far', 'meta.json'), '{ value: 1 }');
    const { value } = await start({ pollMs: 20 });
    // The watched folder is gone, and with it the watch.
    await rm(join(root, 'far'), { recursive: true });
    await mkdir(join(root, 'far'));
    await writeFile(join(root, 'far', 'meta.json'), '{ value: 2 }');
    await waitUntil(() => value() === 2);
  });

  it('CFG-24 recovers without a restart where nothing tells of the recovery', async () => {
    const answer = join(root, 'answer');
    const command = join(root, 'command');
    await writeFile(command, `#!/bin/sh\n/bin/cat '${answer}'\n`, { mode: 0o700 });
    const providers = { v: { source: 'exec', command } };
    const apiKey = { source: 'exec', provider: 'v', id: 'k' };
    const models = { providers: { mine: { baseUrl: 'https://x', apiKey } } };
    await writeFile(path, JSON.stringify({ secrets: { providers }, models }));
    const { store } = await start({ retryMs: 20 });
    expect(store.current().unavailable.size).toBe(1);
    await writeFile(answer, JSON.stringify({ protocolVersion: 1, values: { k: 'key-of-vault' } }));
    await waitUntil(() => store.current().config.models.providers.mine?.apiKey === 'key-of-vault');
    expect(store.current().unavailable.size).toBe(0);
  });
});
