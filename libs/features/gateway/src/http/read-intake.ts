import { randomUUID } from 'node:crypto';
import type { RunIntake } from '../intake/run-intake.js';
import type { Authority } from './admission.js';
import { onClientGone } from './client-gone.js';
import type { Exchange } from './exchange.js';
import { ClientGoneError, readJsonBody } from './read-body.js';
import type { RunDependencies } from './serve-run.js';

const bodyTimeoutMs = 30_000;

export interface IntakeQuestion {
  readonly authority: Authority;
  readonly maxBodyBytes: number;
}

/** Reads the body of an admitted request, and checks that its sender may still ask (HTTP-20). */
export async function readIntake(
  exchange: Exchange,
  { authority, maxBodyBytes }: IntakeQuestion,
  { dispatcher, remoteFiles, ticker }: RunDependencies,
): Promise<RunIntake> {
  const { request, snapshot, startedAt: now } = exchange;
  const { value: body, text } = await readJsonBody(
    request,
    { maxBytes: maxBodyBytes, timeoutMs: bodyTimeoutMs },
    ticker,
  );
  const requester = await authority.checkAgain();
  const checkAuthority = (): Promise<unknown> => authority.checkAgain();
  const { gatewayId } = dispatcher;
  const inputs = { remoteFiles, checkAuthority, signal: () => goneSignal(exchange) };
  return { body, bodyText: text, request, requester, snapshot, gatewayId, runId: randomUUID(), now, inputs };
}

/** Aborts when the client leaves (HTTP-94a). */
export function goneSignal({ response }: Exchange): AbortSignal {
  const gone = new AbortController();
  onClientGone(response, () => gone.abort(new ClientGoneError('the client left before there was an answer')));
  return gone.signal;
}
