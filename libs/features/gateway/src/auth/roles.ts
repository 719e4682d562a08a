import type { ConfigSnapshot } from '@clawmesh/config';
import { commonScopes, hasScope, type Requester } from '@clawmesh/contracts';
import { agentForbidden, unauthorized } from '../http/request-error.js';

type Role = NonNullable<ConfigSnapshot['config']['gateway']['roles']>['definitions'][string];

/** The role of a user with a name. Shared secrets have none, and are not limited (AUTH-71). */
function roleOf({ method, subject }: Requester, { config }: ConfigSnapshot): Role | undefined {
  const { roles } = config.gateway;
  if (!roles || method === 'token' || method === 'password') return undefined;
  const name = Object.hasOwn(roles.users, subject) ? roles.users[subject] : roles.default;
  return roles.definitions[name ?? roles.default];
}

/** What the caller is allowed once its role was asked; throws where roles need a name and there is none (AUTH-72). */
export function withRole(requester: Requester, snapshot: ConfigSnapshot): Requester {
  const role = roleOf(requester, snapshot);
  if (!role) return requester;
  if (requester.method === 'none') throw unauthorized('gateway.roles need callers with a verified name');
  const scopes = commonScopes(requester.scopes, role.scopes);
  return { ...requester, scopes, isOwner: hasScope(scopes, 'operator.admin') };
}

/** HTTP-21, step 13: throws for an agent that the caller's role does not include (AUTH-71). */
export function checkAgentAllowed(requester: Requester, agentId: string, snapshot: ConfigSnapshot): void {
  const { agents = '*' } = roleOf(requester, snapshot) ?? {};
  if (agents === '*' || agents.some((id) => id.toLowerCase() === agentId)) return;
  throw agentForbidden(agentId);
}
