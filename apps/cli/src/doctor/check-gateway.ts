import type { GatewayFacts } from '../commands/gateway/gateway-facts.js';
import { probeGateway } from '../gateway/probe-gateway.js';
import { checkBoard } from './check-providers.js';
import { failure, ok, type Finding } from './finding.js';

const timeoutMs = 10_000;

/** The gateway that runs here, if one does. One that does not is no mistake. */
export async function checkGateway({ record, target, logFile }: GatewayFacts): Promise<Finding[]> {
  if (!record) return [ok('gateway', 'not running from this state directory')];
  const probe = await probeGateway(target, { timeoutMs, checkAccess: true });
  if (!probe.ok) {
    const advice = `see ${record.logFile ?? logFile}, or \`clawmesh gateway restart\``;
    return [failure('gateway', `${target.url}: ${probe.reason}`, advice)];
  }
  return [ok('gateway', `ready at ${target.url} (pid ${record.pid})`), ...(await checkBoard(target))];
}
