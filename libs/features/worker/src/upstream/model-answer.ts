import type { AssistantMessage, Failure, ModelEvent } from '@clawmesh/contracts';
import type { UpstreamExchange, UpstreamHandlers, UpstreamHeaders } from '@clawmesh/http';
import type { WireEvent } from '@clawmesh/wire';
import { isDeliverable, MessageAssembly } from '../attempt/message-assembly.js';
import type { FailureEvidence } from '../failure/classify-failure.js';
import { describeFailure } from '../failure/describe-failure.js';
import { evidenceOfAnswer, evidenceOfError, evidenceOfException } from '../failure/evidence.js';
import { BodyCollector, ErrorBodyCollector, StreamBody, type AnswerBody } from './answer-body.js';
import { silentOverflow } from './silent-overflow.js';
import type { AttemptEnd, CallResult, UpstreamOrder } from './upstream-order.js';
import type { AwaitedAnswer } from './silence-watch.js';

/** Reads the answer to one upstream request: bytes to events to frames, and one result at the end. */
export class ModelAnswer implements UpstreamHandlers, AwaitedAnswer {
  /** Set as soon as the request is on its way. */
  exchange: UpstreamExchange | undefined;
  dueAt = Infinity;
  readonly #order: UpstreamOrder;
  readonly #assembly = new MessageAssembly();
  #settle: ((result: CallResult | Error) => void) | undefined;
  #body: AnswerBody | undefined;
  #started = false;
  #hasAnswered = false;

  constructor(order: UpstreamOrder, settle: (result: CallResult | Error) => void) {
    this.#order = order;
    this.#settle = settle;
  }

  stop(): void {
    this.exchange?.abort();
    this.#finish({ status: 'stopped', usage: this.#body?.usage() });
  }

  giveUp(): void {
    this.exchange?.abort();
    this.#fail(this.#evidence('idle_timeout', 'The upstream stopped answering.'));
  }

  onResponse(status: number, headers: UpstreamHeaders): void {
    this.#started = true;
    this.#body = this.#bodyFor(status, headers);
  }

  onData(bytes: Uint8Array): void {
    this.#body?.push(bytes);
  }

  onEnd(): void {
    this.#body?.end();
    // Every body ends the call; a decoder that does not is a bug that must not leave the run waiting.
    this.#fail(this.#evidence('unfinished_stream', 'the answer ended unfinished'));
  }

  onError(error: Error): void {
    // Sockets, TLS and the HTTP client put a code on their errors; without one it is a bug of ours.
    if (!('code' in error)) return this.#finish(error);
    if (this.#body?.cut()) return;
    if (error.code === 'UND_ERR_BODY_TIMEOUT') return this.giveUp();
    this.#fail(evidenceOfException(error, this.#order.plan.route));
  }

  #bodyFor(status: number, headers: UpstreamHeaders): AnswerBody | undefined {
    const { wire, route } = this.#order.plan;
    const { call, silence } = this.#order;
    const isCompressed = !/^(?:identity)?$/i.test(headers['content-encoding'] ?? '');
    // A proxy's page with status 200 is an error as well.
    if (status >= 300 || headers['content-type']?.includes('text/html'))
      return new ErrorBodyCollector((body) => {
        const evidence = evidenceOfAnswer({ status, headers, body: isCompressed ? '' : body }, this.#order.plan);
        this.#fail(status < 300 ? { ...evidence, status: undefined } : evidence);
      });
    if (isCompressed) return this.#refuseCompressed();
    if (call.stream) {
      this.#await('firstEventTimeoutMs');
      silence.add(this);
      return new StreamBody(wire.createDecoder(call, route), (events) => this.#read(events));
    }
    return new BodyCollector((body) => this.#read(wire.decodeResponse(body, call, route)));
  }

  /** Every byte of it is noise to the decoders, and nobody asked for it. */
  #refuseCompressed(): undefined {
    const evidence = this.#evidence(
      'unsupported_encoding',
      'The upstream sent a compressed answer without being asked.',
    );
    this.#fail({ ...evidence, type: 'upstream_error' });
  }

  #await(limit: 'firstEventTimeoutMs' | 'idleTimeoutMs'): void {
    const limitMs = this.#order.plan.timeouts[limit];
    this.dueAt = limitMs === 0 ? Infinity : this.#order.now() + limitMs;
  }

