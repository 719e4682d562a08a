import type { ServerResponse } from 'node:http';
import type { Resumption } from '../dispatch/run-sink.js';
import { headerText, type RawHeaders } from './reply.js';

const streamHeaders: RawHeaders = ['Content-Type', 'text/event-stream; charset=utf-8', 'Cache-Control', 'no-cache'];

/** AM-20: so long the status waits for the first event; then proxies must see something. */
const headersAfterMs = 10_000;
/** HTTP-94b. */
const keepAliveMs = 15_000;

/** Server-sent events over one response. What was added since the last flush leaves in one socket write. */
export class SseWriter {
  #pending = '';
  #lastWriteAt: number;

  /** `startedAt`: when the client asked, in epoch milliseconds. */
  constructor(
    private readonly response: ServerResponse,
    startedAt: number,
  ) {
    this.#lastWriteAt = startedAt;
  }

  get started(): boolean {
    return this.response.headersSent;
  }

  get backlogBytes(): number {
    return this.response.writableLength;
  }

  start(headers: RawHeaders): void {
    this.response.writeHead(200, [...streamHeaders, ...headers]);
  }

  /** One event, already framed: `data: …` and a blank line. */
  add(event: string): void {
    this.#pending += event;
  }

  comment(text: string): void {
    this.#pending += `: ${text}\n\n`;
  }

  /** Clients take no notice of it; people who look at a stream do. */
  commentResumption({ from, to, chars }: Resumption): void {
    this.comment(headerText(`x-clawmesh-continued ${from} -> ${to} at ${chars}`));
  }

  flush(now = Date.now()): void {
    if (this.#pending === '') return;
    this.response.write(this.#pending);
    this.#pending = '';
    this.#lastWriteAt = now;
  }

  /** The client has heard nothing for so long that something must be written. */
  isSilent(now: number): boolean {
    return now - this.#lastWriteAt >= (this.started ? keepAliveMs : headersAfterMs);
  }

  /** `last`: the event that says that there is no more. */
  end(last = 'data: [DONE]\n\n'): void {
    this.response.end(this.#pending + last);
    this.#pending = '';
  }
}
