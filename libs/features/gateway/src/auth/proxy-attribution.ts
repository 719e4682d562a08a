import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { perSnapshot, type ConfigSnapshot } from '@clawmesh/config';
import { unattributable } from '../http/request-error.js';
import { IpRanges, foldAddress, isLoopback } from './ip-ranges.js';

/** Where a request really comes from (AUTH-11). */
export interface Caller {
  readonly kind: 'direct-local' | 'direct-remote' | 'trusted-proxy';
  /** The client's address: of the socket, or what a trusted proxy says it is. */
  readonly address: string;
  /** The address of the socket. */
  readonly peer: string;
}

export const trustedProxies = perSnapshot(({ config }) => new IpRanges(config.gateway.trustedProxies));

/** Throws where nobody says who the client is: forwarding headers of no proxy of ours, or a proxy without them (AUTH-12). */
export function attributeCaller(request: IncomingMessage, snapshot: ConfigSnapshot): Caller {
  const peer = foldAddress(request.socket.remoteAddress ?? '');
  const isDirect = !hasForwardedEvidence(request);
  if (isDirect && isLoopback(peer)) return { kind: 'direct-local', address: peer, peer };
  const proxies = trustedProxies(snapshot);
  const isProxy = proxies.has(peer);
  if (isDirect && !isProxy) return { kind: 'direct-remote', address: peer, peer };
  const address = isProxy ? forwardedAddress(request, proxies, snapshot) : undefined;
  if (address === undefined) throw unattributable();
  return { kind: 'trusted-proxy', address, peer };
}

function hasForwardedEvidence({ headers }: IncomingMessage): boolean {
  for (const name in headers) {
    const first = name.charCodeAt(0);
    // Only x…, f… and t… can be evidence; this runs for every header of every request.
    if ((first === 120 || first === 102 || first === 116) && isEvidence(name)) return true;
  }
  return false;
}

function isEvidence(name: string): boolean {
  if (name === 'forwarded' || name === 'x-real-ip') return true;
  return name.startsWith('x-forwarded-') || name.startsWith('tailscale-');
}

/** Walks `X-Forwarded-For` from the right to the first address that is not one of our own hops (AUTH-13). */
function forwardedAddress(request: IncomingMessage, proxies: IpRanges, { config }: ConfigSnapshot): string | undefined {
  const hops = String(request.headers['x-forwarded-for'] ?? '').split(',');
  for (const hop of hops.reverse()) {
    const address = hopAddress(hop);
    if (address && !isLoopback(address) && !proxies.has(address)) return address;
  }
  if (!config.gateway.allowRealIpFallback) return undefined;
  const address = hopAddress(String(request.headers['x-real-ip'] ?? ''));
  return address && !isLoopback(address) ? address : undefined;
}

/** The address of a hop without port and brackets; undefined when it is none. */
function hopAddress(hop: string): string | undefined {
  const text = hop.trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
  const address = foldAddress(bare);
  return isIP(address) === 0 ? undefined : address;
}
