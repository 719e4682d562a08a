import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { securityHeaders } from '../render/common-headers.js';
import { textType } from '../render/reply.js';
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
  clientErrorHandler,
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
  // Node would answer 417 by itself, without the headers of HTTP-9.
  const server: Server = app.getHttpServer();
  server.on('checkExpectation', (request, response) => void http.handle(request, response));
  // A tunnel to elsewhere: without a listener Node would close the connection without a word.
  server.on('connect', (_request, socket: Socket) => refuseBytes(socket, 405));
  // Node would leave out, silently, what comes after 2000 fields, such as the address a proxy appends (AUTH-11).
  server.maxHeadersCount = 0;
}

const statusByCode: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** Bytes that are no HTTP request. */
function clientErrorHandler(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET') return void socket.destroy();
  refuseBytes(socket, statusByCode[error.code ?? ''] ?? 400);
}

/** After an earlier answer, which still goes out, nothing is said: it might end up in the middle of one. */
function refuseBytes(socket: Socket, status: number): void {
  if (!socket.writable || socket.bytesWritten > 0) return void socket.destroySoon();
  const text = STATUS_CODES[status] ?? '';
  const allow = status === 405 ? ['Allow', 'GET, POST'] : [];
  const headers = [...textType, 'Content-Length', String(text.length), ...allow, ...securityHeaders];
  const lines = headers.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${headers[at + 1]}`] : []));
  socket.end([`HTTP/1.1 ${status} ${text}`, ...lines, 'Connection: close', '', text].join('\r\n'));
}
