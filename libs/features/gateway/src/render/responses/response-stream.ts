import type { Failure, RunEnd, RunEvent } from '@clawmesh/contracts';
import type { Resumption, RunSink } from '../../dispatch/run-sink.js';
import { failureError, missingToolCallError, type ErrorObject } from '../error-response.js';
import { headerText, type Reply } from '../reply.js';
import { SseWriter } from '../sse-writer.js';
import { writeRunReply } from '../write-run-reply.js';
import { failedReply, missingCallReply } from './response-body.js';
import { ResponseEvents } from './response-events.js';
import { ResponseOutput } from './response-output.js';
import { endedResponse, failedResponse, startedResponse } from './response-resource.js';
import type { ResponseTarget } from './response-target.js';

/** A run as the events of a response (HTTP-150, AM-8). */
export class ResponseStream implements RunSink {
  readonly #writer: SseWriter;
  readonly #events: ResponseEvents;
  readonly #output: ResponseOutput;
  #model = '';

  constructor(private readonly target: ResponseTarget) {
    this.#writer = new SseWriter(target.response, target.startedAt);
    this.#events = new ResponseEvents(this.#writer, () => this.#open(), target.extras.obfuscation);
    this.#output = new ResponseOutput(target, this.#events);
  }

  get contentShown(): boolean {
    return this.#events.isOpen;
  }

  get backlogBytes(): number {
    return this.#writer.backlogBytes;
  }

  begin(model: string): void {
    this.#model = headerText(model);
    this.#output.begin(model);
  }

  resume(resumption: Resumption): void {
    this.#writer.commentResumption(resumption);
  }

  restart(): void {
    this.#output.restart();
  }

  separate(): void {
    this.#output.separate();
  }

  render(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (event.type === 'run-end') this.#end(event);
      else if (event.type === 'run-failed') this.fail(event.failure, event.attempts);
      else this.#output.add(event);
    }
    this.#writer.flush();
  }

  fail(failure: Failure, attempts?: number): void {
    this.#fail(failedReply(this.target, failure), failureError(failure), attempts);
  }

  tick(now: number): void {
    if (!this.#writer.isSilent(now)) return;
    this.#start();
    this.#writer.comment('keep-alive');
    this.#writer.flush(now);
  }

  #start(): void {
    if (this.#writer.started) return;
    const model = this.#model ? ['x-clawmesh-model', this.#model] : [];
    this.#writer.start([...this.target.common, 'x-clawmesh-run-id', this.target.runId, ...model]);
  }

  #open(): void {
    this.#start();
    const response = `"response":${JSON.stringify(startedResponse(this.target))}`;
    this.#events.add('response.created', response);
    this.#events.add('response.in_progress', response);
  }

  #end(end: RunEnd): void {
    if (!this.#output.end(end.finishReason)) {
      return this.#fail(missingCallReply(this.target), missingToolCallError, end.attempts);
    }
    const response = endedResponse(this.target, { end, output: this.#output.items, now: Date.now() });
    this.#events.add(`response.${response.status}`, `"response":${JSON.stringify(response)}`);
    // AM-10: who answered is certain, and the attempts are counted, only now that the headers are long gone.
    this.#writer.comment(`x-clawmesh-model ${headerText(end.model)}`);
    this.#writer.comment(`x-clawmesh-attempts ${end.attempts}`);
    this.#writer.end();
  }

  #fail(reply: Reply, error: ErrorObject, attempts: number | undefined): void {
    if (!this.#writer.started) return writeRunReply(this.target, reply, attempts);
    this.#events.add('response.failed', `"response":${JSON.stringify(failedResponse(this.target, error))}`);
    this.#writer.end();
  }
}
