import { clusterServices } from './cluster-services.js';
import { Cluster } from './cluster.js';
import { startEmbedded } from './embedded.js';
import type { Target } from './target.js';

export interface TargetKind {
  readonly kind: 'embedded' | 'cluster';
  start(): Promise<Target>;
}

const embedded: TargetKind = { kind: 'embedded', start: () => startEmbedded() };
const cluster: TargetKind = { kind: 'cluster', start: () => Cluster.start() };

/** True if a cluster can run here. Says why not, in one line, or throws under REQUIRE_SERVICES=1. */
function hasCluster(): boolean {
  const { missing } = clusterServices();
  if (missing.length === 0) return true;
  const reason = `the cluster suites need ${missing.join(', ')}`;
  if (process.env['REQUIRE_SERVICES'] === '1') throw new Error(reason);
  process.stderr.write(`skipped: ${reason}\n`);
  return false;
}

export function availableTargets(): TargetKind[] {
  return hasCluster() ? [embedded, cluster] : [embedded];
}

/** `describe`, or nothing at all where no cluster can run. */
export function describeCluster(name: string, suite: () => void): void {
  (hasCluster() ? describe : describe.skip)(name, suite);
}
