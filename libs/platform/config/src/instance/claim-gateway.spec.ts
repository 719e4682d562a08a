import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimGateway, GatewayRunsError } from './claim-gateway.js';
import { leaveStopOrder, readGatewayRecord, recordPath } from './gateway-record.js';
import { processIdentity } from './process-identity.js';

const facts = { startedAt: 1, version: '1.2.3', configPath: '/c', flags: { port: '1' } };

describe('claimGateway', () => {
  let stateDir: string;
  beforeEach(async () => {
    stateDir = join(await mkdtemp(join(tmpdir(), 'clawmesh-claim-')), 'state');
  });
  afterEach(() => rm(join(stateDir, '..'), { recursive: true }));

  /** The record of a process that is no more. */
  async function leaveStale(): Promise<void> {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    await mkdir(stateDir, { recursive: true });
    await writeFile(recordPath(stateDir), JSON.stringify({ ...facts, pid: dead.pid, identity: 'then' }));
  }

  it('AM-14 says who runs, and where once it listens, in a file of its owner alone', async () => {
    const claim = await claimGateway(stateDir, facts);
    expect(await readGatewayRecord(stateDir)).toMatchObject({ ...facts, pid: process.pid });
    await claim.listening({ url: 'http://127.0.0.1:1', token: 'made' });
    expect(await readGatewayRecord(stateDir)).toMatchObject({ url: 'http://127.0.0.1:1', token: 'made' });
    expect((await stat(recordPath(stateDir))).mode & 0o777).toBe(0o600);
    await claim.release();
    expect(await readdir(stateDir)).toEqual([]);
  });

  it('refuses a second gateway of a state directory, and names the first', async () => {
    await claimGateway(stateDir, facts);
    const second = claimGateway(stateDir, facts);
    await expect(second).rejects.toThrow(GatewayRunsError);
    await expect(second).rejects.toThrow(`a gateway already runs from ${stateDir} (pid ${process.pid})`);
  });

  it('takes over from a dead gateway, or from another process with its id', async () => {
    await leaveStale();
    expect(await readGatewayRecord(stateDir)).toBeUndefined();
    await (await claimGateway(stateDir, facts)).release();
    await writeFile(recordPath(stateDir), JSON.stringify({ ...facts, pid: process.pid, identity: 'another' }));
    await (await claimGateway(stateDir, facts)).release();
    await writeFile(recordPath(stateDir), 'half a rec');
    await claimGateway(stateDir, facts);
  });

  it('lets only one of many take over', async () => {
    await leaveStale();
    const claims = await Promise.allSettled(Array.from({ length: 20 }, () => claimGateway(stateDir, facts)));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(stateDir)).toEqual(['gateway.run.json']);
  });

  it('is not held up by one that was killed while it took over', async () => {
    await leaveStale();
    const guard = `${recordPath(stateDir)}.guard`;
    await mkdir(guard);
    await utimes(guard, 1, 1);
    await claimGateway(stateDir, facts);
  });

  it('takes the order of how to stop once, and none that was meant for the one before', async () => {
    await mkdir(stateDir);
    await leaveStopOrder(stateDir, 7);
    const claim = await claimGateway(stateDir, facts);
    expect(await claim.stopGraceMs()).toBeUndefined();
    await leaveStopOrder(stateDir, 0);
    expect(await claim.stopGraceMs()).toBe(0);
    expect(await claim.stopGraceMs()).toBeUndefined();
  });
});

describe('processIdentity', () => {
  it('is the same as long as the process lives', () => {
    expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
    expect(processIdentity(process.pid)).not.toBe(processIdentity(1));
  });

  it('is none of a process that ended, noticed or not', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    expect(processIdentity(child.pid ?? 0)).toBeUndefined();
  });
});
