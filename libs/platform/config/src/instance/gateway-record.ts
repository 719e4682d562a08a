import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissing } from '../load/environment.js';
import { processIdentity } from './process-identity.js';

const recordSchema = z.object({
  pid: z.number().int().positive(),
  identity: z.string(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  version: z.string(),
  configPath: z.string(),
  /** What it was started with. */
  flags: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Where its output goes; absent: it runs in the foreground. */
  logFile: z.string().optional(),
  /** Absent: it does not listen yet. */
  url: z.string().optional(),
  /** Only one that it made for itself (AM-13) or was given by a flag: any other is in the config or the environment. */
  token: z.string().optional(),
});

/** What the one embedded gateway of a state directory says of itself to the command line. */
export type GatewayRecord = Readonly<z.output<typeof recordSchema>>;

export const recordPath = (stateDir: string): string => join(stateDir, 'gateway.run.json');
const stopPath = (stateDir: string): string => join(stateDir, 'gateway.stop.json');

/** Of the gateway that runs; what a dead one has left behind counts for nothing. */
export async function readGatewayRecord(stateDir: string): Promise<GatewayRecord | undefined> {
  const record = recordSchema.safeParse(await readJson(recordPath(stateDir))).data;
  return record && isAlive(record) ? record : undefined;
}

const isAlive = ({ pid, identity }: GatewayRecord): boolean => processIdentity(pid) === identity;

/** Only its owner may read it: it may hold a token. Readers see all of it or nothing. */
export async function writePrivately(path: string, value: object): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(value)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

/** For the gateway that is told to stop next: how long work in flight may take. */
export async function leaveStopOrder(stateDir: string, graceMs: number): Promise<void> {
  await writePrivately(stopPath(stateDir), { graceMs });
}

const stopSchema = z.object({ graceMs: z.number().nonnegative() });

/** What was left for this gateway, once. */
export async function takeStopOrder(stateDir: string): Promise<number | undefined> {
  const order = stopSchema.safeParse(await readJson(stopPath(stateDir)).catch(() => undefined)).data;
  await rm(stopPath(stateDir), { force: true }).catch(() => undefined);
  return order?.graceMs;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
