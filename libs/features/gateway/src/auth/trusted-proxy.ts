import type { IncomingMessage } from 'node:http';
import type { ConfigSnapshot } from '@clawmesh/config';
import { allowsOrigin } from './browser-origin.js';
import { isLoopback } from './ip-ranges.js';
import type { OwnAddresses } from './own-addresses.js';
import { trustedProxies, type Caller } from './proxy-attribution.js';

export type ProxyVerdict =
  | { readonly user: string }
  /** For the log; `proxy_attribution_required` is a 403, the others are a 401. */
  | { readonly reason: string };

export interface ProxyQuestion {
  readonly request: IncomingMessage;
  readonly caller: Caller;
  readonly snapshot: ConfigSnapshot;
}

/** Whom the proxy says this is. The order is contract: one line per check, the first that fails answers (AUTH-21…29). */
export function readProxyUser(question: ProxyQuestion, ownAddresses: OwnAddresses): ProxyVerdict {
  const { request, caller, snapshot } = question;
  const { auth, trustedProxies: proxies } = snapshot.config.gateway;
  if (!auth.trustedProxy) return { reason: 'trusted_proxy_config_missing' };
  if (proxies.length === 0) return { reason: 'trusted_proxy_no_proxies_configured' };
  const user = firstValue(request, auth.trustedProxy.userHeader);
  const reason =
    wrongSource(question, auth.trustedProxy, ownAddresses) ??
    wrongHeaders(request, auth.trustedProxy, user) ??
    (caller.kind === 'trusted-proxy' ? undefined : 'proxy_attribution_required') ??
    (allowsOrigin({ request, snapshot }) ? undefined : 'trusted_proxy_origin_not_allowed');
  return reason === undefined ? { user } : { reason };
}

type ProxySettings = NonNullable<ConfigSnapshot['config']['gateway']['auth']['trustedProxy']>;

function wrongSource(
  { caller: { peer }, snapshot }: ProxyQuestion,
  { allowLoopback }: ProxySettings,
  ownAddresses: OwnAddresses,
): string | undefined {
  if (!trustedProxies(snapshot).has(peer)) return 'trusted_proxy_untrusted_source';
  if (!isLoopback(peer)) return ownInterface(peer, ownAddresses);
  return allowLoopback ? undefined : 'trusted_proxy_loopback_source';
}

function wrongHeaders(
  request: IncomingMessage,
  { requiredHeaders, allowUsers }: ProxySettings,
  user: string,
): string | undefined {
  const missing = requiredHeaders.find((name) => firstValue(request, name) === '');
  if (missing !== undefined) return `trusted_proxy_missing_header_${missing.toLowerCase()}`;
  if (user === '') return 'trusted_proxy_user_missing';
  return allowUsers.length > 0 && !allowUsers.includes(user) ? 'trusted_proxy_user_not_allowed' : undefined;
}

/** Whoever is on this machine under its own address is not the proxy in front of it (AUTH-23). */
function ownInterface(peer: string, ownAddresses: OwnAddresses): string | undefined {
  const own = ownAddresses();
  if (!own) return 'trusted_proxy_local_interface_check_failed';
  return own.has(peer) ? 'trusted_proxy_local_interface_source' : undefined;
}

/** Trimmed; empty when the header is missing or blank. Of a repeated header the first value counts. */
function firstValue({ headersDistinct }: IncomingMessage, name: string): string {
  return headersDistinct[name.toLowerCase()]?.[0]?.trim() ?? '';
}
