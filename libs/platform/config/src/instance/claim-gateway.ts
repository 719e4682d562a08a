import { randomUUID } from 'node:crypto';
import { link, mkdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../load/environment.js';
import { type GatewayRecord, readGatewayRecord, recordPath, takeStopOrder, writePrivately } from './gateway-record.js';
import { processIdentity } from './process-identity.js';

/** There is one gateway to a state directory: its database has one owner. */
export class GatewayRunsError extends Error {
  readonly code = 'GATEWAY_RUNS';

  constructor(
    readonly record: GatewayRecord,
    stateDir: string,
  ) {
    super(
      `a gateway already runs from ${stateDir} (pid ${record.pid}${record.url ? `, ${record.url}` : ''}). ` +
        '`clawmesh gateway stop` ends it; `--profile <name>` runs another beside it.',
    );
    this.name = 'GatewayRunsError';
  }
}

export interface GatewayClaim {
  /** Why the command line cannot see this gateway. Absent: it can. */
  readonly problem?: string;
  /** From now on it answers. */
  listening(facts: Pick<GatewayRecord, 'url' | 'token'>): Promise<void>;
  /** How long work in flight may take, if whoever stops this gateway said so. */
  stopGraceMs(): Promise<number | undefined>;
  release(): Promise<void>;
}

export type GatewayFacts = Omit<GatewayRecord, 'pid' | 'identity' | 'url' | 'token'>;

/** Makes this process the gateway of a state directory. Rejects with `GatewayRunsError` while another is. */
export async function claimGateway(stateDir: string, facts: GatewayFacts): Promise<GatewayClaim> {
  const { pid } = process;
  const record: GatewayRecord = { pid, identity: processIdentity(pid) ?? 'unknown', ...facts };
  try {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
    await claim(stateDir, record);
  } catch (error) {
    const code = errorCode(error);
    if (!unwritable.has(code)) throw error;
    return unrecorded(`${stateDir} cannot be written (${code})`);
  }
  await takeStopOrder(stateDir);
  return {
    listening: (more) => writePrivately(recordPath(stateDir), { ...record, ...more }),
    stopGraceMs: () => takeStopOrder(stateDir),
    release: () => rm(recordPath(stateDir), { force: true }),
  };
}

/** A gateway that stores nothing can do without. */
const unwritable: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC']);

const unrecorded = (problem: string): GatewayClaim => ({
  problem,
  listening: () => Promise.resolve(),
  stopGraceMs: () => Promise.resolve(undefined),
  release: () => Promise.resolve(),
});

async function claim(stateDir: string, record: GatewayRecord): Promise<void> {
  while (!(await isFirst(recordPath(stateDir), record))) {
    const holder = await readGatewayRecord(stateDir);
    if (holder) throw new GatewayRunsError(holder, stateDir);
    await removeStale(stateDir);
  }
}

/** A file that is linked into place is there whole, or was there before. */
async function isFirst(path: string, record: GatewayRecord): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

const longestGuardMs = 10_000;

/** One at a time: or the record that a second one has just made would be taken for the stale one. */
async function removeStale(stateDir: string): Promise<void> {
  const guard = `${recordPath(stateDir)}.guard`;
  try {
    await mkdir(guard);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const made = await stat(guard).catch(() => undefined);
    // Whoever made it was killed in between.
    if (made && Date.now() - made.mtimeMs > longestGuardMs) await rmdir(guard).catch(() => undefined);
    return void (await delay(20));
  }
  try {
    if (!(await readGatewayRecord(stateDir))) await rm(recordPath(stateDir), { force: true });
  } finally {
    await rmdir(guard);
  }
}
