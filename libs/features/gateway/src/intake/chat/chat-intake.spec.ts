import { fullScopes, type Requester } from '@clawmesh/contracts';
import { testSnapshot } from '../../__fixtures__/gateway-under-test.js';
import { noInputs } from '../../__fixtures__/no-inputs.js';
import { readChatRun, type ChatRun } from './chat-intake.js';
import type { RunIntake } from '../run-intake.js';

const requester: Requester = { method: 'token', subject: 's', scopes: [...fullScopes], isOwner: true };
const agents = {
  defaults: { models: { 'openai/gpt-5.4': { alias: 'best' }, 'anthropic/*': {} }, timeoutSeconds: 30 },
  entries: { main: { default: true }, sales: { timeoutSeconds: 7 } },
};

/** Without images to wait for. */
function readNow(intake: RunIntake): ChatRun {
  const chat = readChatRun(intake);
  if (chat instanceof Promise) throw new Error('it waits');
  return chat;
}

function read(body: object, headers: Record<string, string> = {}): ChatRun {
  const distinct = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.split(', ')]));
  return readNow({
    body: { messages: [{ role: 'user', content: 'hi' }], ...body },
    request: { headers, headersDistinct: distinct },
    requester,
    snapshot: testSnapshot({ agents }),
    gatewayId: 'g',
    runId: 'run-1',
    now: 1_000,
    inputs: noInputs,
  });
}

describe('agent and session of a run', () => {
  it.each([
    ['openclaw', 'main'],
    [' OpenClaw/Default ', 'main'],
    ['openclaw/sales', 'sales'],
    ['openclaw:SALES', 'sales'],
    ['agent:sales', 'sales'],
    ['', 'main'],
  ])('HTTP-40 model %j is agent %s, and is echoed as sent', (model, agentId) => {
    const chat = read({ model });
    expect([chat.run.agentId, chat.model]).toEqual([agentId, model]);
  });

  it.each(['gpt-4o', 'openclaw/', 'openclaw/a/b', 'openclaw/unknown', 'openclaw:default', 'agent:-x'])(
    'HTTP-40a, HTTP-40b refuses model %j',
    (model) => expect(() => read({ model })).toThrow(/^model: /),
  );

  it('HTTP-40d refuses a request that names no agent when there is no default', () => {
    const snapshot = testSnapshot({ agents: { entries: { one: {}, two: {} } } });
    const request = { headers: {}, headersDistinct: {} };
    const body = { messages: [{ role: 'user', content: 'hi' }] };
    const ids = { gatewayId: 'g', runId: 'r', now: 1, inputs: noInputs };
    expect(() => readChatRun({ body, request, requester, snapshot, ...ids })).toThrow(/^model: several agents/);
    expect(readNow({ body: { ...body, model: 'agent:two' }, request, requester, snapshot, ...ids }).run.agentId).toBe(
      'two',
    );
  });

  it('HTTP-46 lets the agent header win over model, and the first of two values', () => {
    expect(read({ model: 'openclaw/main' }, { 'x-openclaw-agent-id': 'sales, main' }).run.agentId).toBe('sales');
    expect(read({}, { 'x-openclaw-agent': 'SALES' }).run.agentId).toBe('sales');
    expect(() => read({ model: 'gpt-4o' }, { 'x-openclaw-agent-id': 'sales' })).toThrow(/^model: /);
    expect(() => read({}, { 'x-openclaw-agent-id': 'no such' })).toThrow(/not an agent id/);
  });

  it.each([
    [{}, {}, 'agent:main:openai:run-1'],
    [{ user: ' Conv:A ' }, {}, 'agent:main:openai-user:conv:a'],
    [{ user: '  ' }, {}, 'agent:main:openai:run-1'],
    [{ user: 'u' }, { 'x-openclaw-session-key': ' Thread-1 ' }, 'agent:main:thread-1'],
    [{ model: 'openclaw/sales' }, { 'x-openclaw-session-key': 'main' }, 'agent:sales:main'],
    [{}, { 'x-openclaw-session-key': 'agent:sales:x' }, 'agent:sales:x'],
  ])('SES-1, SES-3, SES-10…13 session of %j with %j is %s', (body, headers, key) => {
    expect(read(body, headers as Record<string, string>).run.sessionKey).toBe(key);
  });

  it('ORD-8 says whether the client named the session', () => {
    expect(read({}, {}).run.hasNamedSession).toBeUndefined();
    expect(read({ user: '  ' }, {}).run.hasNamedSession).toBeUndefined();
    expect(read({ user: 'u' }, {}).run.hasNamedSession).toBe(true);
    expect(read({}, { 'x-openclaw-session-key': 'thread-1' }).run.hasNamedSession).toBe(true);
  });

  it.each(['subagent:x', 'CRON:x', 'agent:main:acp:x', 'agent:main:', 'agent::x', 'agent:unknown:x', 'x'.repeat(513)])(
    'SES-5, SES-11, SES-13 refuses session key %j',
    (key) => expect(() => read({}, { 'x-openclaw-session-key': key })).toThrow(),
  );

  it('SES-13 refuses a key of another agent than the one named', () => {
    const headers = { 'x-openclaw-session-key': 'agent:main:x' };
    expect(() => read({ model: 'openclaw/sales' }, headers)).toThrow(/another agent/);
  });

  it('AM-12 takes the budget of the agent before the shared one', () => {
    expect(read({}).run.deadlineAt).toBe(31_000);
    expect(read({ model: 'openclaw/sales' }).run.deadlineAt).toBe(8_000);
  });
});

