import type { Route } from '@clawmesh/providers';
import type { UpstreamHeaders } from '@clawmesh/http';
import type { UpstreamError, WireApi } from '@clawmesh/wire';
import type { FailureEvidence } from './classify-failure.js';

/** ERR-4. */
const maxLevels = 25;

/** Whom the failed call asked. */
interface Asked {
  readonly wire: Pick<WireApi, 'readError'>;
  readonly route: Route;
}

/** An answer with an error status. */
export function evidenceOfAnswer(
  answer: { readonly status: number; readonly headers: UpstreamHeaders; readonly body: string },
  { wire, route }: Asked,
): FailureEvidence {
  const error = wire.readError(answer.body, answer.headers);
  return { ...evidenceOfError(error, route), ...answer };
}

/** An error the upstream reported inside a stream, or in a body that came with status 200. */
export function evidenceOfError(error: UpstreamError, { provider, api }: Route): FailureEvidence {
  const { message, status, code, moreCodes = [], type, details } = error;
  const codes = code === undefined ? moreCodes : [code, ...moreCodes];
  const body = details && JSON.stringify(details);
  return { message, codes, type, status, body, provider, api };
}

/**
 * An error of the socket. Its own text names the address it could not reach, so a text of ours replaces it where the
 * code says enough.
 */
export function evidenceOfException(error: Error, { provider, api }: Route): FailureEvidence {
  const codes = codesOf(error);
  const message = codes[0] === undefined ? error.message : transportMessage(codes[0]);
  return { message, codes, provider, api };
}

/** The codes of an error and of those it came from, outermost first. By shape: Node's may come from another realm. */
function codesOf(error: Error): string[] {
  const levels = new Set<object>([error]);
  const codes = new Set<string>();
  let read = 0;
  for (const level of levels) {
    if (++read > maxLevels) break;
    if ('code' in level && typeof level.code === 'string') codes.add(level.code);
    for (const below of levelsBelow(level)) levels.add(below);
  }
  return [...codes];
}

/** A connection that was tried at several addresses has an error for each. */
function levelsBelow(level: object): object[] {
  const several = 'errors' in level && Array.isArray(level.errors) ? (level.errors as unknown[]) : [];
  const below = ['cause' in level && level.cause, 'error' in level && level.error, ...several];
  return below.filter((value) => typeof value === 'object' && value !== null) as object[];
}

const transportMessages: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The upstream refused the connection.',
  ECONNRESET: 'The upstream closed the connection.',
  ENOTFOUND: 'The upstream host name could not be resolved.',
  EAI_AGAIN: 'The upstream host name could not be resolved.',
  UND_ERR_CONNECT_TIMEOUT: 'The upstream did not accept the connection in time.',
  UND_ERR_HEADERS_TIMEOUT: 'The upstream did not answer in time.',
  UND_ERR_BODY_TIMEOUT: 'The upstream stopped answering.',
  UND_ERR_SOCKET: 'The upstream closed the connection.',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'The upstream sent an answer that is too large.',
};

const transportMessage = (code: string): string =>
  transportMessages[code] ?? `The connection to the upstream failed (${code}).`;
