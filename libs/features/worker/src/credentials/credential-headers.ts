import type { Route } from '@clawmesh/providers';
import type { WireApi } from '@clawmesh/wire';

/** A header of the config by such a name is the credential (CRED-5). */
export const carriesCredential = (header: string): boolean =>
  /^(?:authorization|x-api-key|api-key|x-goog-api-key)$/i.test(header);

/** What authenticates a request: the key in the protocol's own form, or as the config has it (CFG-69). */
export function credentialHeaders(key: string, wire: WireApi, route: Route): Record<string, string> {
  const [name, value] = route.compat.sendsKeyAsBearer
    ? ['authorization', `Bearer ${key}`]
    : wire.credentialHeader(key, route);
  return { ...wire.keyHeaders?.(key, route), [name.toLowerCase()]: value };
}
