import { ConfigError } from '@clawmesh/config';
import { JobSeal } from '@clawmesh/contracts';

const path = 'CLAWMESH_ENVELOPE_KEY';

/** Services of a cluster trust no requester that another of them does not vouch for (AUTH-82). Throws `ConfigError`. */
export function clusterJobSeal(key: string | undefined): JobSeal {
  if (key === undefined) {
    const reason = 'not set; all services of a cluster need the same one: openssl rand -base64 32';
    throw new ConfigError([{ path, reason }]);
  }
  try {
    return JobSeal.of(key);
  } catch (error) {
    throw new ConfigError([{ path, reason: error instanceof Error ? error.message : 'cannot be read' }]);
  }
}
