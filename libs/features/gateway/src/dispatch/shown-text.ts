import type { AgentRun, RunEvent } from '@clawmesh/contracts';

/** A longer text is not gone on with: it is kept here, and travels over the bus and to the upstream. */
const maxChars = 262_144;

/**
 * What of an answer was shown, if another attempt could go on from it: text that ends in text. Thinking that led to
 * nothing yet cannot be gone on with, nor a call, a refusal, or what belongs to single tokens.
 */
export class ShownText {
  #text = '';
  #isThinking = false;
  #isClosed = false;

  /** Undefined: nobody can go on from here. */
  get text(): string | undefined {
    const canGoOn = !this.#isClosed && !this.#isThinking && !endsInHalfCharacter(this.#text);
    return canGoOn ? this.#text : undefined;
  }

  /** Another message begins, or the same one again. */
  restart(): void {
    this.#text = '';
    this.#isThinking = false;
    this.#isClosed = false;
  }

  add(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (event.type === 'text-delta') this.#addText(event);
      else if (event.type === 'reasoning-delta' || event.type === 'reasoning-end') this.#isThinking = true;
      else this.#isClosed = true;
    }
  }

  #addText({ text, extra }: Extract<RunEvent, { type: 'text-delta' }>): void {
    this.#isThinking = false;
    this.#isClosed ||= hasMoreThanAnnotations(extra) || this.#text.length + text.length > maxChars;
    if (!this.#isClosed) this.#text += text;
  }
}

/** Whether the answer of a run is one that can be told in two parts by two models. */
export function canContinue({ continuesMidStream, stream, extra, toolChoice, responseFormat }: AgentRun): boolean {
  if (continuesMidStream !== true || !stream) return false;
  // Prose waits for a call that was demanded; a schema binds the whole answer, not the rest of it.
  if (toolChoice === 'required' || typeof toolChoice === 'object') return false;
  if (responseFormat !== undefined && responseFormat.type !== 'text') return false;
  return extra['logprobs'] !== true && extra['audio'] === undefined;
}

const hasMoreThanAnnotations = (extra: Readonly<Record<string, unknown>> = {}): boolean =>
  Object.keys(extra).some((name) => name !== 'annotations');

const endsInHalfCharacter = (text: string): boolean => /[\uD800-\uDBFF]$/.test(text);
