import type { AssistantMessage, Failure, RunEnd, RunEvent } from '@clawmesh/contracts';
import type { Resumption, RunSink } from '../../dispatch/run-sink.js';
import { fallbackText, type ChatTarget } from './chat-target.js';
import { chatUsage } from './chat-usage.js';
import {
  failureError,
  failureReply,
  missingToolCallError,
  missingToolCallReply,
  type ErrorObject,
} from '../error-response.js';
import { mergeExtra } from './merge-extra.js';
import { headerText, type Reply } from '../reply.js';
import { SseWriter } from '../sse-writer.js';
import { writeRunReply } from '../write-run-reply.js';

/** A run as `chat.completion.chunk` events (HTTP-90…94b). */
export class ChatStream implements RunSink {
  readonly #writer: SseWriter;
  readonly #deltaPrefix: string;
  #model = '';
  #contentShown = false;
  #textShown = false;
  #separator = '';
  #calls = 0;
  /** Calls without arguments so far. */
  readonly #bareCalls = new Set<number>();
  #refused = false;
  /** Prose that may be shown once the demanded call is seen; undefined when nothing is demanded (HTTP-92). */
  #heldBack: string | undefined;
  /** What belongs to that prose. */
  #heldExtra: Readonly<Record<string, unknown>> | undefined;

  constructor(private readonly target: ChatTarget) {
    this.#writer = new SseWriter(target.response, target.startedAt);
    this.#deltaPrefix = `data: ${chunkHead(target)},"choices":[{"index":0,"delta":`;
    this.#heldBack = target.requiredCall && '';
  }

  get contentShown(): boolean {
    return this.#contentShown;
  }

  get backlogBytes(): number {
    return this.#writer.backlogBytes;
  }

  begin(model: string): void {
    this.#model = headerText(model);
  }

  resume(resumption: Resumption): void {
    this.#writer.commentResumption(resumption);
  }

  restart(): void {
    this.#heldBack = this.target.requiredCall && '';
    this.#heldExtra = undefined;
  }

  separate(): void {
    if (this.#textShown) this.#separator = '\n\n';
  }

  render(events: readonly RunEvent[]): void {
    for (const event of events) this.#show(event);
    this.#writer.flush();
  }

  fail(failure: Failure, attempts?: number): void {
    this.#fail(failureReply(failure), failureError(failure), attempts);
  }

  tick(now: number): void {
    if (!this.#writer.isSilent(now)) return;
    this.#start();
    this.#writer.comment('keep-alive');
    this.#writer.flush(now);
  }

  #show(event: RunEvent): void {
    switch (event.type) {
      case 'text-delta':
        return this.#text(event.text, event.extra);
      case 'reasoning-delta':
        return this.#delta(`{"reasoning_content":${JSON.stringify(event.text)}}`);
      case 'refusal-delta':
        return this.#refusal(event.text);
      case 'tool-call-start':
        return this.#callStart(event.index, event.id, event.name);
      case 'tool-call-delta':
        return this.#callDelta(event.index, event.arguments);
      case 'message':
        return this.#message(event.message, event.extra);
      case 'run-end':
        return this.#end(event);
      case 'run-failed':
        return this.fail(event.failure, event.attempts);
      case 'reasoning-end':
      case 'attempt-end':
        return;
      default:
        event satisfies never;
    }
  }

  #text(text: string, extra?: Readonly<Record<string, unknown>>): void {
    if (this.#heldBack !== undefined) {
      this.#heldBack += text;
      if (extra) this.#heldExtra = mergeExtra(this.#heldExtra ?? {}, extra);
      return;
    }
    this.#textShown = true;
    const content = JSON.stringify(this.#separator + text);
    this.#separator = '';
    if (extra === undefined) return this.#delta(`{"content":${content}}`);
    const { logprobs, ...more } = extra;
    this.#delta(`{"content":${content}${members(more)}}`, members(logprobs === undefined ? {} : { logprobs }));
  }

  #refusal(text: string): void {
    this.#refused = true;
    this.#delta(`{"refusal":${JSON.stringify(text)}}`);
  }

