import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigStore } from '@clawmesh/config';
import { Logger } from '@clawmesh/telemetry';
import { Injectable } from '@nestjs/common';
import { Authenticator } from '../auth/authenticator.js';
import { commonHeaders } from '../render/common-headers.js';
import { requestErrorReply, unexpectedErrorReply } from '../render/error-response.js';
import { writeReply } from '../render/reply.js';
import { admit, checkProtocol, type Gatekeepers } from './admission.js';
import { Endpoints } from './endpoints.js';
import type { Exchange } from './exchange.js';
import { GatewayDrain } from './gateway-drain.js';
import { ClientGoneError } from './read-body.js';
import { Readiness } from './readiness.js';
import { RequestError, type RequestErrorKind } from './request-error.js';
import { findProbe, serveProbe, type ProbeDependencies } from './serve-probe.js';

/** Where every HTTP request enters and every error ends. */
@Injectable()
export class GatewayHttp {
  readonly #warnedOf = new Set<unknown>();
  /** Connections that end with an answer already given. */
  readonly #ending = new WeakSet<Socket>();
  readonly #deps: Gatekeepers & ProbeDependencies;

  constructor(
    private readonly config: ConfigStore,
    private readonly endpoints: Endpoints,
    authenticator: Authenticator,
    private readonly drain: GatewayDrain,
    readiness: Readiness,
    private readonly logger: Logger,
  ) {
    this.#deps = { config, authenticator, drain, readiness };
  }

  /** Answers, whatever happens; never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // It may be the rest of what was refused, misread as a request of its own.
    if (this.#ending.has(request.socket)) return;
    const exchange = this.#open(request, response);
    this.drain.enter();
    try {
      await this.#serve(exchange);
    } catch (error) {
      await this.#answerError(exchange, error);
    } finally {
      this.drain.leave();
    }
  }

  #open(request: IncomingMessage, response: ServerResponse): Exchange {
    const url = request.url ?? '/';
    const query = url.indexOf('?');
    const path = query === -1 ? url : url.slice(0, query);
    return { request, response, path, snapshot: this.config.current(), startedAt: Date.now() };
  }

  async #serve(exchange: Exchange): Promise<void> {
    checkProtocol(exchange.request);
    const probe = findProbe(exchange.path);
    if (probe) return serveProbe(exchange, probe, this.#deps);
    const { endpoint, authority } = await admit(exchange, this.endpoints.find(exchange.path), this.#deps);
    await endpoint.serve(exchange, authority);
  }

  async #answerError({ request, response, snapshot, path }: Exchange, error: unknown): Promise<void> {
    if (error instanceof ClientGoneError) return;
    if (error instanceof RequestError) {
      this.#logRefusal(path, error);
      if (error.details.delayMs) await delay(error.details.delayMs);
    } else {
      this.logger.error({ err: error, path }, 'request failed unexpectedly');
    }
    if (response.headersSent) return void response.destroy();
    const render = this.endpoints.find(path)?.renderError ?? requestErrorReply;
    const reply = error instanceof RequestError ? render(error, request) : unexpectedErrorReply;
    writeReply(response, commonHeaders(snapshot), reply);
    if (!reply.closesConnection) return;
    this.#ending.add(request.socket);
    endAfterBody(request, response);
  }

  #logRefusal(path: string, { kind, cause, message }: RequestError): void {
    const reason = cause ?? message;
    this.logger.debug({ path, kind, reason }, 'request refused');
    const what = warnings[kind];
    if (what === undefined || this.#warnedOf.has(reason)) return;
    this.#warnedOf.add(reason); // AUTH-15: once is enough to find the wrong setting.
    this.logger.warn({ path, reason }, what);
  }
}

/** What an operator wants to know of, once for each reason; there are few. */
const warnings: Partial<Record<RequestErrorKind, string>> = {
  'proxy-attribution': 'refused forwarding headers: the sender is not in gateway.trustedProxies, or names no client',
  overloaded: 'had to turn a caller away',
  unauthorized: 'refused a caller; more like it are logged at level debug',
};

const lingerMs = 900;

/**
 * The rest of the body is read and thrown away for a moment before the connection ends: closed at once, it would be
 * reset under a client that is still writing, which then never sees the answer (HTTP-16).
 */
function endAfterBody(request: IncomingMessage, response: ServerResponse): void {
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  response.once('close', () => clearTimeout(timer));
  if (request.complete) return end();
  request.once('end', end).once('close', end).resume();
}
