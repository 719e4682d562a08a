import type { IncomingMessage } from 'node:http';
import type { Config } from '@clawmesh/config';
import type { Reply } from '../render/reply.js';
import type { Authority } from './admission.js';
import type { Exchange } from './exchange.js';
import type { RequestError } from './request-error.js';

/** A path of ours that needs a verified caller. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** What the caller must be allowed (AUTH-53). */
  readonly scope: string;
  /** Callers on this very machine need no credentials. */
  readonly isOpenToThisMachine?: boolean;
  /** Whether this request may bring its bearer token as `x-api-key`. */
  takesApiKey?(request: IncomingMessage, config: Config): boolean;
  isEnabled(config: Config): boolean;
  /** How a refusal looks here, where it is not OpenAI's form. */
  renderError?(error: RequestError, request: IncomingMessage): Reply;
  serve(exchange: Exchange, authority: Authority): void | Promise<void>;
}
