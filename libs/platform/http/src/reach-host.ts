import { request } from 'undici';

export interface Reached {
  readonly status: number;
  /** What time it is there, epoch milliseconds; undefined: it does not say. */
  readonly date?: number;
}

/** Whether anything answers at a URL, whatever it says. Rejects with the code of the socket or of undici. */
export async function reachHost(url: string, timeoutMs: number): Promise<Reached> {
  const { statusCode, headers, body } = await request(url, {
    method: 'HEAD',
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal: AbortSignal.timeout(timeoutMs),
  });
  await body.dump();
  const date = typeof headers.date === 'string' ? Date.parse(headers.date) : NaN;
  return { status: statusCode, ...(Number.isFinite(date) && { date }) };
}
