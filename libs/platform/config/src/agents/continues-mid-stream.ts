import type { Config } from '../schema/config.schema.js';
import { findAgent } from './default-agent-id.js';

/** Whether another call goes on with an answer of the agent that broke off after text was shown. */
export function continuesMidStream(config: Config, agentId: string): boolean {
  const own = findAgent(config, agentId)?.clawmesh?.failover?.midStream;
  const shared = config.agents.defaults.clawmesh?.failover?.midStream;
  return own ?? shared ?? config.clawmesh.failover.midStream;
}
