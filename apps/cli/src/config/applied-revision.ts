import { setTimeout as delay } from 'node:timers/promises';
import { formatConfigPath, type ConfigEdit, type GatewayRecord } from '@clawmesh/config';
import { probeGateway, type GatewayProbe } from '../gateway/probe-gateway.js';

/** A gateway that follows its file has done so by then. */
const longestMs = 2_500;
const pollMs = 100;

/** The revision of the config that a gateway serves with, if it runs and says so. */
export async function revisionOf(running: GatewayRecord | undefined): Promise<string | undefined> {
  return running?.url === undefined ? undefined : (await probe(running.url)).configRevision;
}

const probe = (url: string): Promise<GatewayProbe> => probeGateway({ url }, { timeoutMs: longestMs });

export interface WrittenChange {
  /** What it served with before. */
  readonly before: string | undefined;
  readonly edits: readonly ConfigEdit[];
}

/** Whether a running gateway soon serves with a change, all of it: some keys wait for a restart (CFG-31). */
export async function usesChange(url: string, { before, edits }: WrittenChange): Promise<boolean> {
  const paths = edits.map(({ path }) => formatConfigPath(path));
  const until = Date.now() + longestMs;
  while (Date.now() < until) {
    const { configRevision, configPendingRestart = [] } = await probe(url);
    if (configRevision !== undefined && configRevision !== before) {
      return !configPendingRestart.some((key) => paths.some((path) => isWithin(key, path) || isWithin(path, key)));
    }
    await delay(pollMs);
  }
  return false;
}

const isWithin = (path: string, outer: string): boolean =>
  path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));
