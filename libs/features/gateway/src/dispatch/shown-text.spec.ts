import type { RunEvent } from '@clawmesh/contracts';
import { anAgentRun } from '@clawmesh/testing';
import { canContinue, ShownText } from './shown-text.js';

const says = (text: string, extra?: Record<string, unknown>): RunEvent => ({
  type: 'text-delta',
  text,
  ...(extra && { extra }),
});
const thinks: RunEvent = { type: 'reasoning-delta', text: 'hm' };

function textAfter(...events: RunEvent[]): string | undefined {
  const shown = new ShownText();
  for (const event of events) shown.add([event]);
  return shown.text;
}

describe('ShownText', () => {
  it('is the text so far, without the thinking before it', () => {
    expect(textAfter(thinks, { type: 'reasoning-end' }, says('Hel'), says('lo'))).toBe('Hello');
    expect(textAfter(says('Hello', { annotations: [{ url: 'x' }] }))).toBe('Hello');
  });

  it.each<[string, RunEvent[]]>([
    ['thinking at its end', [says('Hello'), thinks]],
    ['thinking that has just ended', [says('Hello'), { type: 'reasoning-end', signature: 's' }]],
    ['a call', [says('Hello'), { type: 'tool-call-start', index: 0, id: 'c', name: 'f' }]],
    ['a refusal', [{ type: 'refusal-delta', text: 'No' }, says('Hello')]],
    ['probabilities of its tokens', [says('Hello', { logprobs: { content: [] } })]],
    ['an end', [says('Hello'), { type: 'attempt-end', finishReason: 'stop' }]],
    ['half a character at its end', [says('Hello \ud83e')]],
    ['more text than can be kept', [says('x'.repeat(262_145))]],
  ])('an answer with %s cannot be gone on with', (_, events) => {
    expect(textAfter(...events)).toBeUndefined();
  });

  it('begins anew with the next message', () => {
    const shown = new ShownText();
    shown.add([says('one'), { type: 'attempt-end', finishReason: 'stop' }]);
    shown.restart();
    shown.add([says('two')]);
    expect(shown.text).toBe('two');
  });
});

describe('canContinue', () => {
  const run = anAgentRun({ continuesMidStream: true, stream: true });

  it('is off unless the agent says so, and for what does not stream', () => {
    expect(canContinue(run)).toBe(true);
    expect(canContinue(anAgentRun({ stream: true }))).toBe(false);
    expect(canContinue({ ...run, stream: false })).toBe(false);
  });

  it.each([
    { toolChoice: 'required' },
    { toolChoice: { name: 'f' } },
    { responseFormat: { type: 'json_object' } },
    { extra: { logprobs: true } },
    { extra: { audio: { voice: 'x' } } },
  ] as const)('an answer to %j cannot be told in two parts', (fields) => {
    expect(canContinue({ ...run, ...fields })).toBe(false);
  });
});
