import type { UpstreamClient, UpstreamExchange, UpstreamHandlers, UpstreamHeaders } from '@clawmesh/http';
import type { WireRequest } from '@clawmesh/wire';
import type { AttemptPlan, PlannedCredential } from '../attempt/attempt-plan.js';
import type { FailedCall } from '../attempt/rotate-keys.js';
import type { FailureEvidence } from '../failure/classify-failure.js';
import { describeFailure } from '../failure/describe-failure.js';
import { evidenceOfAnswer, evidenceOfException } from '../failure/evidence.js';
import { BodyCollector, ErrorBodyCollector, type AnswerBody } from './answer-body.js';
import { joinHeaders } from './join-headers.js';

export type AskResult =
  { readonly status: 'completed'; readonly body: Uint8Array } | FailedCall | { readonly status: 'stopped' };

/** One request that is answered whole, and what it is made with. */
export interface AskOrder {
  readonly client: UpstreamClient;
  readonly plan: AttemptPlan;
  readonly credential: PlannedCredential;
  readonly request: Pick<WireRequest, 'path' | 'headers' | 'body'>;
  /** So long the answer may take, and be silent. */
  readonly timeoutMs: number;
  readonly now: () => number;
}

/** One request with one key. Resolves when it is over, at once on abort. Rejects on a bug. */
export function askUpstream(order: AskOrder, signal: AbortSignal): Promise<AskResult> {
  const { client, plan, credential, request, timeoutMs } = order;
  return new Promise((resolve, reject) => {
    const stop = (): void => answer.stop();
    const answer = new WholeAnswer(order, (result) => {
      signal.removeEventListener('abort', stop);
      if (result instanceof Error) reject(result);
      else resolve(result);
    });
    signal.addEventListener('abort', stop);
    answer.exchange = client.send(
      {
        origin: plan.origin,
        path: plan.basePath + request.path,
        headers: joinHeaders(request.headers, credential.headers),
        body: request.body,
        connectTimeoutMs: plan.timeouts.connectTimeoutMs,
        headersTimeoutMs: timeoutMs,
        idleTimeoutMs: timeoutMs,
      },
      answer,
    );
    if (signal.aborted) stop();
  });
}

/** A failed call, as the runner, the client and the key ring are told of it. */
export function failedAsk(evidence: FailureEvidence, { plan, now }: AskOrder, started: boolean): FailedCall {
  const failed = describeFailure({ evidence, route: plan.route, sanitize: plan.sanitize, now: now() });
  return { status: 'failed', started, ...failed };
}

/** Reads the answer: one result at the end. */
class WholeAnswer implements UpstreamHandlers {
  /** Set as soon as the request is on its way. */
  exchange: UpstreamExchange | undefined;
  #body: AnswerBody | undefined;
  #settle: ((result: AskResult | Error) => void) | undefined;

  constructor(
    private readonly order: AskOrder,
    settle: (result: AskResult | Error) => void,
  ) {
    this.#settle = settle;
  }

  stop(): void {
    this.exchange?.abort();
    this.#finish({ status: 'stopped' });
  }

  onResponse(status: number, headers: UpstreamHeaders): void {
    // A proxy's page with status 200 is an error as well.
    if (status < 300 && !headers['content-type']?.includes('text/html'))
      this.#body = new BodyCollector((body) => this.#finish({ status: 'completed', body }));
    else
      this.#body = new ErrorBodyCollector((body) => {
        const isReadable = /^(?:identity)?$/i.test(headers['content-encoding'] ?? '');
        const evidence = evidenceOfAnswer({ status, headers, body: isReadable ? body : '' }, this.order.plan);
        this.#fail(status < 300 ? { ...evidence, status: undefined } : evidence);
      });
  }

  onData(bytes: Uint8Array): void {
    this.#body?.push(bytes);
  }

  onEnd(): void {
    this.#body?.end();
  }

  onError(error: Error): void {
    // Sockets, TLS and the HTTP client put a code on their errors; without one it is a bug of ours.
    if (!('code' in error)) return this.#finish(error);
    if (this.#body?.cut()) return;
    this.#fail(evidenceOfException(error, this.order.plan.route));
  }

  #fail(evidence: FailureEvidence): void {
    if (this.#settle) this.#finish(failedAsk(evidence, this.order, this.#body !== undefined));
  }

  #finish(result: AskResult | Error): void {
    const settle = this.#settle;
    if (!settle) return;
    this.#settle = undefined;
    this.#body?.close();
    this.exchange?.leave();
    settle(result);
  }
}
