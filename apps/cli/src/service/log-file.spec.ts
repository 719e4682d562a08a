import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logFileOf, openLog } from './log-file.js';

describe('openLog', () => {
  let stateDir: string;
  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'clawmesh-log-'));
  });
  afterEach(() => rm(stateDir, { recursive: true }));

  it('appends, and tells what is new from what was there', async () => {
    const path = logFileOf(stateDir);
    await (await openLog(path)).close();
    await writeFile(path, 'before\n');
    const log = await openLog(path);
    await appendFile(path, 'after\n');
    expect(await log.newText()).toBe('after\n');
    await log.close();
    expect(await readFile(path, 'utf8')).toBe('before\nafter\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('puts a large one aside', async () => {
    const path = logFileOf(stateDir);
    await (await openLog(path)).close();
    await truncate(path, 10_485_761);
    const log = await openLog(path);
    await appendFile(path, 'new');
    expect(await log.newText()).toBe('new');
    await log.close();
    expect((await stat(`${path}.1`)).size).toBe(10_485_761);
  });
});
