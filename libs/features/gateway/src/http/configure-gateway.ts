import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { ConfigStore } from '@clawmesh/config';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { commonHeaders } from '../render/common-headers.js';
import { textType, type RawHeaders } from '../render/reply.js';
import { GatewayHttp } from './gateway-http.js';

/** For Nest's `FastifyAdapter`, whose body parser is to be off as well. */
export const gatewayServerOptions = {
  // One path for the router: which paths exist is decided in `Endpoints`, after proxy attribution (HTTP-21).
  rewriteUrl: (): string => '/',
  // While closing we answer by ourselves what is said while draining (HTTP-11).
  return503OnClosing: false,
  // When it closes, requests were drained already: what is left are idle keep-alive sockets.
  forceCloseConnections: true,
  skipMiddie: true,
  // For bodies nobody waits for, of requests that were refused already; the others have HTTP-17.
  requestTimeout: 60_000,
  // Who has not said what it wants by now, byte by byte or with no byte at all, only holds a connection.
  http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
};

/**
 * Hands every request to the gateway before Fastify or Nest look at it: the order of checks is contract, the body is
 * read after authentication, and a router, pipes and filters in between would cost more than the gateway itself.
 */
export function configureGateway(app: NestFastifyApplication): void {
  const http = app.get(GatewayHttp);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply) => {
      reply.hijack();
      const { raw } = request;
      raw.url = request.originalUrl;
      void http.handle(raw, reply.raw);
    });
  const server: Server = app.getHttpServer();
  // Node would answer 417 by itself, without the headers of HTTP-9.
  server.on('checkExpectation', (request, response) => void http.handle(request, response));
  answerBytes(server, app.get(ConfigStore));
  // Node would leave out, silently, what comes after 2000 fields, such as the address a proxy appends (AUTH-11).
  server.maxHeadersCount = 0;
}

interface ClientError extends Error {
  readonly code?: string;
}

const statusByCode: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** What is no request for anybody here has an answer too, with the headers of HTTP-9. */
function answerBytes(server: Server, config: ConfigStore): void {
  const refuse = (socket: Socket, status: number): void => refuseBytes(socket, status, commonHeaders(config.current()));
  // In place of Fastify's, which answers in JSON.
  server.removeAllListeners('clientError').on('clientError', (error: ClientError, socket: Socket) => {
    if (error.code === 'ECONNRESET') socket.destroy();
    else refuse(socket, statusByCode[error.code ?? ''] ?? 400);
  });
  // A tunnel to elsewhere: without a listener Node would close the connection without a word.
  server.on('connect', (_request, socket: Socket) => refuse(socket, 405));
}

/** After an earlier answer, which still goes out, nothing is said: it might end up in the middle of one. */
function refuseBytes(socket: Socket, status: number, common: RawHeaders): void {
  if (!socket.writable || socket.bytesWritten > 0) return void socket.destroySoon();
  const text = STATUS_CODES[status] ?? '';
  const allow = status === 405 ? ['Allow', 'GET, POST'] : [];
  const headers = [...textType, 'Content-Length', String(text.length), ...allow, ...common];
  const lines = headers.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${headers[at + 1]}`] : []));
  socket.end([`HTTP/1.1 ${status} ${text}`, ...lines, 'Connection: close', '', text].join('\r\n'));
}
