import { restOf } from './begun-answer.mjs';
import { sampleOf } from './sample-of.mjs';
import { hash, words } from './words.mjs';

/** In small pieces, with characters that a careless cut breaks. */
function threes(text) {
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / 3) }, (_, i) =>
    characters.slice(i * 3, i * 3 + 3).join(''),
  );
}

function toolCall({ name, args, seed, index }) {
  return { id: `call_${seed}_${index}`, name, arguments: args, pieces: threes(JSON.stringify(args)) };
}

/** The seed is in the prompt: `seed=7`. */
export const seedOf = (text) => /seed=([\w-]+)/.exec(text)?.[1] ?? 'none';

/** A tool the request demands is called whatever the behaviour; its arguments match its schema. */
function callsOf({ tools, forcedTool, hasResults }, { tools: count }, seed) {
  const forced = tools.find(({ name }) => name === forcedTool);
  if (forced) return [toolCall({ name: forced.name, args: sampleOf(forced.schema ?? {}, seed), seed, index: 0 })];
  if (hasResults) return [];
  const named = tools.slice(0, count);
  return named.map(({ name }, index) => toolCall({ name, args: { city: 'Zürich 🦞', seed, index }, seed, index }));
}

function wordsOf(request, behaviour, seed) {
  if (behaviour.echo && request.hasResults) return threes(request.results.join('\n'));
  if (request.schema) return threes(JSON.stringify(sampleOf(request.schema, seed)));
  const said = words(seed, behaviour.tokens);
  const rest = request.begun === undefined ? undefined : restOf(said.join(''), request.begun, behaviour);
  return rest === undefined ? said : threes(rest);
}

/** Opaque to everyone but the mock. */
const signatureOf = (seed) => Buffer.from(`signature of ${seed} ${hash(seed)}`).toString('base64');

function thinkingOf({ think }, seed) {
  if (think === 0) return undefined;
  return { words: words(`thinking-${seed}`, think), signature: signatureOf(seed) };
}

/** What the model says: the same to the same seed, always. */
export function answerTo(request, behaviour) {
  const seed = seedOf(request.text);
  return {
    words: wordsOf(request, behaviour, seed),
    thinking: thinkingOf(behaviour, seed),
    calls: callsOf(request, behaviour, seed),
    tokens: behaviour.tokens,
    thinkingTokens: behaviour.think,
    promptTokens: 10,
    cachedTokens: 3,
  };
}
