import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretFiles } from './secret-files.js';

describe('SecretFiles', () => {
  let root: string;
  let files: SecretFiles;
  const at = (name: string): string => join(root, name);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'clawmesh-secret-files-'));
    files = new SecretFiles();
  });
  afterEach(() => rm(root, { recursive: true }));

  it('KEY-7 notices that a file was replaced, even one as old and as long', async () => {
    const then = new Date(1_000_000_000_000);
    for (const [name, text] of [
      ['key', 'one'],
      ['new', 'two'],
    ] as const) {
      await writeFile(at(name), text);
      await utimes(at(name), then, then);
    }
    expect(files.read(at('key'))).toBe('one');
    expect(files.hasChanged()).toBe(false);
    await rename(at('new'), at('key'));
    expect(files.hasChanged()).toBe(true);
    expect(files.read(at('key'))).toBe('two');
    expect(files.hasChanged()).toBe(false);
  });

  it('KEY-7 notices that a mounted secret’s link was pointed elsewhere', async () => {
    for (const name of ['v1', 'v2']) {
      await mkdir(at(name));
      await writeFile(join(at(name), 'key'), name);
    }
    await symlink('v1', at('data'));
    await symlink('data/key', at('key'));
    expect(files.read(at('key'))).toBe('v1');
    await symlink('v2', at('next'));
    await rename(at('next'), at('data'));
    expect(files.hasChanged()).toBe(true);
    expect(files.read(at('key'))).toBe('v2');
  });

  it('KEY-7 a file that appears or goes is a change; what is no file gives nothing', async () => {
    expect(files.read(at('key'))).toBeUndefined();
    expect(files.read(root)).toBeUndefined();
    expect(files.read(join(at('key'), 'below'))).toBeUndefined();
    expect(files.hasChanged()).toBe(false);
    await writeFile(at('key'), 'here');
    expect(files.hasChanged()).toBe(true);
    files.read(at('key'));
    await rm(at('key'));
    expect(files.hasChanged()).toBe(true);
  });
});
