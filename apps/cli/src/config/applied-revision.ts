import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayRecord } from '@clawmesh/config';
import { probeGateway } from '../gateway/probe-gateway.js';

/** A gateway that follows its file has done so by then. */
const longestMs = 2_500;
const pollMs = 100;

/** The revision of the config that a gateway serves with, if it runs and says so. */
export async function revisionOf(running: GatewayRecord | undefined): Promise<string | undefined> {
  if (running?.url === undefined) return undefined;
  return (await probeGateway({ url: running.url }, { timeoutMs: longestMs })).configRevision;
}

/** Whether it takes up another one soon. */
export async function usesOtherRevision(running: GatewayRecord, revision: string | undefined): Promise<boolean> {
  const until = Date.now() + longestMs;
  while (Date.now() < until) {
    const current = await revisionOf(running);
    if (current !== undefined && current !== revision) return true;
    await delay(pollMs);
  }
  return false;
}