  #callStart(index: number, id: string, name: string): void {
    this.#calls += 1;
    this.#bareCalls.add(index);
    if (this.target.requiredCall?.(name)) this.#release();
    const call = `{"index":${index},"id":${JSON.stringify(id)},"type":"function"`;
    this.#delta(`{"tool_calls":[${call},"function":{"name":${JSON.stringify(name)},"arguments":""}}]}`);
  }

  #callDelta(index: number, text: string): void {
    this.#bareCalls.delete(index);
    this.#delta(`{"tool_calls":[{"index":${index},"function":{"arguments":${JSON.stringify(text)}}}]}`);
  }

  #message(message: AssistantMessage, extra?: Readonly<Record<string, unknown>>): void {
    for (const block of message.reasoning ?? []) {
      if (block.text) this.#delta(`{"reasoning_content":${JSON.stringify(block.text)}}`);
    }
    if (message.content || extra) this.#text(message.content, extra);
    if (message.refusal) this.#refusal(message.refusal);
    message.toolCalls.forEach((call, index) => {
      this.#callStart(index, call.id, call.name);
      this.#callDelta(index, call.arguments);
    });
  }

  /** The demanded call is there: what was said before it may be shown, before it. */
  #release(): void {
    const text = this.#heldBack;
    this.#heldBack = undefined;
    if (text) this.#text(text, this.#heldExtra);
  }

  #delta(delta: string, more = ''): void {
    if (!this.#contentShown) this.#open();
    this.#writer.add(`${this.#deltaPrefix}${delta}${more},"finish_reason":null}]}\n\n`);
  }

  #open(): void {
    this.#start();
    this.#contentShown = true;
    this.#delta('{"role":"assistant"}');
  }

  #start(): void {
    if (this.#writer.started) return;
    const model = this.#model ? ['x-clawmesh-model', this.#model] : [];
    this.#writer.start([...this.target.common, 'x-clawmesh-run-id', this.target.runId, ...model]);
  }

  #end(end: RunEnd): void {
    if (this.#heldBack !== undefined) return this.#fail(missingToolCallReply, missingToolCallError, end.attempts);
    if (!this.#textShown && this.#calls === 0 && !this.#refused) this.#text(fallbackText);
    // HTTP-90c: also a call that was cut short before its arguments has a chunk of them.
    for (const index of this.#bareCalls) this.#callDelta(index, '');
    this.#writer.add(`${this.#deltaPrefix}{},"finish_reason":${JSON.stringify(end.finishReason)}}]}\n\n`);
    if (this.target.includeUsage) {
      this.#writer.add(
        `data: ${chunkHead(this.target)},"choices":[],"usage":${JSON.stringify(chatUsage(end.usage, end.continuations))}}\n\n`,
      );
    }
    // AM-10: who answered is certain, and the attempts are counted, only now that the headers are long gone.
    this.#writer.comment(`x-clawmesh-model ${headerText(end.model)}`);
    this.#writer.comment(`x-clawmesh-attempts ${end.attempts}`);
    this.#writer.end();
  }

  #fail(reply: Reply, error: ErrorObject, attempts: number | undefined): void {
    if (!this.#writer.started) return writeRunReply(this.target, reply, attempts);
    this.#writer.add(`data: ${JSON.stringify({ error })}\n\n`);
    this.#writer.end();
  }
}

function chunkHead({ runId, model, startedAt }: ChatTarget): string {
  const created = Math.floor(startedAt / 1_000);
  const head = { id: `chatcmpl_${runId}`, object: 'chat.completion.chunk', created, model };
  return JSON.stringify(head).slice(0, -1);
}

/** The members of an object, to be put behind others. */
function members(object: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify(object);
  return json === '{}' ? '' : `,${json.slice(1, -1)}`;
}
