import type { ModelCall, ModelEvent, Usage } from '@clawmesh/contracts';
import type { Route, WireApiName } from '@clawmesh/providers';
import type { JsonObject } from './json-value.js';

/** A request without its credential: the HTTP client adds that, by `credentialHeader`. */
export interface WireRequest {
  readonly method: 'POST';
  /** Appended to the route's base URL; starts with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error an upstream reported, unclassified: what `read-error` found in a body or an error event (ERR-6). */
export interface UpstreamError {
  readonly message: string;
  readonly status?: number;
  readonly code?: string;
  /** Codes of the levels around and below it, outermost first (ERR-4). */
  readonly moreCodes?: readonly string[];
  readonly type?: string;
  /** Fields that tell when to come back (RA-2) and how large the request was (ERR-23). */
  readonly details?: JsonObject;
}

/** What a decoder adds to the events of a model. After it nothing follows. */
export interface UpstreamErrorEvent {
  readonly type: 'upstream-error';
  readonly error: UpstreamError;
}

export type WireEvent = ModelEvent | UpstreamErrorEvent;

/**
 * Decodes one streamed answer. Bytes may be cut anywhere, also inside a character. A complete answer ends with exactly
 * one `attempt-end`; a stream that stops before that ends with an `upstream-error` of code `unfinished_stream` (STRM-6).
 */
export interface StreamDecoder {
  push(bytes: Uint8Array): WireEvent[];
  /** The upstream closed the stream. */
  end(): WireEvent[];
  /** What the upstream has counted so far: an answer that is broken off has its cost too (AM-5). */
  usage(): Usage | undefined;
}

export interface CallCounting {
  encodeRequest(call: ModelCall, route: Route): WireRequest;
  /** Tokens the call would read. Undefined: the body says nothing of it. */
  decodeResponse(body: Uint8Array): number | undefined;
}

/** One protocol: pure functions, no I/O, never a key. */
export interface WireApi {
  readonly name: WireApiName;
  /** Throws `UnsupportedContentError`. */
  encodeRequest(call: ModelCall, route: Route): WireRequest;
  createDecoder(call: ModelCall, route: Route): StreamDecoder;
  /** A whole answer of a call that did not stream: a `message` and an `attempt-end`, or one `upstream-error`. */
  decodeResponse(body: Uint8Array, call: ModelCall, route: Route): WireEvent[];
  /** The body of an answer with an error status; any text, also none. */
  readError(body: string, headers: Readonly<Record<string, string | undefined>>): UpstreamError;
  /** How the upstream is asked what a call would read; absent where it cannot be. */
  readonly counting?: CallCounting;
  /** The header that carries a key: `authorization: Bearer …`, `x-api-key: …`. */
  credentialHeader(key: string, route: Route): readonly [name: string, value: string];
  /** Headers that a kind of key needs beside it; absent where no kind does. Names in lower case. */
  keyHeaders?(key: string, route: Route): Readonly<Record<string, string>>;
}
