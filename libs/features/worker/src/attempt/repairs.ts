import type { Failure, Message, ModelCall } from '@clawmesh/contracts';
import type { Compat, Route } from '@clawmesh/providers';

/** What is sent upstream: a call, and what was learnt of the route meanwhile. */
export interface SentCall {
  readonly call: ModelCall;
  readonly compat: Compat;
  /** The most an answer may have. */
  readonly maxTokens?: number | undefined;
  /** Levels of thinking that were refused, or that a refusal led to. */
  readonly triedLevels?: ReadonlySet<string>;
}

/** One thing an upstream may refuse in a request that can be said otherwise. */
export interface Repair {
  readonly name: string;
  readonly reason: Failure['reason'];
  /** Made as often as it has something else to say, and not once. */
  readonly repeats?: true;
  test(failure: Failure): boolean;
  /** Undefined: the request already is as the upstream wants it, or cannot be. */
  repair(sent: SentCall, failure: Failure, route: Route): SentCall | undefined;
}

/** In the order in which they are looked for: the first whose words match is made. */
export const repairs: readonly Repair[] = [
  {
    // AN-15; thinking that is encrypted for another account.
    name: 'thinking-signature',
    reason: 'format',
    test: ({ message }) =>
      /invalid `?signature`? in `?thinking`? block|encrypted content\b.{0,120}could not be (?:verified|decrypted)/is.test(
        message,
      ),
    repair: withoutReasoning,
  },
  {
    // DS-07, THINK-8.
    name: 'reasoning-content',
    reason: 'format',
    test: ({ message }) => /reasoning_content\b.{0,80}must be passed back/is.test(message),
    repair: withReasoningContent,
  },
  {
    // ERR-14 row 21: AN-12, MI-08.
    name: 'tool-call-ids',
    reason: 'format',
    test: ({ message }) => /tool_use\.id.{0,80}should match pattern|tool call id.{0,80}must be/is.test(message),
    repair: withPlainIds,
  },
  {
    // AN-13, and the words of OpenAI-compatible servers for the same.
    name: 'max-tokens',
    reason: 'context_overflow',
    test: ({ message }) => roomIn(message) !== undefined,
    repair: withFewerTokens,
  },
  {
    // FAIL-15: GM-15, GN-39.
    name: 'thinking-level',
    reason: 'format',
    repeats: true,
    test: ({ message }) => acceptedLevels(message).length > 0,
    repair: withOtherLevel,
  },
  {
    // GQ-10: the model wrote a call that its server could not read; it may do better the next time.
    name: 'resubmit',
    reason: 'format',
    test: ({ code }) => code === 'tool_use_failed',
    repair: (sent) => sent,
  },
];

function withoutReasoning(sent: SentCall): SentCall | undefined {
  const { messages } = sent.call;
  if (!messages.some((message) => message.role === 'assistant' && message.reasoning)) return undefined;
  return { ...sent, call: { ...sent.call, messages: messages.map(forgetReasoning) } };
}

function forgetReasoning(message: Message): Message {
  if (message.role !== 'assistant') return message;
  const forgetful = { ...message };
  delete forgetful.reasoning;
  return forgetful;
}

function withReasoningContent(sent: SentCall, _: Failure, { compat }: Route): SentCall | undefined {
  if (compat.requiresReasoningContent || isOff(sent.call.reasoningEffort)) return undefined;
  return { ...sent, compat: { ...sent.compat, requiresReasoningContent: true } };
}

const usualIds = '^[a-zA-Z0-9_-]{1,64}$';
/** Nobody is known who refuses these. */
const strictIds = '^[a-zA-Z0-9]{9}$';

/** The encoder then maps ids alike over the whole conversation. Protocols without the setting have their own rule. */
function withPlainIds(sent: SentCall, { message }: Failure, { api, compat }: Route): SentCall | undefined {
  const known = compat.toolCallIdPattern;
  const isConfigurable = api === 'openai-completions' || api === 'openai-responses';
  if (!isConfigurable || known === strictIds) return undefined;
  const toolCallIdPattern = known === usualIds || /length of 9/.test(message) ? strictIds : usualIds;
  return { ...sent, compat: { ...sent.compat, toolCallIdPattern } };
}

/** An answer of less is worth no call: the conversation has to become shorter. */
const leastRoom = 256;

/** `199000 + 8192 > 200000`; `requested 5000 tokens (… 1000 in the completion)`; `(5000 > 4096 - 100)`. */
function roomIn(message: string): number | undefined {
  const sum = /exceed context limit: (\d+) \+ \d+ > (\d+)/i.exec(message);
  if (sum) return Number(sum[2]) - Number(sum[1]);
  const parts =
    /maximum context length is (\d+) tokens.{0,80}requested (?:about )?(\d+) tokens \(.{0,120}?(\d+) in the (?:completion|output)/is.exec(
      message,
    );
  if (parts) return Number(parts[1]) - (Number(parts[2]) - Number(parts[3]));
  const difference = /maximum context length\b.{0,200}\(\d+ > (\d+) - (\d+)\)/is.exec(message);
  return difference ? Number(difference[1]) - Number(difference[2]) : undefined;
}

function withFewerTokens(sent: SentCall, { message }: Failure): SentCall | undefined {
  const room = roomIn(message);
  if (room === undefined || room < leastRoom) return undefined;
  const { call } = sent;
  return { ...sent, maxTokens: room, call: { ...call, sampling: { ...call.sampling, maxTokens: room } } };
}

const thinkingWords = /reasoning|\bthink(?:ing)?\b|\beffort\b/i;
const mandatory = /reasoning is mandatory|only works in thinking mode|(?:thinking|reasoning) cannot be disabled/i;
const listing = /(?:supported values are|supported values:|must be one of|input should be)([^.]{1,160})/i;
const refused = /not supported|(?:does not|doesn't) support|unsupported|unrecognized|unknown parameter/i;
const levels = /\b(?:none|off|minimal|low|medium|high|xhigh|max|adaptive)\b/gi;

/** `minimal` where thinking is a must, else the levels that the upstream lists, else none of it. */
function acceptedLevels(message: string): string[] {
  if (mandatory.test(message)) return ['minimal'];
  const listed = listing.exec(message)?.[1]?.toLowerCase().match(levels);
  if (listed) return listed;
  return refused.test(message) && thinkingWords.test(message) ? ['off'] : [];
}

/** The first level that was not tried. Where even "off" is a word too many, nothing is said. */
function withOtherLevel(sent: SentCall, { message }: Failure): SentCall | undefined {
  const { reasoningEffort, reasoningBudget, ...call } = sent.call;
  const isSaid = reasoningEffort !== undefined || reasoningBudget !== undefined;
  const tried = new Set(sent.triedLevels);
  // A budget beside it may be what was refused.
  if (reasoningEffort !== undefined && reasoningBudget === undefined) tried.add(levelOf(reasoningEffort));
  const accepted = acceptedLevels(message);
  const next = accepted.find((level) => !tried.has(levelOf(level)));
  if (next !== undefined && (next !== 'off' || isSaid)) {
    const triedLevels = tried.add(levelOf(next));
    return { ...sent, triedLevels, call: { ...call, reasoningEffort: next } };
  }
  return accepted.some(isOff) && isOff(reasoningEffort) ? { ...sent, call } : undefined;
}

const isOff = (effort: string | undefined): boolean => effort === 'off' || effort === 'none';
const levelOf = (effort: string): string => (isOff(effort) ? 'off' : effort);
