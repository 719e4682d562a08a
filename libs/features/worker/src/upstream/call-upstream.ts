import type { UpstreamExchange } from '@clawmesh/http';
import { continuedCall, UnsupportedContentError, type WireRequest } from '@clawmesh/wire';
import { localFailure } from '../failure/local-failure.js';
import { joinHeaders } from './join-headers.js';
import { JoinedEvents } from './joined-events.js';
import { ModelAnswer } from './model-answer.js';
import type { CallResult, UpstreamOrder } from './upstream-order.js';
import { transportOf, warmsUp } from './websocket/transport.js';

/** One request with one key. Publishes frames as the answer comes; resolves when it is over, at once on abort. Rejects on a bug. */
export async function callUpstream(given: UpstreamOrder, signal: AbortSignal): Promise<CallResult> {
  const order = continuing(given);
  const { plan, call, credential } = order;
  try {
    return await send(plan.wire.encodeRequest(call, credential.route), order, signal);
  } catch (error) {
    if (error instanceof UnsupportedContentError) return unsupportedContent(error.partType, order);
    throw error;
  }
}

/** The rest of an answer is asked for in the way of the route, and each key may have one of its own. */
function continuing(order: UpstreamOrder): UpstreamOrder {
  const { continues } = order.call;
  if (continues === undefined) return order;
  const { call, seam } = continuedCall(order.call, continues.text, order.credential.route);
  return { ...order, call, joined: new JoinedEvents(seam) };
}

function send(request: WireRequest, order: UpstreamOrder, signal: AbortSignal): Promise<CallResult> {
  return new Promise((resolve, reject) => {
    const stop = (): void => answer.stop();
    const answer = new ModelAnswer(order, (result) => {
      signal.removeEventListener('abort', stop);
      if (result instanceof Error) reject(result);
      else resolve(result);
    });
    signal.addEventListener('abort', stop);
    answer.exchange = dispatch(request, order, answer);
    if (signal.aborted) stop();
  });
}

function dispatch(wireRequest: WireRequest, order: UpstreamOrder, answer: ModelAnswer): UpstreamExchange {
  const { client, sockets, plan, call, credential } = order;
  const request = {
    origin: plan.origin,
    path: plan.basePath + wireRequest.path,
    headers: joinHeaders(wireRequest.headers, credential.headers),
    body: wireRequest.body,
    ...timeoutsOf(order),
  };
  const mode = transportOf(call, plan.route);
  if (mode === 'sse') return client.send(request, answer);
  const { body } = plan.wire.encodeRequest({ ...call, stream: false }, credential.route);
  return sockets.send({ request, body, mode, warmsUp: warmsUp(call) }, answer);
}

function timeoutsOf({ plan, call }: UpstreamOrder) {
  const { connectTimeoutMs, headersTimeoutMs, wholeAnswerTimeoutMs, idleTimeoutMs } = plan.timeouts;
  if (call.stream) return { connectTimeoutMs, headersTimeoutMs, idleTimeoutMs };
  return { connectTimeoutMs, headersTimeoutMs: wholeAnswerTimeoutMs, idleTimeoutMs: wholeAnswerTimeoutMs };
}

function unsupportedContent(partType: string, { plan }: UpstreamOrder): CallResult {
  const { route } = plan;
  const message = `The model "${route.provider}/${route.model}" cannot be sent content of type "${partType}": its API (${route.api}) has no form for it.`;
  const failure = localFailure(route, 'format', { code: 'unsupported_content', message });
  return { status: 'failed', started: false, rotatesKey: false, scope: 'request', failure };
}
