import { messageEvents, type Failure, type RunEnd, type RunEvent } from '@clawmesh/contracts';
import type { Resumption, RunSink } from '../../dispatch/run-sink.js';
import { headerText } from '../reply.js';
import { SseWriter } from '../sse-writer.js';
import { writeRunReply } from '../write-run-reply.js';
import { messageFailure, missingToolUse, type MessageFailure } from './message-error.js';
import {
  blockSignature,
  callThinking,
  messageHead,
  messageUsage,
  notStopped,
  redactedData,
  requestId,
  stopOf,
} from './message-shape.js';
import { BlockWriter } from './block-writer.js';
import type { MessageTarget } from './message-target.js';

const ping = 'event: ping\ndata: {"type":"ping"}\n\n';

type Event<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** A run as Anthropic's stream of events: one message, its blocks one after the other. */
export class MessageStream implements RunSink {
  readonly #writer: SseWriter;
  readonly #blocks: BlockWriter;
  #model = '';
  #contentShown = false;
  #textShown = false;
  #separator = '';
  /** Prose that may be shown once the demanded call is seen; undefined when nothing is demanded (HTTP-92). */
  #heldBack: string | undefined;

  constructor(private readonly target: MessageTarget) {
    this.#writer = new SseWriter(target.response, target.startedAt);
    this.#blocks = new BlockWriter((event) => this.#add(event));
    this.#heldBack = target.requiredCall && '';
  }

  get contentShown(): boolean {
    return this.#contentShown;
  }

  get backlogBytes(): number {
    return this.#writer.backlogBytes;
  }

  begin(model: string): void {
    this.#model = model;
  }

  resume(resumption: Resumption): void {
    this.#writer.commentResumption(resumption);
  }

  restart(): void {
    this.#heldBack = this.target.requiredCall && '';
  }

  separate(): void {
    this.#blocks.close();
    if (this.#textShown) this.#separator = '\n\n';
  }

  render(events: readonly RunEvent[]): void {
    for (const event of events) this.#show(event);
    this.#writer.flush();
  }

  fail(failure: Failure, attempts?: number): void {
    this.#fail(messageFailure(failure, this.target.runId), attempts);
  }

  tick(now: number): void {
    if (!this.#writer.isSilent(now)) return;
    this.#start();
    this.#writer.add(ping);
    this.#writer.flush(now);
  }

  #show(event: RunEvent): void {
    switch (event.type) {
      case 'text-delta':
      case 'refusal-delta':
        return this.#text(event.text);
      case 'reasoning-delta':
        return this.#thinking(event.text);
      case 'reasoning-end':
        return this.#endThinking(event);
      case 'tool-call-start':
        return this.#startCall(event);
      case 'tool-call-delta':
        return this.#arguments(event);
      case 'message':
        return messageEvents(event).forEach((part) => this.#show(part));
      case 'run-end':
        return this.#end(event);
      case 'run-failed':
        return this.fail(event.failure, event.attempts);
      case 'attempt-end':
        return;
      default:
        event satisfies never;
    }
  }

  #text(text: string): void {
    if (text === '') return;
    if (this.#heldBack !== undefined) {
      this.#heldBack += text;
      return;
    }
    this.#textShown = true;
    this.#blocks.addText(this.#separator + text);
    this.#separator = '';
  }

  #thinking(text: string): void {
    this.#blocks.addThinking(this.target.hidesThinking ? '' : text);
  }

  #endThinking(end: Pick<Event<'reasoning-end'>, 'id' | 'signature' | 'redacted'>): void {
    this.#blocks.endThinking(blockSignature(end, this.#model));
    if (end.redacted !== undefined) this.#blocks.addRedacted(redactedData(end.redacted, end.id, this.#model));
  }

  #startCall({ index, id, name, signature }: Omit<Event<'tool-call-start'>, 'type'>): void {
    if (this.target.requiredCall?.(name)) this.#release();
    if (signature !== undefined) this.#blocks.addRedacted(callThinking(signature, id, this.#model));
    this.#blocks.startCall(index, { id, name });
  }

  #arguments({ index, arguments: text }: Omit<Event<'tool-call-delta'>, 'type'>): void {
    this.#blocks.addArguments(index, text);
  }

  /** The demanded call is there: what was said before it may be shown, before it. */
  #release(): void {
    const text = this.#heldBack;
    this.#heldBack = undefined;
    if (text) this.#text(text);
  }

  /** An event of a block; the message begins with the first. */
  #add(event: string): void {
    if (!this.#contentShown) this.#begin();
    this.#writer.add(event);
  }

  #begin(): void {
    this.#start();
    this.#contentShown = true;
    const message = { ...messageHead(this.target), content: [], ...notStopped, usage: messageUsage() };
    this.#writer.add(`event: message_start\ndata: ${JSON.stringify({ type: 'message_start', message })}\n\n`);
  }

  #start(): void {
    if (this.#writer.started) return;
    const { common, runId } = this.target;
    const model = this.#model ? ['x-clawmesh-model', headerText(this.#model)] : [];
    this.#writer.start([...common, 'request-id', requestId(runId), 'x-clawmesh-run-id', runId, ...model]);
  }

  #end(end: RunEnd): void {
    if (this.#heldBack !== undefined) return this.#fail(missingToolUse(this.target.runId), end.attempts);
    this.#blocks.close();
    if (!this.#contentShown) this.#begin();
    const usage = {
      ...messageUsage(end.usage, end.serviceTier),
      ...(end.continuations !== undefined && { clawmesh_continuations: end.continuations }),
    };
    const delta = { type: 'message_delta', delta: stopOf(end), usage };
    this.#writer.add(`event: message_delta\ndata: ${JSON.stringify(delta)}\n\n`);
    // AM-10: who answered is certain, and the attempts are counted, only now that the headers are long gone.
    this.#writer.comment(`x-clawmesh-model ${headerText(end.model)}`);
    this.#writer.comment(`x-clawmesh-attempts ${String(end.attempts)}`);
    this.#writer.end('event: message_stop\ndata: {"type":"message_stop"}\n\n');
  }

  #fail({ reply, event }: MessageFailure, attempts: number | undefined): void {
    if (!this.#writer.started) return writeRunReply(this.target, reply, attempts);
    this.#writer.end(`event: error\ndata: ${event}\n\n`);
  }
}
