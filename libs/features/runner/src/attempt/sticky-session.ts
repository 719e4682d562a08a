import { createHash } from 'node:crypto';
import { ownerOf, type AgentRun } from '@clawmesh/contracts';

/**
 * What workers know a session by, so that its runs stay on one key (ORD-8). A hash: the key of a session may hold the name
 * of a user, which is nobody's business there. Undefined: no other run will be of this session.
 */
export function stickySession(
  run: Pick<AgentRun, 'requester' | 'agentId' | 'sessionKey' | 'hasNamedSession'>,
): string | undefined {
  if (!run.hasNamedSession) return undefined;
  const name = JSON.stringify([run.agentId, ownerOf(run.requester), run.sessionKey]);
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
