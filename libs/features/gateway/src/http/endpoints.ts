import { ConfigStore, type Config } from '@clawmesh/config';
import { Metrics } from '@clawmesh/telemetry';
import { Injectable } from '@nestjs/common';
import { BusCalls } from '../dispatch/bus-calls.js';
import { RunDispatcher } from '../dispatch/run-dispatcher.js';
import { requestErrorReply } from '../render/error-response.js';
import { messageErrorReply } from '../render/messages/message-error.js';
import { isAnthropicClient } from './anthropic-models.js';
import { chatSurface } from './chat-surface.js';
import type { Endpoint } from './endpoint.js';
import { messagesSurface } from './messages-surface.js';
import { responsesSurface } from './responses-surface.js';
import type { RunSurface } from './run-surface.js';
import { serveEmbeddings } from './serve-embeddings.js';
import { keyEndpoints } from './serve-keys.js';
import { metricsPath, serveMetrics } from './serve-metrics.js';
import { listModels, modelsPath, showModel } from './serve-models.js';
import { serveRun } from './serve-run.js';
import { serveTokenCount } from './serve-token-count.js';
import { Ticker } from './ticker.js';

const chatEnabled = ({ gateway }: Config): boolean => gateway.http.endpoints.chatCompletions.enabled;
const responsesEnabled = ({ gateway }: Config): boolean => gateway.http.endpoints.responses.enabled;
const messagesEnabled = ({ gateway }: Config): boolean => gateway.http.endpoints.messages.enabled;
const anyEnabled = (config: Config): boolean =>
  chatEnabled(config) || responsesEnabled(config) || messagesEnabled(config); // HTTP-4

/** The paths that need a verified caller. Matching is exact, but for what follows `/v1/models/` (HTTP-8, HTTP-41). */
@Injectable()
export class Endpoints {
  readonly #byPath: ReadonlyMap<string, Endpoint>;
  readonly #model: Endpoint;

  constructor(
    readonly config: ConfigStore,
    readonly dispatcher: RunDispatcher,
    calls: BusCalls,
    readonly ticker: Ticker,
    metrics: Metrics,
  ) {
    const read = { method: 'GET', scope: 'operator.read', isEnabled: anyEnabled } as const;
    const write = { method: 'POST', scope: 'operator.write' } as const;
    const { remoteFiles, embeddings, tokenCounts, keyBoard } = calls;
    const deps = { dispatcher, remoteFiles, embeddings, tokenCounts, keyBoard, ticker };
    const runs = (surface: RunSurface): Pick<Endpoint, 'serve'> => ({
      serve: (exchange, authority) => serveRun(exchange, { authority, surface }, deps),
    });
    const models: Omit<Endpoint, 'serve'> = {
      ...read,
      takesApiKey: isAnthropicClient,
      renderError: (error, request) =>
        (isAnthropicClient(request, config.current().config) ? messageErrorReply : requestErrorReply)(error),
    };
    const messages = { ...write, isEnabled: messagesEnabled, takesApiKey: () => true, renderError: messageErrorReply };
    this.#model = { ...models, serve: showModel };
    this.#byPath = new Map<string, Endpoint>([
      ['/v1/chat/completions', { ...write, isEnabled: chatEnabled, ...runs(chatSurface) }],
      ['/v1/responses', { ...write, isEnabled: responsesEnabled, ...runs(responsesSurface) }],
      [
        '/v1/embeddings',
        {
          ...write,
          isEnabled: anyEnabled,
          serve: (exchange, authority) => serveEmbeddings(exchange, authority, deps),
        },
      ],
      ['/v1/messages', { ...messages, ...runs(messagesSurface) }],
      [
        '/v1/messages/count_tokens',
        { ...messages, serve: (exchange, authority) => serveTokenCount(exchange, authority, deps) },
      ],
      [modelsPath, { ...models, serve: listModels }],
      ...keyEndpoints(deps),
      // HTTP-166: never public.
      [
        metricsPath,
        {
          ...read,
          isOpenToThisMachine: true,
          isEnabled: () => true,
          serve: (exchange) => serveMetrics(exchange, metrics),
        },
      ],
    ]);
  }

  find(path: string): Endpoint | undefined {
    return this.#byPath.get(path) ?? (path.startsWith(`${modelsPath}/`) ? this.#model : undefined);
  }
}
