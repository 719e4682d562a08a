import { askJson, type JsonAnswer } from '@clawmesh/http';
import { CommandError } from '../command-error.js';
import type { GatewayTarget } from './gateway-target.js';

/** What is asked of a gateway; with a body it is a POST. */
export interface GatewayQuestion {
  readonly path: string;
  readonly body?: object;
}

const timeoutMs = 10_000;

/** The JSON of a good answer. Throws `CommandError` that says what to do about any other; passes an abort on. */
export async function askGateway(
  target: GatewayTarget,
  { path, body }: GatewayQuestion,
  signal?: AbortSignal,
): Promise<unknown> {
  const headers = target.token === undefined ? {} : { authorization: `Bearer ${target.token.value}` };
  const request = { url: target.url + path, headers, timeoutMs, method: body ? 'POST' : 'GET', body } as const;
  const answer = await askJson(request, signal).catch((error: unknown) => {
    throw signal?.aborted ? error : unreachable(target, error);
  });
  if (answer.status !== 200 || answer.body === undefined) throw refused(target, answer);
  return answer.body;
}

function unreachable({ url }: GatewayTarget, error: unknown): CommandError {
  const why = error instanceof Error ? ('code' in error && String(error.code)) || error.message : String(error);
  return new CommandError(
    `no gateway answers at ${url} (${why}). Start one with \`clawmesh gateway run\`, or name another with --url.`,
  );
}

function refused(target: GatewayTarget, { status, body }: JsonAnswer): CommandError {
  const { url, token } = target;
  const { message, code } = errorOf(body);
  if (status === 401) return new CommandError(badToken(url, token?.origin));
  if (code === 'no_workers') {
    return new CommandError(
      `the gateway at ${url} has no provider-worker, which knows the keys. Start one with \`clawmesh provider-worker\`.`,
    );
  }
  if (message === undefined) {
    return new CommandError(`${url} answered ${status}, and not as a gateway of this version does. Is --url right?`);
  }
  return new CommandError(status === 403 ? `${message} (the gateway at ${url})` : message);
}

function badToken(url: string, origin: string | undefined): string {
  return origin === undefined
    ? `the gateway at ${url} wants a token: set OPENCLAW_GATEWAY_TOKEN, or use --token.`
    : `the gateway at ${url} does not know the secret ${origin}. Another can be given with --token.`;
}

/** Of any of our error bodies; nothing of what is none. */
function errorOf(body: unknown): { readonly message?: string; readonly code?: string } {
  if (typeof body !== 'object' || body === null || !('error' in body)) return {};
  const { error } = body;
  if (typeof error !== 'object' || error === null) return {};
  return {
    ...('message' in error && typeof error.message === 'string' && { message: error.message }),
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
  };
}
