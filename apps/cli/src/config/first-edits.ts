import { randomBytes } from 'node:crypto';
import { firstGateway, type ConfigEdit, type Environment, type GatewayRecord } from '@clawmesh/config';

/**
 * What a config begins with that a command makes where there is none: the gateway that ran without one goes on as it was,
 * and one that never ran can start.
 */
export function firstEdits(env: Environment, running: GatewayRecord | undefined): readonly ConfigEdit[] {
  const isInEnvironment = Boolean(env.OPENCLAW_GATEWAY_TOKEN?.trim());
  const token = isInEnvironment ? undefined : (running?.token ?? randomBytes(24).toString('hex'));
  return [{ kind: 'set', path: ['gateway'], value: firstGateway(token) }];
}

/** The model that a gateway without a config would answer with; none if it had only the demo. */
export async function firstModelEdits(env: Environment): Promise<readonly ConfigEdit[]> {
  // Not before it is asked for: every other command would wait for it.
  const { firstModelWithKey } = await import('@clawmesh/worker');
  const primary = firstModelWithKey(env);
  return primary === undefined ? [] : [{ kind: 'set', path: ['agents', 'defaults', 'model'], value: { primary } }];
}