describe('x-openclaw-model (HTTP-45)', () => {
  it.each([
    ['openai/gpt-5.4', 'openai/gpt-5.4'],
    ['best', 'openai/gpt-5.4'],
    ['Anthropic/claude-x', 'anthropic/claude-x'],
  ])('%s becomes %s', (header, model) => {
    expect(read({}, { 'x-openclaw-model': header }).run.modelOverride).toBe(model);
  });

  it.each(['/x', 'x/', 'a\u0001b', 'x'.repeat(257)])('refuses %j as a value', (header) => {
    expect(() => read({}, { 'x-openclaw-model': header })).toThrow('x-openclaw-model: invalid header value');
  });

  it('ALLOW-6 names model and agent when the policy forbids it', () => {
    const message = "x-openclaw-model: model 'mistral/large' is not allowed for agent 'sales'";
    expect(() => read({ model: 'openclaw/sales' }, { 'x-openclaw-model': 'mistral/large' })).toThrow(message);
  });
});

describe('options (HTTP-55…61)', () => {
  it('reads every field into its canonical place', () => {
    const { run } = read({
      ...{ max_tokens: 5, max_completion_tokens: 7, temperature: 2, top_p: 0, frequency_penalty: -2, seed: -1 },
      ...{ presence_penalty: 2, stop: 'x', parallel_tool_calls: false, reasoning_effort: 'low', n: 1, stream: true },
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } },
      stream_options: { include_usage: true },
      ...{ logit_bias: { 1: 2 }, metadata: null, vendor_field: { a: 1 } },
    });
    expect(run).toMatchObject({
      sampling: {
        maxTokens: 7,
        temperature: 2,
        topP: 0,
        frequencyPenalty: -2,
        presencePenalty: 2,
        seed: -1,
        stop: ['x'],
      },
      responseFormat: { type: 'json_schema', json_schema: { name: 'x', schema: {} } },
      parallelToolCalls: false,
      reasoningEffort: 'low',
      stream: true,
    });
    expect(run.extra).toEqual({ logit_bias: { 1: 2 }, vendor_field: { a: 1 } });
  });

  it.each([
    [{ max_completion_tokens: 1, max_tokens: 0 }, 'max_tokens'],
    [{ max_tokens: 1.5 }, 'max_tokens'],
    [{ response_format: { type: 'xml' } }, 'response_format.type'],
    [{ response_format: { type: 'json_schema' } }, 'response_format.json_schema'],
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop'],
    [{ stop: [''] }, 'stop'],
    [{ temperature: 2.1 }, 'temperature'],
    [{ top_p: -0.1 }, 'top_p'],
    [{ presence_penalty: 3 }, 'presence_penalty'],
    [{ n: 2 }, 'n'],
  ])('refuses %j naming %s', (body, field) => {
    expect(() => read(body)).toThrow(new RegExp(`^${field}: `));
  });

  it('HTTP-60 takes an empty stop list for none', () => {
    expect(read({ stop: [] }).run.sampling).toEqual({});
  });
});

describe('tools (HTTP-73…76)', () => {
  const tool = (name: string, more: object = {}) => ({ type: 'function', function: { name, ...more } });

  it('HTTP-73 trims names and drops what is wrongly typed', () => {
    const tools = [tool(' a ', { description: 1, parameters: { type: 'object' }, strict: 'yes' })];
    expect(read({ tools }).run.tools).toEqual([{ name: 'a', parameters: { type: 'object' } }]);
  });

  it.each([
    ['none', [], undefined],
    ['auto', ['a', 'b'], undefined],
    [null, ['a', 'b'], undefined],
    ['required', ['a', 'b'], 'required'],
    [tool('b'), ['b'], { name: 'b' }],
  ])('HTTP-74 tool_choice %j offers %j', (tool_choice, names, choice) => {
    const { run } = read({ tools: [tool('a'), tool('b')], tool_choice });
    expect([run.tools.map(({ name }) => name), run.toolChoice]).toEqual([names, choice]);
  });

  it.each([
    [{ tools: [1] }],
    [{ tools: [{ type: 'custom' }] }],
    [{ tools: [{ type: 'function' }] }],
    [{ tools: [tool(' ')] }],
    [{ tools: [tool('a'), tool('A')] }],
    [{ tool_choice: 'required' }],
    [{ tool_choice: 'any' }],
    [{ tools: [tool('a')], tool_choice: tool('b') }],
    [{ tools: [tool('a')], tool_choice: { type: 'function' } }],
    [{ tools: [tool('a')], tool_choice: { type: 'allowed_tools' } }],
  ])('refuses %j', (body) => {
    expect(() => read(body)).toThrow(/^Invalid tools\/tool_choice: /);
  });
});

describe('images of a chat', () => {
  const url = `data:;base64,${Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1').toString('base64')}`;
  const shown = (count: number) => ({
    role: 'user',
    content: Array.from({ length: count }, () => ({ type: 'image_url', image_url: { url } })),
  });
  const said = { role: 'assistant', content: 'I see.' };

  it('HTTP-81 counts those of the active turn, which may be several messages', () => {
    expect(() => read({ messages: [shown(8)] })).not.toThrow();
    expect(() => read({ messages: [shown(9)] })).toThrow('Invalid image_url content in messages.');
    expect(() => read({ messages: [said, shown(5), shown(4)] })).toThrow('Invalid image_url');
  });

  it('AM-2, HTTP-81 a long chat keeps the images of all its turns, and goes on', () => {
    const turns = Array.from({ length: 5 }, () => [shown(8), said]).flat();
    const { run } = read({ messages: [...turns, shown(8)] });
    const images = run.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
    expect(images.filter(({ type }) => type === 'image')).toHaveLength(48);
  });
});
