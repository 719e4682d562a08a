import type { UpstreamClient } from '@clawmesh/http';
import type { EmbeddingAnswer, EmbeddingRequest } from '@clawmesh/wire';
import type { PlannedCredential } from '../attempt/attempt-plan.js';
import type { FailedCall } from '../attempt/rotate-keys.js';
import { evidenceOfError } from '../failure/evidence.js';
import { askUpstream, failedAsk, type AskOrder } from '../upstream/ask-upstream.js';
import type { EmbeddingPlan } from './embedding-plan.js';

export type EmbeddingResult =
  { readonly status: 'completed'; readonly answer: EmbeddingAnswer } | FailedCall | { readonly status: 'stopped' };

/** One upstream request to make, and what it is made with. */
export interface EmbeddingOrder {
  readonly client: UpstreamClient;
  readonly plan: EmbeddingPlan;
  readonly credential: PlannedCredential;
  readonly request: EmbeddingRequest;
  readonly now: () => number;
}

/** One request with one key. Resolves when it is over, at once on abort. Rejects on a bug. */
export async function callEmbedding(order: EmbeddingOrder, signal: AbortSignal): Promise<EmbeddingResult> {
  const { plan, request } = order;
  const { wholeAnswerTimeoutMs: timeoutMs } = plan.timeouts;
  const asked = { ...order, request: plan.api.encodeRequest(request, plan.route), timeoutMs };
  const result = await askUpstream(asked, signal);
  return result.status === 'completed' ? read(result.body, order, asked) : result;
}

function read(body: Uint8Array, { plan, request }: EmbeddingOrder, asked: AskOrder): EmbeddingResult {
  const answer = plan.api.decodeResponse(body);
  if ('error' in answer) return failedAsk(evidenceOfError(answer.error, plan.route), asked, true);
  if (answer.vectors.length === request.input.length) return { status: 'completed', answer };
  const message = `The upstream sent ${answer.vectors.length} vectors for ${request.input.length} inputs.`;
  return failedAsk(evidenceOfError({ message, code: 'malformed_answer' }, plan.route), asked, true);
}
