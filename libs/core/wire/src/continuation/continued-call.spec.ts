import type { Message, ModelCall } from '@clawmesh/contracts';
import type { WireApiName } from '@clawmesh/providers';
import { aModelCall, aRoute, type RouteFields } from '../__fixtures__/a-model-call.js';
import { wireApi } from '../wire-registry.js';
import { continuedCall } from './continued-call.js';

const user: Message = { role: 'user', content: [{ type: 'text', text: 'Hello' }] };

interface Told {
  readonly body: Record<string, unknown>;
  /** Roles and texts of the conversation. */
  readonly last: Record<string, unknown> | undefined;
  readonly roles: readonly unknown[];
}

function asked(
  api: WireApiName,
  text: string,
  { call, route }: { call?: Partial<ModelCall>; route?: RouteFields } = {},
): Told {
  const place = aRoute({ api, ...route });
  const continued = continuedCall(aModelCall({ messages: [user], continues: { text }, ...call }), text, place);
  const body = JSON.parse(wireApi(api).encodeRequest(continued.call, place).body) as Record<string, unknown>;
  const turns = (body['messages'] ?? body['input'] ?? body['contents']) as Record<string, unknown>[];
  return { body, last: turns.at(-1), roles: turns.map(({ role }) => role) };
}

const prefill: RouteFields = { compat: { supportsPrefill: true }, entry: { inputAssumed: false } };

describe('continuedCall', () => {
  it.each(['anthropic-messages', 'bedrock-converse-stream'] as const)(
    'is a prefill without white space at its end on %s',
    (api) => {
      const { last } = asked(api, 'The answer \n', { route: prefill });
      expect(last).toMatchObject({ role: 'assistant', content: [{ text: 'The answer' }] });
    },
  );

  it.each<[string, WireApiName, RouteFields]>([
    ['takes no prefill', 'anthropic-messages', { compat: { supportsPrefill: false } }],
    ['nobody described', 'anthropic-messages', { compat: { supportsPrefill: true }, entry: { inputAssumed: true } }],
    [
      'cannot be told not to think',
      'anthropic-messages',
      {
        compat: { supportsPrefill: true, supportedReasoningEfforts: ['low', 'high'] },
        entry: { inputAssumed: false, reasoning: true },
      },
    ],
    ['takes no prefill', 'bedrock-converse-stream', { compat: { supportsPrefill: false } }],
    ['has no mark for it', 'openai-completions', {}],
    ['reasons', 'openai-completions', { compat: { prefillFormat: 'prefix' }, entry: { reasoning: true } }],
    ['is of that kind', 'openai-responses', {}],
    ['is of that kind', 'google-generative-ai', {}],
    ['is of that kind', 'ollama', { model: 'gpt-oss:20b' }],
  ])('a model that %s is asked to go on, %s', (_, api, route) => {
    const { roles } = asked(api, 'The answer ', { route });
    expect(roles.at(-2)).toMatch(/assistant|model/);
    expect(roles.at(-1)).toBe('user');
  });

  it.each([
    ['prefix', { prefix: true }, {}],
    ['partial', { partial: true }, {}],
    ['plain', {}, {}],
    ['continue-final-message', {}, { continue_final_message: true, add_generation_prompt: false }],
  ] as const)('marks a prefill of openai-completions by %s', (prefillFormat, message, request) => {
    const { body, last } = asked('openai-completions', 'The ', { route: { compat: { prefillFormat } } });
    expect(last).toEqual({ role: 'assistant', content: 'The ', ...message });
    expect(body).toMatchObject(request);
  });

  it('Ollama goes on with the last message, without thinking', () => {
    const { body, last } = asked('ollama', 'The ', {
      call: { reasoningEffort: 'high' },
      route: { entry: { reasoning: true } },
    });
    expect(last).toEqual({ role: 'assistant', content: 'The ' });
    expect(body['think']).toBe(false);
  });

  it('thinking is off in a prefill of Anthropic', () => {
    const call = { reasoningEffort: 'high', reasoningBudget: 2_000 };
    const route: RouteFields = { ...prefill, entry: { inputAssumed: false, reasoning: true, maxTokens: 64_000 } };
    const { body, last } = asked('anthropic-messages', 'The', { call, route });
    expect(body['thinking']).toEqual({ type: 'disabled' });
    expect(last).toMatchObject({ role: 'assistant' });
  });

  it('an answer that the client began is one turn', () => {
    const messages: Message[] = [user, { role: 'assistant', content: 'I say: ', toolCalls: [] }];
    const { roles, last } = asked('openai-completions', 'The ', {
      call: { messages },
      route: { compat: { prefillFormat: 'plain' } },
    });
    expect(roles).toEqual(['user', 'assistant']);
    expect(last).toMatchObject({ content: 'I say: The ' });
  });

  it('of blanks alone there is nothing to go on from', () => {
    const { roles } = asked('openai-completions', '\n\n');
    expect(roles).toEqual(['user']);
    const { seam } = continuedCall(aModelCall({}), '\n\n', aRoute({}));
    expect(seam.push('\n\nHello')).toBe('Hello');
  });

  it("what was shown counts against the client's limit", () => {
    const sampling = { maxTokens: 100 };
    const { call } = continuedCall(aModelCall({ sampling }), 'x'.repeat(200), aRoute({}));
    expect(call.sampling.maxTokens).toBe(50);
    expect(continuedCall(aModelCall({ sampling }), 'x'.repeat(900), aRoute({})).call.sampling.maxTokens).toBe(1);
  });
});
