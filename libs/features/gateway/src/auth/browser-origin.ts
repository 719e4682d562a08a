import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';
import { perSnapshot, type ConfigSnapshot } from '@clawmesh/config';
import { isLoopback } from './ip-ranges.js';

export interface OriginQuestion {
  readonly request: IncomingMessage;
  readonly snapshot: ConfigSnapshot;
  /** Pages of servers on this machine may ask as well. */
  readonly takesLocalPages?: boolean;
}

const allowedOrigins = perSnapshot(
  ({ config }) => new Set(config.gateway.controlUi.allowedOrigins.map((origin) => origin.toLowerCase())),
);

/** Whether scripts of the page that asks may ask at all; what is no browser sends no `Origin` (AUTH-65). */
export function allowsOrigin({ request, snapshot, takesLocalPages = false }: OriginQuestion): boolean {
  const header = request.headers.origin;
  if (header === undefined) return true;
  const origin = parseOrigin(header);
  if (!origin) return false;
  const allowed = allowedOrigins(snapshot);
  if (allowed.has('*') || allowed.has(origin.origin.toLowerCase())) return true;
  const isSameHost = origin.host === request.headers.host?.trim().toLowerCase();
  if (isSameHost && snapshot.config.gateway.controlUi.dangerouslyAllowHostHeaderOriginFallback) return true;
  if (isSameHost && isPrivateHost(hostOf(origin))) return true;
  return takesLocalPages && isLoopbackHost(hostOf(origin));
}

/** Undefined for `null`, and for what is more or less than an origin. */
function parseOrigin(header: string): URL | undefined {
  const text = header.trim();
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isBare = url.pathname.length <= 1 && url.search === '' && url.hash === '' && url.username === '';
  return url.origin !== 'null' && url.host !== '' && isBare ? url : undefined;
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').toLowerCase();

const isLoopbackHost = (host: string): boolean => host === 'localhost' || isLoopback(host);

const privateRanges = new BlockList();
privateRanges.addSubnet('10.0.0.0', 8);
privateRanges.addSubnet('172.16.0.0', 12);
privateRanges.addSubnet('192.168.0.0', 16);
privateRanges.addSubnet('169.254.0.0', 16);
privateRanges.addSubnet('fc00::', 7, 'ipv6');
privateRanges.addSubnet('fe80::', 10, 'ipv6');

/** An address of a private network, written out: no name of the internet can be made to resolve to it. */
function isPrivateHost(host: string): boolean {
  if (isIP(host) === 0) return host.endsWith('.local');
  return privateRanges.check(host, isIPv4(host) ? 'ipv4' : 'ipv6');
}
