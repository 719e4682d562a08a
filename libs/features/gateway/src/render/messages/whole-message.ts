import { messageEvents, type Failure, type RunEnd, type RunEvent } from '@clawmesh/contracts';
import type { RunSink } from '../../dispatch/run-sink.js';
import { headerText, jsonType } from '../reply.js';
import { writeRunReply } from '../write-run-reply.js';
import { messageFailure, missingToolUse, type MessageFailure } from './message-error.js';
import {
  blockSignature,
  callThinking,
  messageHead,
  messageUsage,
  redactedData,
  requestId,
  stopOf,
} from './message-shape.js';
import type { MessageTarget } from './message-target.js';
import { toolInput } from './tool-input.js';

type Block =
  | { readonly type: 'text'; text: string }
  | { readonly type: 'thinking'; thinking: string; signature: string; isOpen: boolean }
  | { readonly type: 'redacted_thinking'; readonly data: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; arguments: string };

type Event<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** A run as one message. Nothing is shown before the end, so any attempt may be replaced. */
export class WholeMessage implements RunSink {
  readonly contentShown = false;
  readonly backlogBytes = 0;
  #model = '';
  /** Of the attempt, and before it those of the messages the run completed (HTTP-87). */
  #blocks: Block[] = [];
  #completed: Block[] = [];
  #calls: Extract<Block, { type: 'tool_use' }>[] = [];

  constructor(private readonly target: MessageTarget) {}

  begin(model: string): void {
    this.#model = model;
  }

  resume(): void {
    // Nothing was shown: whatever broke off is replaced.
  }

  restart(): void {
    this.#blocks = [];
    this.#calls = [];
  }

  separate(): void {
    this.#completed.push(...this.#blocks.filter(({ type }) => type === 'text'));
    this.restart();
  }

  render(events: readonly RunEvent[]): void {
    for (const event of events) this.#add(event);
  }

  fail(failure: Failure, attempts?: number): void {
    this.#reply(messageFailure(failure, this.target.runId), attempts);
  }

  tick(): void {
    // A JSON body cannot be kept alive.
  }

  #add(event: RunEvent): void {
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
        return messageEvents(event).forEach((part) => this.#add(part));
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
    const last = this.#blocks.at(-1);
    if (last?.type === 'text') last.text += text;
    else if (text !== '') this.#blocks.push({ type: 'text', text });
  }

  #thinking(text: string): void {
    const last = this.#blocks.at(-1);
    if (last?.type === 'thinking' && last.isOpen) last.thinking += text;
    else this.#blocks.push({ type: 'thinking', thinking: text, signature: '', isOpen: true });
  }

  #endThinking(end: Pick<Event<'reasoning-end'>, 'id' | 'signature' | 'redacted'>): void {
    const last = this.#blocks.at(-1);
    const open = last?.type === 'thinking' && last.isOpen ? last : undefined;
    const signature = blockSignature(end, this.#model);
    if (open) Object.assign(open, { signature, isOpen: false });
    else if (signature !== '') this.#blocks.push({ type: 'thinking', thinking: '', signature, isOpen: false });
    if (end.redacted === undefined) return;
    this.#blocks.push({ type: 'redacted_thinking', data: redactedData(end.redacted, end.id, this.#model) });
  }

  #startCall({ index, id, name, signature }: Omit<Event<'tool-call-start'>, 'type'>): void {
    if (signature !== undefined)
      this.#blocks.push({ type: 'redacted_thinking', data: callThinking(signature, id, this.#model) });
    const call = { type: 'tool_use', id, name, arguments: '' } as const;
    this.#blocks.push((this.#calls[index] = { ...call }));
  }

  #arguments({ index, arguments: text }: Omit<Event<'tool-call-delta'>, 'type'>): void {
    const call = this.#calls[index];
    if (call) call.arguments += text;
  }

  #end(end: RunEnd): void {
    const { target } = this;
    const { requiredCall } = target;
    const isMissing = requiredCall && !this.#calls.some((call) => requiredCall(call.name));
    if (isMissing) return this.#reply(missingToolUse(target.runId), end.attempts);
    const headers = [...jsonType, 'request-id', requestId(target.runId), 'x-clawmesh-model', headerText(end.model)];
    const blocks = [...this.#completed, ...this.#blocks].map((block) => this.#write(block));
    const head = JSON.stringify({
      ...messageHead(target),
      ...stopOf(end),
      usage: messageUsage(end.usage, end.serviceTier),
    });
    writeRunReply(
      target,
      { status: 200, headers, body: `${head.slice(0, -1)},"content":[${blocks.join(',')}]}` },
      end.attempts,
    );
  }

  /** Inputs of tools go out letter by letter as the model wrote them (AM-22). */
  #write(block: Block): string {
    switch (block.type) {
      case 'tool_use': {
        const call = { type: block.type, id: block.id, name: block.name, caller: { type: 'direct' } };
        return `${JSON.stringify(call).slice(0, -1)},"input":${toolInput(block.arguments)}}`;
      }
      case 'thinking': {
        const { type, thinking, signature } = block;
        return JSON.stringify({ type, thinking: this.target.hidesThinking ? '' : thinking, signature });
      }
      case 'text':
        return JSON.stringify({ ...block, citations: null });
      case 'redacted_thinking':
        return JSON.stringify(block);
      default:
        return block satisfies never;
    }
  }

  #reply({ reply }: MessageFailure, attempts: number | undefined): void {
    writeRunReply(this.target, reply, attempts);
  }
}
