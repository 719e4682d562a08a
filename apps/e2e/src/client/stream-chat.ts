import { text } from 'node:stream/consumers';
import type { ReadableStream } from 'node:stream/web';
import type { Target } from '../targets/target.js';
import { postTo } from './post-to.js';

export interface ChatError {
  readonly message: string;
  readonly type: string;
  readonly code?: string;
}

interface Chunk {
  readonly error?: ChatError;
  readonly choices?: readonly {
    readonly delta: { readonly content?: string };
    readonly finish_reason: string | null;
  }[];
}

/** What a client of a stream saw, in order. */
export interface StreamedChat {
  readonly status: number;
  readonly tokens: readonly string[];
  readonly text: string;
  readonly finishReason: string | undefined;
  readonly error: ChatError | undefined;
  /** `[DONE]` was the last event. */
  readonly isDone: boolean;
}

export interface ChatOptions {
  readonly agent: string;
  readonly seed: string;
  readonly signal?: AbortSignal;
  /** Called with the number of tokens so far. */
  readonly onToken?: (count: number) => void;
}

export const post = (target: Target, body: unknown, more: RequestInit = {}): Promise<Response> =>
  postTo(target, '/v1/chat/completions', body, more);

export const ask = (agent: string, seed: string) => ({
  model: `openclaw/${agent}`,
  messages: [{ role: 'user', content: `seed=${seed}` }],
});

class StreamReader {
  readonly tokens: string[] = [];
  finishReason: string | undefined;
  error: ChatError | undefined;
  isDone = false;
  #rest = '';

  /** Returns true if there was a token. */
  push(piece: string): boolean {
    const events = (this.#rest + piece).split('\n\n');
    this.#rest = events.pop() ?? '';
    const before = this.tokens.length;
    for (const event of events) if (event.startsWith('data: ')) this.#read(event.slice('data: '.length));
    return this.tokens.length > before;
  }

  #read(data: string): void {
    if (this.isDone) throw new Error(`an event after [DONE]: ${data}`);
    this.isDone = data === '[DONE]';
    if (this.isDone) return;
    const { error, choices } = JSON.parse(data) as Chunk;
    this.error ??= error;
    const choice = choices?.[0];
    if (choice?.delta.content) this.tokens.push(choice.delta.content);
    this.finishReason ??= choice?.finish_reason ?? undefined;
  }
}

/** A streamed chat completion, read as bytes: what the official client hides is visible here. */
export async function streamChat(target: Target, options: ChatOptions): Promise<StreamedChat> {
  const response = await post(
    target,
    { ...ask(options.agent, options.seed), stream: true },
    options.signal ? { signal: options.signal } : {},
  );
  const reader = new StreamReader();
  const body = response.body as ReadableStream<Uint8Array> | null;
  if (response.status !== 200 || body === null) return unstreamed(response.status, body ? await text(body) : '{}');
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    if (reader.push(decoder.decode(bytes, { stream: true }))) options.onToken?.(reader.tokens.length);
  }
  const { tokens, finishReason, error, isDone } = reader;
  return { status: 200, tokens, text: tokens.join(''), finishReason, error, isDone };
}

function unstreamed(status: number, body: string): StreamedChat {
  const { error } = JSON.parse(body) as { error?: ChatError };
  return { status, tokens: [], text: '', finishReason: undefined, error, isDone: false };
}
