import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { ConfigStore } from '@clawmesh/config';
import { hasScope, ownerOf, type Requester } from '@clawmesh/contracts';
import type { Attempt, Authenticator } from '../auth/authenticator.js';
import { attributeCaller } from '../auth/proxy-attribution.js';
import type { Endpoint } from './endpoint.js';
import type { Exchange } from './exchange.js';
import type { GatewayDrain } from './gateway-drain.js';
import {
  badExpectation,
  badFraming,
  badUpgrade,
  draining,
  methodNotAllowed,
  missingScope,
  tooManyHeaders,
  unauthorized,
  unknownPath,
} from './request-error.js';

export interface Gatekeepers {
  readonly config: ConfigStore;
  readonly drain: GatewayDrain;
  readonly authenticator: Authenticator;
}

/** What a caller proved, and whether it still holds. */
export interface Authority {
  readonly requester: Requester;
  /** Asks again, under the config that is in force by now: rejects where it does not hold any more (HTTP-20, AUTH-74). */
  checkAgain(): Promise<Requester>;
}

export interface Admitted {
  readonly endpoint: Endpoint;
  readonly authority: Authority;
}

const thisMachine: Requester = { method: 'none', subject: 'this-machine', scopes: ['operator.read'], isOwner: false };

/** Every check up to the body. The order is contract (HTTP-21): one line per check, the first that fails answers. */
export async function admit(
  exchange: Exchange,
  endpoint: Endpoint | undefined,
  keepers: Gatekeepers,
): Promise<Admitted> {
  const { request, snapshot } = exchange;
  const caller = attributeCaller(request, snapshot); // 1
  if (!endpoint?.isEnabled(snapshot.config)) throw unknownPath(); // 2
  if (keepers.drain.draining) throw draining(); // 3
  if (request.method !== endpoint.method) throw methodNotAllowed(endpoint.method); // 4
  const isOpen = endpoint.isOpenToThisMachine && caller.kind === 'direct-local';
  const takesApiKey = endpoint.takesApiKey?.(request, snapshot.config) ?? false;
  const attempt = { request, caller, snapshot, takesApiKey };
  const requester = isOpen ? thisMachine : await keepers.authenticator.authenticate(attempt); // 5
  if (!mayCall(requester, endpoint.scope)) throw missingScope(endpoint.scope); // 6
  const admitted = { endpoint, attempt, requester };
  return { endpoint, authority: { requester, checkAgain: () => admitAgain(admitted, keepers) } };
}

interface AdmittedBefore {
  readonly endpoint: Endpoint;
  readonly attempt: Attempt;
  readonly requester: Requester;
}

async function admitAgain(before: AdmittedBefore, { config, authenticator }: Gatekeepers): Promise<Requester> {
  const { endpoint, attempt, requester } = before;
  const snapshot = config.current();
  if (snapshot === attempt.snapshot) return requester;
  const caller = attributeCaller(attempt.request, snapshot);
  // Where a token may stand was decided before.
  const now = await authenticator.authenticateAgain({ ...attempt, caller, snapshot });
  if (ownerOf(now) !== ownerOf(requester)) throw unauthorized('the caller is another one under the new config');
  if (!mayCall(now, endpoint.scope)) throw missingScope(endpoint.scope);
  return now;
}

const maxHeaders = 100;

/** HTTP-13: what a client may ask of HTTP itself; on every path. */
export function checkProtocol({ headers, rawHeaders }: IncomingMessage): void {
  if (rawHeaders.length > 2 * maxHeaders) throw tooManyHeaders(); // names and values in turn
  if (headers['transfer-encoding'] !== undefined) checkEncoding(headers);
  if (headers.upgrade !== undefined) throw badUpgrade();
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') throw badExpectation();
}

/** Node takes more than this, such as an empty encoding beside a length, and a proxy before us may read it otherwise. */
function checkEncoding(headers: IncomingHttpHeaders): void {
  const isChunked = headers['transfer-encoding']?.toLowerCase() === 'chunked';
  if (!isChunked || headers['content-length'] !== undefined) throw badFraming();
}

function mayCall({ scopes }: Requester, scope: string): boolean {
  if (hasScope(scopes, scope)) return true;
  // AUTH-53: who may write to sessions may run.
  return scope === 'operator.write' && scopes.includes('operator.sessions.write');
}
