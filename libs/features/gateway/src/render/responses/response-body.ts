import type { Failure, RunEnd, RunEvent } from '@clawmesh/contracts';
import type { RunSink } from '../../dispatch/run-sink.js';
import { failureError, failureReply, missingToolCallError, missingToolCallReply } from '../error-response.js';
import { headerText, jsonType, type Reply } from '../reply.js';
import { writeRunReply } from '../write-run-reply.js';
import { ResponseOutput } from './response-output.js';
import { endedResponse, failedResponse } from './response-resource.js';
import type { ResponseTarget } from './response-target.js';

/** A run as one response (HTTP-140…144). Nothing is shown before the end, so any attempt may be replaced. */
export class ResponseBody implements RunSink {
  readonly contentShown = false;
  readonly backlogBytes = 0;
  readonly #output: ResponseOutput;

  constructor(private readonly target: ResponseTarget) {
    this.#output = new ResponseOutput(target);
  }

  begin(model: string): void {
    this.#output.begin(model);
  }

  resume(): void {
    // Nothing was shown: whatever broke off is replaced.
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
  }

  fail(failure: Failure, attempts?: number): void {
    writeRunReply(this.target, failedReply(this.target, failure), attempts);
  }

  tick(): void {
    // A JSON body cannot be kept alive.
  }

  #end(end: RunEnd): void {
    const { finishReason, attempts } = end;
    if (!this.#output.end(finishReason)) return writeRunReply(this.target, missingCallReply(this.target), attempts);
    const headers = [...jsonType, 'x-clawmesh-model', headerText(end.model)];
    const body = JSON.stringify(endedResponse(this.target, { end, output: this.#output.items, now: Date.now() }));
    writeRunReply(this.target, { status: 200, headers, body }, attempts);
  }
}

/** A failed run as a response with the status of its failure (HTTP-144). */
export function failedReply(target: ResponseTarget, failure: Failure): Reply {
  const reply = failureReply(failure);
  // Nothing has run: what to go on from was looked for, and is not there (AM-9).
  if (failure.code === 'previous_response_not_found') return reply;
  return { ...reply, body: JSON.stringify(failedResponse(target, failureError(failure))) };
}

export function missingCallReply(target: ResponseTarget): Reply {
  return { ...missingToolCallReply, body: JSON.stringify(failedResponse(target, missingToolCallError)) };
}
