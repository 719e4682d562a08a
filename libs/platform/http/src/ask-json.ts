import { request } from 'undici';

/** A request to a service of our own, whose answers are small. */
export interface JsonRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Until the answer begins, and again between its parts. */
  readonly timeoutMs: number;
}

export interface JsonAnswer {
  readonly status: number;
  /** Undefined: what came is no JSON. */
  readonly body: unknown;
}

/** Rejects when there is no answer, with the code of the socket or of undici; and when the signal aborts, with its reason. */
export async function askJson(
  { method, url, headers, body, timeoutMs }: JsonRequest,
  signal?: AbortSignal,
): Promise<JsonAnswer> {
  const answer = await request(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal: signal ?? null,
  });
  const text = await answer.body.text();
  return { status: answer.statusCode, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
