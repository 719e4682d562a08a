import type { IncomingMessage } from 'node:http';
import { checkJsonShape } from './check-json-shape.js';
import { bodyTimeout, bodyTooLarge, invalidRequest } from './request-error.js';
import type { Ticker } from './ticker.js';

export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** The client left before its request was complete; there is nobody to answer. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';
}

export interface JsonBody {
  readonly value: unknown;
  /** As it was sent, if reading it may have rounded numbers. */
  readonly text?: string;
}

/** Reads a JSON body of whatever declared type; none at all is `{}` (HTTP-16…18). */
export async function readJsonBody(request: IncomingMessage, limits: BodyLimits, ticker: Ticker): Promise<JsonBody> {
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes) throw bodyTooLarge();
  const bytes = await readBytes(request, limits, ticker);
  if (bytes.length === 0) return { value: {} };
  const { mayRound } = checkJsonShape(bytes);
  const text = bytes.toString('utf8');
  try {
    return { value: JSON.parse(text) as unknown, ...(mayRound && { text }) };
  } catch (error) {
    throw invalidRequest(error instanceof Error ? error.message : 'invalid JSON');
  }
}

function readBytes(request: IncomingMessage, { maxBytes, timeoutMs }: BodyLimits, ticker: Ticker): Promise<Buffer> {
  // It may have left while its credentials were checked.
  if (request.destroyed) throw new ClientGoneError('the client left before its request was read');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let received = 0;
    const expiresAt = Date.now() + timeoutMs;
    const watch = { tick: (now: number) => now >= expiresAt && settle(() => reject(bodyTimeout())) };
    const onData = (chunk: Buffer): void => {
      received += chunk.length;
      chunks.push(chunk);
      if (received > maxBytes) settle(() => reject(bodyTooLarge()));
    };
    const onEnd = (): void =>
      settle(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onGone = (): void => settle(() => reject(new ClientGoneError('the client left while it was sending')));
    const settle = (outcome: () => unknown): void => {
      ticker.delete(watch);
      request.off('data', onData).off('end', onEnd).off('close', onGone);
      outcome();
    };
    ticker.add(watch);
    request.on('data', onData).on('end', onEnd).on('close', onGone);
  });
}
