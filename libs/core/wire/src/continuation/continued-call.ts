import type { AssistantMessage, Message, ModelCall } from '@clawmesh/contracts';
import type { Route, WireApiName } from '@clawmesh/providers';
import { thinkingOf } from '../anthropic-messages/thinking.js';
import { anyEnd, cutSpace, Seam, wholeText } from './seam.js';

/** A call for the rest of an answer, and what joins that to its beginning. */
export interface ContinuedCall {
  readonly call: ModelCall;
  readonly seam: Seam;
}

type Prefill = (call: ModelCall, route: Route) => boolean;

/**
 * Whether the model goes on with a last turn of the assistant word by word. Where it is not known to, or has to think
 * first, it is asked to go on in a turn of the user.
 */
const prefills: Readonly<Record<WireApiName, Prefill>> = {
  // Newer models refuse a prefill, and an id that nobody described may be one of them.
  'anthropic-messages': takesAnthropicPrefill,
  'bedrock-converse-stream': takesAnthropicPrefill,
  // The family that always thinks, in a format of its own.
  ollama: (_, { model, compat }) => compat.supportsPrefill !== false && !/(?:^|\/)gpt-oss\b/.test(model),
  // Of a model that reasons, a server may take the rest for reasoning.
  'openai-completions': (_, { compat, entry }) => compat.prefillFormat !== undefined && !entry.reasoning,
  'openai-responses': () => false,
  'google-generative-ai': () => false,
};

function takesAnthropicPrefill(call: ModelCall, route: Route): boolean {
  return route.compat.supportsPrefill === true && !route.entry.inputAssumed && !thinkingOf(call, route).isOn;
}

const goOn =
  'Your answer above was cut off by a technical fault. Go on with it from exactly where it stops: ' +
  'write the very next character first, even in the middle of a word. ' +
  'Repeat nothing that is already there, do not begin anew, and do not comment on this.';

/** The call for the rest of an answer whose beginning, `text`, was shown. */
export function continuedCall(asked: ModelCall, text: string, route: Route): ContinuedCall {
  const call = withLessRoom(asked, text);
  // Nothing to go on from: whoever answers may begin with the same blanks.
  if (text.trim() === '') return { call, seam: new Seam(text, [0]) };
  const calm = withoutThinking(call, route);
  if (!prefills[route.api](calm, route)) {
    const user: Message = { role: 'user', content: [{ type: 'text', text: goOn }] };
    return { call: { ...call, messages: [...begun(call.messages, text), user] }, seam: new Seam(text, anyEnd(text)) };
  }
  const cutsSpace = route.api === 'anthropic-messages' || route.api === 'bedrock-converse-stream';
  const seam = new Seam(text, cutsSpace ? cutSpace(text) : wholeText(text));
  return { call: { ...calm, messages: begun(call.messages, text) }, seam };
}

/** A client may have begun the answer itself. */
function begun(messages: readonly Message[], text: string): Message[] {
  const last = messages.at(-1);
  if (last?.role === 'assistant' && last.toolCalls.length === 0)
    return [...messages.slice(0, -1), { ...last, content: last.content + text }];
  const turn: AssistantMessage = { role: 'assistant', content: text, toolCalls: [] };
  return [...messages, turn];
}

/** A prefill is the beginning of what is said, which nobody thinks about any more. */
function withoutThinking(call: ModelCall, { entry }: Route): ModelCall {
  const calm = { ...call };
  delete calm.reasoningEffort;
  delete calm.reasoningBudget;
  delete calm.reasoningSummary;
  if (entry.reasoning) calm.reasoningEffort = 'off';
  return calm;
}

/** Few tokens are shorter than this: rather too much room than an answer that is cut short. */
const charsPerToken = 4;

/** What was shown counts against the client's limit of the answer. */
function withLessRoom(call: ModelCall, text: string): ModelCall {
  const { maxTokens } = call.sampling;
  if (maxTokens === undefined) return call;
  const left = Math.max(1, maxTokens - Math.floor(text.length / charsPerToken));
  return { ...call, sampling: { ...call.sampling, maxTokens: left } };
}
