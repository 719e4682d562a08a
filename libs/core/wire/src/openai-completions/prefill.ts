import type { ModelCall } from '@clawmesh/contracts';
import type { PrefillFormat, Route } from '@clawmesh/providers';

type Json = Record<string, unknown>;

interface Mark {
  /** Members of the message. */
  readonly message?: Json;
  /** Members of the request. */
  readonly request?: Json;
}

const marks: Readonly<Record<PrefillFormat, Mark>> = {
  plain: {},
  prefix: { message: { prefix: true } },
  partial: { message: { partial: true } },
  'continue-final-message': { request: { continue_final_message: true, add_generation_prompt: false } },
};

/** The mark of a last turn that the model is to go on with, word by word. */
export function prefillMark({ continues, messages }: ModelCall, { compat }: Route): Mark {
  const isPrefill = continues !== undefined && messages.at(-1)?.role === 'assistant';
  return isPrefill && compat.prefillFormat ? marks[compat.prefillFormat] : {};
}

export function markLast(messages: readonly Json[], { message }: Mark): readonly Json[] {
  const last = messages.at(-1);
  return message && last ? [...messages.slice(0, -1), { ...last, ...message }] : messages;
}