  #evidence(code: string, message: string): FailureEvidence {
    const { provider, api } = this.#order.plan.route;
    return { message, codes: [code], provider, api };
  }

  #read(events: readonly WireEvent[]): void {
    if (!this.#settle || events.length === 0) return;
    this.#await('idleTimeoutMs');
    const good: ModelEvent[] = [];
    for (const event of this.#order.joined?.read(events) ?? events) {
      if (event.type === 'upstream-error') return this.#failAfter(good, event);
      good.push(event);
      this.#assembly.add(event);
      if (event.type === 'attempt-end') return this.#complete(good, event);
    }
    this.#answer();
    this.#publish(good);
  }

  #answer(): void {
    if (this.#hasAnswered) return;
    this.#hasAnswered = true;
    this.#order.onAnswered();
  }

  #publish(events: ModelEvent[]): void {
    const { frames, onContent } = this.#order;
    if (frames.publish(events)) onContent();
  }

  #complete(events: readonly ModelEvent[], end: AttemptEnd): void {
    this.#answer();
    const { usage } = end;
    const message = this.#assembly.message();
    const { frames } = this.#order;
    const failure = frames.contentSent ? undefined : this.#hiddenFailure(message, end);
    if (failure)
      return this.#finish({ status: 'failed', started: true, rotatesKey: false, scope: 'request', failure, usage });
    frames.end(events);
    this.#finish({ status: 'completed', message, end, usage });
  }

  /** What is a success by its form only, and of which nothing was shown. */
  #hiddenFailure(message: AssistantMessage, end: AttemptEnd): Failure | undefined {
    const { call, joined, plan } = this.#order;
    const isShowable = isDeliverable(message);
    // What streams is shown as it comes: whether it all came at once must make no difference.
    const overflow = call.stream && (isShowable || joined) ? undefined : silentOverflow(end, plan.window);
    if (overflow) return this.#failure('context_overflow', overflow);
    return end.finishReason === 'stop' && !isShowable ? this.#emptyAnswer(message) : undefined;
  }

  /** FAIL-4: a success that says nothing is a failed candidate. */
  #emptyAnswer(message: AssistantMessage): Failure | undefined {
    const { joined } = this.#order;
    // What goes on with a whole answer has nothing to say, unless it thought and then lost its tongue.
    if (joined && !joined.hasThought) return undefined;
    const hasThought = message.reasoning?.length || joined?.hasThought;
    const code = hasThought ? 'reasoning_only_result' : 'empty_result';
    return this.#failure('format', { code, message: 'The model gave no answer.' });
  }

  #failure(reason: Failure['reason'], details: Pick<Failure, 'code' | 'message' | 'overflow'>): Failure {
    const { provider, model } = this.#order.plan.route;
    return { reason, origin: 'upstream', provider, model, ...details };
  }

  #failAfter(events: ModelEvent[], { error }: Extract<WireEvent, { type: 'upstream-error' }>): void {
    // What came with the error is shown only if something was shown before: else another key or model may do better.
    if (this.#order.frames.contentSent) this.#publish(events);
    this.#fail(evidenceOfError(error, this.#order.plan.route));
  }

  #fail(evidence: FailureEvidence): void {
    if (!this.#settle) return;
    const { plan, now } = this.#order;
    const failed = describeFailure({ evidence, route: plan.route, sanitize: plan.sanitize, now: now() });
    this.#finish({ status: 'failed', started: this.#started, usage: this.#body?.usage(), ...failed });
  }

  #finish(result: CallResult | Error): void {
    const settle = this.#settle;
    if (!settle) return;
    this.#settle = undefined;
    this.#body?.close();
    this.#order.silence.delete(this);
    // The rest of an answer that is complete, or has failed, is let pass, so that the connection can be used again.
    this.exchange?.leave();
    settle(result);
  }
}
