import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ConfigIssue } from '../config-error.js';
import type { Environment } from '../config-snapshot.js';
import { loadConfig } from './load-config.js';
import { resolveIncludes } from './resolve-includes.js';

describe('resolveIncludes', () => {
  let root: string;
  let read: string[];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'clawmesh-include-'));
    read = [];
  });
  afterEach(() => rm(root, { recursive: true }));

  async function file(name: string, text: string): Promise<string> {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  }

  async function resolved(value: unknown, env: Environment = {}) {
    const issues: ConfigIssue[] = [];
    const path = join(root, 'conf', 'main.json');
    await mkdir(dirname(path), { recursive: true });
    const result = await resolveIncludes(value, { path, env, issues, onRead: (found) => read.push(found) });
    return { value: result, issues: issues.map((issue) => `${issue.path}: ${issue.reason}`) };
  }

  it('CFG-3 a file replaces its object, whatever it holds', async () => {
    await file('conf/list.json5', "['a', /* b */ 'b',]");
    await file('conf/deep/port.json', '4000');
    const { value } = await resolved({ x: { $include: './list.json5' }, y: [{ $include: 'deep/port.json' }] });
    expect(value).toEqual({ x: ['a', 'b'], y: [4000] });
    expect(read).toEqual([join(root, 'conf/list.json5'), join(root, 'conf/deep/port.json')]);
  });

  it('CFG-3 a list is merged in order, lists of it one behind the other; what stands beside wins', async () => {
    await file('conf/a.json', '{ o: { x: 1, y: 1 }, l: [1], s: "a" }');
    await file('conf/b.json', '{ o: { y: 2 }, l: [2], s: "b" }');
    const { value } = await resolved({ $include: ['a.json', 'b.json'], o: { z: 3 }, l: [3], s: 'c' });
    expect(value).toEqual({ o: { x: 1, y: 2, z: 3 }, l: [1, 2, 3], s: 'c' });
  });

  it('CFG-4 an included file names others from its own folder', async () => {
    await file('conf/deep/one.json', "{ two: { $include: './two.json' } }");
    await file('conf/deep/two.json', '{ ok: true }');
    expect((await resolved({ $include: 'deep/one.json' })).value).toEqual({ two: { ok: true } });
  });

  it('CFG-3 CFG-4 each mistake has an issue of its own, all at once', async () => {
    await file('conf/list.json', '[1]');
    await file('conf/broken.json', '{ secret: "hunter2" ');
    await file('conf/cycle.json', "{ again: { $include: './cycle.json' } }");
    await file('outside.json', '{}');
    await file('conf/large.json', ' '.repeat(2 * 1024 * 1024 + 1));
    await file('conf/dir/x.json', '{}');
    await symlink(join(root, 'outside.json'), join(root, 'conf', 'link.json'));
    const { issues } = await resolved({
      a: { $include: 'nope.json' },
      b: { $include: 'list.json', beside: 1 },
      c: { $include: 'broken.json' },
      d: { $include: 'cycle.json' },
      e: { $include: '../outside.json' },
      f: { $include: 'link.json' },
      g: { $include: 3 },
      h: { $include: 'large.json' },
      i: { $include: 'dir' },
      j: { $include: 'x\0.json' },
      k: { $include: 'x'.repeat(4096) },
    });
    const outside = 'is outside the folder of the config and OPENCLAW_INCLUDE_ROOTS';
    expect(issues).toEqual([
      'a.$include: "nope.json": there is no such file',
      'b.$include: keys stand beside it, so it must include an object',
      expect.stringMatching(/^c\.\$include: "broken\.json" is not JSON5: /),
      `d.again.$include: in ${join(root, 'conf', 'cycle.json')}: "./cycle.json" includes itself`,
      `e.$include: "../outside.json" ${outside}`,
      `f.$include: "link.json" ${outside}`,
      'g.$include: expected the path of a file, or a list of them',
      'h.$include: "large.json" is larger than 2097152 bytes',
      'i.$include: "dir" is not a file',
      'j.$include: the path has a NUL character',
      'k.$include: the path is empty or too long',
    ]);
    expect(issues.join()).not.toContain('hunter2');
  });

  it('CFG-4 ten levels are the most', async () => {
    const chain = async (length: number) => {
      for (let at = 1; at < length; at++) await file(`conf/${at}.json`, `{ $include: './${at + 1}.json' }`);
      await file(`conf/${length}.json`, '{ end: true }');
      return resolved({ $include: './1.json' });
    };
    expect(await chain(10)).toEqual({ value: { end: true }, issues: [] });
    expect((await chain(11)).issues).toEqual([expect.stringContaining('more than 10 levels')]);
  });

  it('CFG-4 other roots are named by the environment, as absolute paths', async () => {
    const path = await file('other/a.json', '{ a: 1 }');
    const { value } = await resolved({ $include: path }, { OPENCLAW_INCLUDE_ROOTS: join(root, 'other') });
    expect(value).toEqual({ a: 1 });
    const { issues } = await resolved({ $include: path }, { OPENCLAW_INCLUDE_ROOTS: 'other' });
    expect(issues).toEqual([
      'OPENCLAW_INCLUDE_ROOTS: "other" is not an absolute path',
      expect.stringContaining('is outside'),
    ]);
  });

  it('CFG-1 CFG-4 a ConfigMap mount may include its own files', async () => {
    await file('conf/..2026/part.json', '{ ok: true }');
    await symlink('..2026', join(root, 'conf', '..data'));
    await symlink('..data/part.json', join(root, 'conf', 'part.json'));
    expect(await resolved({ $include: './part.json' })).toEqual({ value: { ok: true }, issues: [] });
  });

  it('CFG-5 CFG-11 variables of included files are replaced; issues of includes and keys come together', async () => {
    const path = await file('conf/main.json', "{ gateway: { $include: './gateway.json' } }");
    await file('conf/gateway.json', "{ auth: { token: '${TOKEN}' } }");
    const source = { path, stateDir: root, cwd: root, env: { TOKEN: 'from-variable' } };
    expect((await loadConfig(source)).config.gateway.auth.token).toBe('from-variable');
    await file('conf/main.json', "{ gatewy: {}, gateway: { $include: './nope.json' } }");
    await expect(loadConfig(source)).rejects.toMatchObject({
      issues: [{ path: 'gateway.$include' }, { path: 'gatewy' }],
    });
  });
});
