import type { BootSettings } from '../boot/boot-settings.js';
import { ConfigError } from '../config-error.js';
import type { ConfigSnapshot } from '../config-snapshot.js';
import { resolveBind } from './gateway-bind.js';
import { findSharedSecret, sharedSecret } from './shared-secret.js';

export type GatewayAuth =
  | { readonly mode: 'token'; readonly token: string }
  | { readonly mode: 'password'; readonly password: string }
  /** The password lets in callers on this machine that come without the proxy (AUTH-30). */
  | { readonly mode: 'trusted-proxy'; readonly password?: string }
  | { readonly mode: 'none' };

/** How clients authenticate; refuses to start with anything unsafe (AUTH-1…7). Throws `ConfigError`. */
export function resolveGatewayAuth(snapshot: ConfigSnapshot, boot: BootSettings): GatewayAuth {
  const mode = boot.authMode ?? snapshot.config.gateway.auth.mode ?? impliedMode(snapshot, boot);
  switch (mode) {
    case 'token':
      return { mode, token: sharedSecret(mode, snapshot, boot) };
    case 'password':
      return { mode, password: sharedSecret(mode, snapshot, boot) };
    case 'trusted-proxy':
      return behindProxy(snapshot, boot);
    case 'none':
      if (snapshot.config.gateway.auth.jwt) throw refused('gateway.auth.jwt', 'needs another mode than "none"');
      // In the open nobody may go unasked (AUTH-7).
      if (resolveBind(snapshot, boot).isLoopback || boot.devAllowOpen) return { mode };
      throw refused('gateway.auth.mode', '"none" needs gateway.bind "loopback" (AUTH-7)');
    default:
      return mode satisfies never;
  }
}

/** AUTH-2. */
function impliedMode(snapshot: ConfigSnapshot, boot: BootSettings): 'password' | 'token' {
  const { auth } = snapshot.config.gateway;
  const token = boot.token ?? auth.token;
  const password = boot.password ?? auth.password;
  if (token !== undefined && password !== undefined) {
    throw refused('gateway.auth.mode', 'a token and a password are set: say which mode is meant');
  }
  if (boot.token !== undefined) return 'token';
  return findSharedSecret('password', snapshot, boot) === undefined ? 'token' : 'password';
}

/** AUTH-6. A token beside a proxy would be a second way in that nobody thinks of. */
function behindProxy(snapshot: ConfigSnapshot, boot: BootSettings): GatewayAuth {
  const { auth, trustedProxies } = snapshot.config.gateway;
  if (!auth.trustedProxy) throw refused('gateway.auth.trustedProxy', 'required with gateway.auth.mode "trusted-proxy"');
  if (!trustedProxies.some((entry) => entry.trim() !== '')) {
    throw refused('gateway.trustedProxies', 'names no proxy, which gateway.auth.mode "trusted-proxy" needs');
  }
  if (boot.token !== undefined || auth.token !== undefined || snapshot.env.OPENCLAW_GATEWAY_TOKEN?.trim()) {
    const reason = 'with gateway.auth.mode "trusted-proxy" there must be no token, nor OPENCLAW_GATEWAY_TOKEN';
    throw refused('gateway.auth.token', reason);
  }
  const password = findSharedSecret('password', snapshot, boot);
  return { mode: 'trusted-proxy', ...(password !== undefined && { password }) };
}

const refused = (path: string, reason: string): ConfigError => new ConfigError([{ path, reason }]);
