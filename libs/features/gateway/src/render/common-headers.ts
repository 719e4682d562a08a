import { perSnapshot } from '@clawmesh/config';
import type { RawHeaders } from './reply.js';

const securityHeaders: RawHeaders = [
  'X-Content-Type-Options',
  'nosniff',
  'Referrer-Policy',
  'no-referrer',
  'Permissions-Policy',
  'camera=(), microphone=(self), geolocation=()',
];

/** The headers of every response (HTTP-9), also where there is no request to answer, such as a broken request line. */
export const commonHeaders = perSnapshot(({ config }): RawHeaders => {
  const transport = config.gateway.http.securityHeaders.strictTransportSecurity;
  if (!transport || transport.trim() === '') return securityHeaders;
  return [...securityHeaders, 'Strict-Transport-Security', transport.trim()];
});
