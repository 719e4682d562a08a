import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../load/environment.js';
import { type GatewayRecord, leaveStopOrder } from './gateway-record.js';
import { processIdentity } from './process-identity.js';

/** Beyond the grace of its requests, to let go of everything else. */
const closingMs = 10_000;
const pollMs = 50;

export interface StopOrder {
  readonly stateDir: string;
  readonly record: GatewayRecord;
  /** How long work in flight may take; Infinity is allowed. */
  readonly graceMs: number;
}

/** Drains a gateway and waits for its end; one that does not end is killed. Rejects when it may not be ended at all. */
export async function stopGateway({ stateDir, record, graceMs }: StopOrder): Promise<'ended' | 'killed'> {
  await leaveStopOrder(stateDir, Math.min(graceMs, Number.MAX_SAFE_INTEGER));
  send(record, 'SIGTERM');
  if (await hasEnded(record, graceMs + closingMs)) return 'ended';
  send(record, 'SIGKILL');
  if (await hasEnded(record, closingMs)) return 'killed';
  throw new Error(`the gateway (pid ${record.pid}) cannot be ended`);
}

function send({ pid }: GatewayRecord, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error; // it has just ended by itself
  }
}

async function hasEnded({ pid, identity }: GatewayRecord, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (processIdentity(pid) === identity) {
    if (Date.now() >= until) return false;
    await delay(pollMs);
  }
  return true;
}
