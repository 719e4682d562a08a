import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { JsonShapeCheck } from './json-shape-check.js';
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
  const body = new JsonBodyReader();
  await readBytes(request, { ...limits, onBytes: (bytes) => body.push(bytes) }, ticker);
  return body.end();
}

/** Checks and decodes each piece when it comes: done at the end, a large body would hold up everybody else. */
class JsonBodyReader {
  readonly #shape = new JsonShapeCheck();
  readonly #decoder = new StringDecoder('utf8');
  #text = '';
  #refusal: unknown;

  push(bytes: Buffer): void {
    if (this.#refusal !== undefined) return;
    try {
      this.#shape.push(bytes);
      this.#text += this.#decoder.write(bytes);
    } catch (error) {
      this.#refusal = error; // told when the client has sent it all, and listens
      this.#text = '';
    }
  }

  end(): JsonBody {
    if (this.#refusal !== undefined) throw this.#refusal;
    const text = this.#text + this.#decoder.end();
    if (text === '') return { value: {} };
    const { mayRound } = this.#shape.end();
    try {
      return { value: JSON.parse(text) as unknown, ...(mayRound && { text }) };
    } catch (error) {
      throw invalidRequest(error instanceof Error ? error.message : 'invalid JSON');
    }
  }
}

interface ByteLimits extends BodyLimits {
  readonly onBytes: (bytes: Buffer) => void;
}

function readBytes(request: IncomingMessage, limits: ByteLimits, ticker: Ticker): Promise<void> {
  const { maxBytes, timeoutMs, onBytes } = limits;
  // It may have left while its credentials were checked.
  if (request.destroyed) throw new ClientGoneError('the client left before its request was read');
  return new Promise((resolve, reject) => {
    let received = 0;
    const expiresAt = Date.now() + timeoutMs;
    const watch = { tick: (now: number) => now >= expiresAt && settle(() => reject(bodyTimeout())) };
    const onData = (chunk: Buffer): void => {
      received += chunk.length;
      if (received > maxBytes) settle(() => reject(bodyTooLarge()));
      else onBytes(chunk);
    };
    const onEnd = (): void => settle(resolve);
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
