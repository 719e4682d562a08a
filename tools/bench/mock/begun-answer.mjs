/** How a gateway asks a model that takes no prefill to go on with an answer. */
const goOn = /cut off by a technical fault/;

/**
 * Of a conversation as `{role, text}`: the answer that is to be gone on with, and what was asked before it. Nothing, if
 * the last word is the user's own.
 */
export function begunAnswer(turns) {
  const last = turns.at(-1);
  const isAsked = last?.role === 'user' && goOn.test(last.text);
  const at = turns.length - (isAsked ? 2 : 1);
  if (turns[at]?.role !== 'assistant') return {};
  const user = turns.slice(0, at).findLast(({ role }) => role === 'user');
  return { begun: turns[at].text, text: user?.text ?? '' };
}

/** The rest of an answer, as models tell it that are asked for it. Undefined: this one takes no notice. */
export function restOf(whole, begun, { goeson, repeat, anew }) {
  if (!goeson && repeat === undefined && !anew) return undefined;
  if (!whole.startsWith(begun)) return ' <the mock never said this> ';
  if (anew) return whole;
  return begun.slice(begun.length - Math.min(repeat ?? 0, begun.length)) + whole.slice(begun.length);
}
