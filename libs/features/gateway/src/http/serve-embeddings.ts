import { randomUUID } from 'node:crypto';
import { childTraceparent } from '@clawmesh/telemetry';
import type { EmbeddingDispatcher, EmbeddingEnding } from '../dispatch/embedding-dispatcher.js';
import { readEmbeddings, type EmbeddingOrder } from '../intake/embeddings/embeddings-intake.js';
import { commonHeaders } from '../render/common-headers.js';
import { embeddingsReply } from '../render/embeddings-response.js';
import { failureReply } from '../render/error-response.js';
import type { Reply } from '../render/reply.js';
import { writeRunReply } from '../render/write-run-reply.js';
import type { Authority } from './admission.js';
import { onClientGone } from './client-gone.js';
import type { Exchange } from './exchange.js';
import { readJsonBody } from './read-body.js';
import type { Ticker } from './ticker.js';

/** HTTP-16. */
const bodyLimits = { maxBytes: 5_242_880, timeoutMs: 30_000 };

export interface EmbeddingDependencies {
  readonly embeddings: EmbeddingDispatcher;
  readonly ticker: Ticker;
}

/** `POST /v1/embeddings`, after admission: read, understand, have a worker embed, show. No agent runs (HTTP-43). */
export async function serveEmbeddings(
  exchange: Exchange,
  authority: Authority,
  { embeddings, ticker }: EmbeddingDependencies,
): Promise<void> {
  const { request, response, snapshot, startedAt } = exchange;
  const { value: body } = await readJsonBody(request, bodyLimits, ticker);
  const requester = await authority.checkAgain();

  const runId = randomUUID();
  const order = readEmbeddings({ body, request, requester, snapshot, runId, now: startedAt });
  const traceparent = childTraceparent(request.headers['traceparent']?.toString());
  const onGone = (callback: () => void): void => onClientGone(response, callback);
  const ending = await embeddings.dispatch(order.job, { traceparent, onGone });
  if (!ending) return void response.destroy();

  const target = { response, common: commonHeaders(snapshot), runId, startedAt };
  writeRunReply(target, replyOf(ending, order), ending.attempts);
}

function replyOf({ result }: EmbeddingEnding, { job, model, encodingFormat }: EmbeddingOrder): Reply {
  if (result.status === 'failed') return failureReply(result.failure);
  return embeddingsReply(result, { model, encodingFormat, answeredBy: `${job.provider}/${job.model}` });
}
