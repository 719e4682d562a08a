import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../config-snapshot.js';
import { parseConfigPath } from './config-path.js';
import { editRawConfig, readRawConfig, type ConfigEdit } from './raw-config-file.js';
import { writeRawConfig, type WriteOptions } from './write-raw-config.js';

const env: Environment = {};
const filler = `// ${'x'.repeat(600)}\n`;

describe('writeRawConfig', () => {
  let directory: string;
  let path: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clawmesh-write-'));
    path = join(directory, 'openclaw.json');
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function write(edits: readonly ConfigEdit[], options: Partial<WriteOptions> = {}) {
    const before = await readRawConfig(path);
    return writeRawConfig(before, editRawConfig(before, edits), { env, stateDir: directory, ...options });
  }

  const set = (written: string, value: unknown): ConfigEdit => ({
    kind: 'set',
    path: parseConfigPath(written) ?? [],
    value,
  });
  const textOf = (file = path) => readFile(file, 'utf8');

  it('CLI-42 CFG-1 writes what changed, keeps comments and permissions, leaves nothing behind', async () => {
    await writeFile(path, '// ours\n{ gateway: { port: 4000 } }\n');
    await chmod(path, 0o640);
    const snapshot = await write([set('gateway.mode', 'local'), set('agents.defaults.model', 'openai/x')]);
    expect(snapshot.config.gateway).toMatchObject({ port: 4000, mode: 'local' });
    expect(await textOf()).toBe(
      "// ours\n{ gateway: { port: 4000, mode: 'local' }, agents: {\n  defaults: {\n    model: 'openai/x',\n  },\n} }\n",
    );
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect((await readdir(directory)).sort()).toEqual(['openclaw.json', 'openclaw.json.bak']);
  });

  it('CFG-1 the first file is for its owner alone', async () => {
    path = join(directory, 'new', 'openclaw.json');
    await write([set('gateway.port', 4001)]);
    expect(JSON.parse(await textOf())).toEqual({ gateway: { port: 4001 } });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('CFG-1 keeps five backups, the newest without a number', async () => {
    await writeFile(path, '{ gateway: { port: 1 } }');
    for (let port = 2; port <= 8; port++) await write([set('gateway.port', port)]);
    const kept = ['', '.1', '.2', '.3', '.4', '.5'].map((age) => textOf(`${path}.bak${age}`).catch(() => 'none'));
    expect(await Promise.all(kept)).toEqual([
      ...[7, 6, 5, 4, 3].map((port) => `{ gateway: { port: ${port} } }`),
      'none',
    ]);
  });

  it('CLI-42 CFG-11 a result that is invalid is not written; every issue is told', async () => {
    await writeFile(path, '{}');
    const refused = write([set('gateway.port', 0), set('modles', {})]);
    await expect(refused).rejects.toMatchObject({ issues: [{ path: 'gateway.port' }, { path: 'modles' }] });
    expect(await readdir(directory)).toEqual(['openclaw.json']);
  });

  it('CFG-15 the loss of gateway.mode, or of more than half, must be forced', async () => {
    await writeFile(path, `{ ${filler} gateway: { mode: 'local' }, meta: { note: '${'y'.repeat(800)}' } }`);
    const lost: ConfigEdit = { kind: 'unset', path: ['gateway', 'mode'] };
    await expect(write([lost])).rejects.toThrow('gateway.mode');
    await expect(write([{ kind: 'unset', path: ['meta'] }])).rejects.toMatchObject({ reason: 'loses-settings' });
    await write([lost, { kind: 'unset', path: ['meta'] }], { force: true });
    expect((await readRawConfig(path)).root).toEqual({ gateway: {} });
  });

  it.each(['[redacted]', '***', '__OPENCLAW_REDACTED__'])('CFG-15 %s is never stored as a value', async (mark) => {
    await writeFile(path, `{ meta: { old: '${mark}' } }`);
    await write([set('meta.new', 'x')]);
    const refused = write([set('gateway.auth.token', mark)], { force: true });
    await expect(refused).rejects.toThrow('gateway.auth.token: is a redaction mark');
  });

  it('CFG-16 writes nothing where the config is read-only', async () => {
    await writeFile(path, '{}');
    const refused = write([set('gateway.port', 4001)], { env: { OPENCLAW_CONFIG_READONLY: '1' }, force: true });
    await expect(refused).rejects.toMatchObject({ reason: 'read-only' });
    expect(await textOf()).toBe('{}');
  });

  it('CFG-1 a link is read, and never written', async () => {
    await writeFile(join(directory, 'mounted.json'), '{ gateway: { port: 4000 } }');
    await symlink('mounted.json', path);
    expect((await readRawConfig(path)).root).toEqual({ gateway: { port: 4000 } });
    await expect(write([set('gateway.port', 4001)])).rejects.toMatchObject({ reason: 'not-a-plain-file' });
  });

  it('does not overwrite what somebody else wrote meanwhile', async () => {
    await writeFile(path, '{}');
    const before = await readRawConfig(path);
    await writeFile(path, '{ gateway: { port: 1 } }');
    const late = writeRawConfig(before, editRawConfig(before, [set('gateway.port', 2)]), { env, stateDir: directory });
    await expect(late).rejects.toMatchObject({ reason: 'changed-meanwhile' });
  });

  it('CLI-42 a dry run checks and writes nothing', async () => {
    await writeFile(path, '{}');
    expect((await write([set('gateway.port', 4001)], { dryRun: true })).config.gateway.port).toBe(4001);
    expect(await textOf()).toBe('{}');
  });

  it('CLI-42 merge goes key by key; a place that cannot be is refused', async () => {
    await writeFile(path, "{ agents: { defaults: { model: { primary: 'a/b', fallbacks: ['c/d'] } } } }");
    const value = { model: { primary: 'e/f' }, workspace: '/w' };
    await write([{ kind: 'merge', path: ['agents', 'defaults'], value }]);
    expect((await readRawConfig(path)).root).toEqual({
      agents: { defaults: { model: { primary: 'e/f', fallbacks: ['c/d'] }, workspace: '/w' } },
    });
    await expect(write([set('agents.defaults.model.fallbacks[4]', 'x/y')])).rejects.toThrow('the list has 1 items');
  });
});
