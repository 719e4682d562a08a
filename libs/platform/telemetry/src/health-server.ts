import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.js';

/** Whether the process can do its work now; `failing` names what it lacks (HTTP-165), `details` says more. */
export interface Readiness {
  readonly failing: readonly string[];
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface HealthSettings {
  readonly port: number;
  readonly host: string;
  readonly metrics: Metrics;
  readonly readiness: () => Readiness;
}

/** `/healthz`, `/readyz` and `/metrics` of a service that has no other HTTP port. */
export class HealthServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listening when it resolves. Rejects when the port is taken. */
  static async start(settings: HealthSettings): Promise<HealthServer> {
    const server = createServer((request, response) => {
      void answer(settings, request.url ?? '/', response);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(settings.port, settings.host, resolve);
    });
    return new HealthServer(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port; // listening on TCP: never a pipe's string
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const safely = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

async function answer(settings: HealthSettings, url: string, response: ServerResponse): Promise<void> {
  switch (url.split('?', 1)[0]) {
    case '/health':
    case '/healthz':
      return json(response, 200, { ok: true, status: 'live' });
    case '/ready':
    case '/readyz': {
      const { failing, details } = settings.readiness();
      const ready = failing.length === 0;
      return json(response, ready ? 200 : 503, { ready, failing, ...details });
    }
    case '/metrics':
      response.writeHead(200, { ...safely, 'content-type': settings.metrics.contentType });
      response.end(await settings.metrics.render());
      return;
    default:
      response.writeHead(404, { ...safely, 'content-type': 'text/plain; charset=utf-8' }).end('Not Found');
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { ...safely, 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body));
}
