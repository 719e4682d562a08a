import type { GatewayRecord } from '@clawmesh/config';
import { productVersion } from '@clawmesh/telemetry';
import { failure, ok, warning, type Finding } from './finding.js';

const oldestNode = [20, 19] as const;

export interface Versions {
  /** `process.versions.node`. */
  readonly node: string;
  readonly running: Pick<GatewayRecord, 'version'> | undefined;
}

export function checkVersions({ node, running }: Versions): Finding[] {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  const needed = oldestNode.join('.');
  return [
    isOld
      ? failure('node', `version ${node} is too old`, `install Node ${needed} or newer`)
      : ok('node', `version ${node}`),
    running === undefined || running.version === productVersion
      ? ok('version', `clawmesh ${productVersion}`)
      : warning(
          'version',
          `the running gateway is ${running.version}, this is ${productVersion}`,
          'clawmesh gateway restart',
        ),
  ];
}
