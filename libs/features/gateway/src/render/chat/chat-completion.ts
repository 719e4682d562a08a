import type { AssistantMessage, Failure, FinishReason, RunEnd, RunEvent, ToolCall } from '@clawmesh/contracts';
import type { RunSink } from '../../dispatch/run-sink.js';
import { fallbackText, type ChatTarget } from './chat-target.js';
import { chatUsage } from './chat-usage.js';
import { failureReply, missingToolCallReply } from '../error-response.js';
import { mergeExtra } from './merge-extra.js';
import { headerText, jsonType } from '../reply.js';
import { writeRunReply } from '../write-run-reply.js';

/** The answer of one attempt, as far as it has come. */
interface Draft {
  text: string;
  reasoning: string;
  refusal: string;
  readonly calls: ToolCall[];
  extra: Readonly<Record<string, unknown>>;
}

const emptyDraft = (): Draft => ({ text: '', reasoning: '', refusal: '', calls: [], extra: {} });

/** A run as one `chat.completion` body (HTTP-85…88). Nothing is shown before the end, so any attempt may be replaced. */
export class ChatCompletion implements RunSink {
  readonly contentShown = false;
  readonly backlogBytes = 0;
  /** Texts of the completed messages of the run (HTTP-87). */
  #completed: string[] = [];
  #draft = emptyDraft();

  constructor(private readonly target: ChatTarget) {}

  begin(): void {
    // The model is told at the end, when it is known who answered.
  }

  resume(): void {
    // Nothing was shown: whatever broke off is replaced.
  }

  restart(): void {
    this.#draft = emptyDraft();
  }

  separate(): void {
    if (this.#draft.text) this.#completed.push(this.#draft.text);
    this.#draft = emptyDraft();
  }

  render(events: readonly RunEvent[]): void {
    for (const event of events) this.#add(event);
  }

  fail(failure: Failure): void {
    writeRunReply(this.target, failureReply(failure));
  }

  tick(): void {
    // A JSON body cannot be kept alive.
  }

  #add(event: RunEvent): void {
    switch (event.type) {
      case 'text-delta':
        this.#draft.text += event.text;
        return this.#addExtra(event.extra);
      case 'reasoning-delta':
        this.#draft.reasoning += event.text;
        return;
      case 'refusal-delta':
        this.#draft.refusal += event.text;
        return;
      case 'tool-call-start':
        this.#draft.calls[event.index] = { id: event.id, name: event.name, arguments: '' };
        return;
      case 'tool-call-delta':
        return this.#addArguments(event.index, event.arguments);
      case 'message':
        return this.#addMessage(event.message, event.extra);
      case 'run-end':
        return this.#end(event);
      case 'run-failed':
        return writeRunReply(this.target, failureReply(event.failure), event.attempts);
      case 'reasoning-end':
      case 'attempt-end':
        return;
      default:
        event satisfies never;
    }
  }

  #addArguments(index: number, text: string): void {
    const call = this.#draft.calls[index];
    if (call) call.arguments += text;
  }

  #addMessage(message: AssistantMessage, extra: Draft['extra'] | undefined): void {
    this.#draft.text += message.content;
    this.#draft.reasoning += (message.reasoning ?? []).map((block) => block.text).join('');
    this.#draft.refusal += message.refusal ?? '';
    this.#draft.calls.push(...message.toolCalls);
    this.#addExtra(extra);
  }

  #addExtra(extra: Draft['extra'] | undefined): void {
    if (extra) this.#draft.extra = mergeExtra(this.#draft.extra, extra);
  }

  #end(end: RunEnd): void {
    const calls = this.#draft.calls.filter((call) => call !== undefined);
    const { requiredCall } = this.target;
    if (requiredCall && !calls.some((call) => requiredCall(call.name))) {
      return writeRunReply(this.target, missingToolCallReply, end.attempts);
    }
    const headers = [...jsonType, 'x-clawmesh-model', headerText(end.model)];
    const body = JSON.stringify(this.#body(end.finishReason, calls, end.usage));
    writeRunReply(this.target, { status: 200, headers, body }, end.attempts);
  }

  #body(finish_reason: FinishReason, calls: readonly ToolCall[], usage: RunEnd['usage']): object {
    const { runId, model, startedAt } = this.target;
    const { reasoning, refusal } = this.#draft;
    const { logprobs = null, ...extra } = this.#draft.extra;
    const message = {
      role: 'assistant',
      content: this.#content(calls.length > 0 || refusal !== ''),
      refusal: refusal || null,
      ...(reasoning && { reasoning_content: reasoning }),
      ...(calls.length > 0 && { tool_calls: calls.map(toolCallBody) }),
      ...extra,
    };
    return {
      id: `chatcmpl_${runId}`,
      object: 'chat.completion',
      created: Math.floor(startedAt / 1_000),
      model,
      choices: [{ index: 0, message, logprobs, finish_reason }],
      usage: chatUsage(usage),
    };
  }

  #content(mayBeEmpty: boolean): string {
    const texts = this.#draft.text ? [...this.#completed, this.#draft.text] : this.#completed;
    return texts.join('\n\n') || (mayBeEmpty ? '' : fallbackText);
  }
}

function toolCallBody(call: ToolCall): object {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } };
}
