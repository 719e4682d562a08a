import type { IncomingMessage } from 'node:http';

/** What a request presents. Where a path is of Anthropic's API, the token may come as its clients send it. */
export function presentedToken({ headers }: IncomingMessage, takesApiKey: boolean): string | undefined {
  const bearer = bearerToken(headers.authorization);
  if (bearer !== undefined || !takesApiKey) return bearer;
  return headers['x-api-key']?.toString().trim() || undefined;
}

/** The value of `Authorization: Bearer …`; every other form counts as missing (AUTH-8). */
function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined || header.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  return header.slice(7).trim() || undefined;
}
