import { fullScopes, type AgentRun } from '@clawmesh/contracts';
import { noInputs } from '../../__fixtures__/no-inputs.js';
import { testSnapshot } from '../../__fixtures__/gateway-under-test.js';
import { sealThinking } from '../../render/messages/sealed-thinking.js';
import type { RunIntake } from '../run-intake.js';
import { readCountedRun, readMessagesRun } from './messages-intake.js';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64');
const pdf = Buffer.from('%PDF-1.7 and more').toString('base64');
const cache_control = { type: 'ephemeral', ttl: '1h' } as const;
const cacheControl = cache_control;
const text = (value: string) => ({ type: 'text', text: value });

function intakeOf(body: unknown, headers: Record<string, string> = {}): RunIntake {
  const headersDistinct = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {
    body,
    request: { headers, headersDistinct },
    requester: { method: 'token', subject: 'ann', scopes: [...fullScopes], isOwner: true },
    snapshot: testSnapshot({ agents: { entries: { main: { default: true }, sales: {} } } }),
    gatewayId: 'g',
    runId: 'r',
    now: 1_000,
    inputs: noInputs,
  };
}

async function runOf(fields: object, headers?: Record<string, string>): Promise<AgentRun> {
  const base = { model: 'openclaw', max_tokens: 100, messages: [{ role: 'user', content: 'hi' }] };
  return (await readMessagesRun(intakeOf({ ...base, ...fields }, headers))).run;
}

const conversation = async (...messages: object[]) => (await runOf({ messages })).messages;

describe('readMessagesRun', () => {
  it('HTTP-40, HTTP-46…48, SES-3 takes agent, session and channel from where every surface does', async () => {
    const run = await runOf(
      { model: 'openclaw/sales', metadata: { user_id: 'Conv:A' } },
      { 'x-openclaw-message-channel': 'Slack' },
    );
    expect(run).toMatchObject({ agentId: 'sales', messageChannel: 'slack', extra: { user: 'Conv:A' } });
    expect(run.sessionKey).toBe('agent:sales:messages-user:conv:a');
    expect(run.hasNamedSession).toBe(true);
    expect((await runOf({})).hasNamedSession).toBeUndefined();
    expect(await runOf({}, { 'x-openclaw-agent-id': 'sales' })).toMatchObject({ agentId: 'sales' });
    await expect(runOf({ model: 'claude-opus-5' })).rejects.toThrow(/^model: 'claude-opus-5' does not name an agent/);
  });

  it('SES-3, SES-5 the JSON by which coding agents name device and session is one name: a session each', async () => {
    const nameOf = (session_id: string) =>
      JSON.stringify({ device_id: 'D'.repeat(64), account_uuid: '', session_id: `${session_id}-0000-4000-8000` });
    const run = await runOf({ metadata: { user_id: nameOf('A') } });
    expect(run.sessionKey).toBe(`agent:main:messages-user:${nameOf('a').replaceAll('D', 'd')}`);
    expect((await runOf({ metadata: { user_id: nameOf('A') } })).sessionKey).toBe(run.sessionKey);
    expect((await runOf({ metadata: { user_id: nameOf('B') } })).sessionKey).not.toBe(run.sessionKey);
    expect(run.protocolFields?.fields).toEqual({ metadata: { user_id: nameOf('A') } });
    expect(run.extra['user']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('AM-2 keeps turns, blocks, calls and results, and where caching ends', async () => {
    const messages = await conversation(
      {
        role: 'user',
        content: [
          { ...text('look'), cache_control },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
        ],
      },
      {
        role: 'assistant',
        content: [
          text('Let me '),
          text('see.'),
          { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Ulm' } },
        ],
      },
      {
        role: 'user',
        content: [
          text('And?'),
          { type: 'tool_result', tool_use_id: 'toolu_1', is_error: true, content: [text('down')], cache_control },
        ],
      },
      { role: 'assistant', content: 'The service' },
    );
    expect(messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'look', cacheControl },
          { type: 'image', source: { kind: 'inline', mediaType: 'image/png', data: png } },
        ],
      },
      {
        role: 'assistant',
        content: 'Let me see.',
        toolCalls: [{ id: 'toolu_1', name: 'weather', arguments: '{"city":"Ulm"}' }],
      },
      { role: 'tool', toolCallId: 'toolu_1', isError: true, cacheControl, content: [{ type: 'text', text: 'down' }] },
      { role: 'user', content: [{ type: 'text', text: 'And?' }] },
      { role: 'assistant', content: 'The service', toolCalls: [] },
    ]);
  });

  it('puts system texts first, each where caching may end', async () => {
    const run = await runOf({ system: [text('One.'), { ...text('Two.'), cache_control }] });
    expect(run.messages.slice(0, 2)).toEqual([
      { role: 'system', content: 'One.' },
      { role: 'system', content: 'Two.', cacheControl },
    ]);
    expect((await runOf({ system: 'Three.' })).messages[0]).toEqual({ role: 'system', content: 'Three.' });
    const middle = await conversation({ role: 'user', content: 'a' }, { role: 'system', content: 'Now in French.' });
    expect(middle[1]).toEqual({ role: 'system', content: 'Now in French.' });
  });

  it('reads documents: PDF as it is, text as a file, content and search results as text', async () => {
    const [message] = await conversation({
      role: 'user',
      content: [
        {
          type: 'document',
          title: 'a.pdf',
          source: { type: 'base64', media_type: 'application/pdf', data: pdf },
          cache_control,
        },
        {
          type: 'document',
          context: 'From the wiki.',
          source: { type: 'text', media_type: 'text/plain', data: 'plain' },
        },
        { type: 'document', source: { type: 'content', content: [text('part')] }, citations: { enabled: false } },
        { type: 'search_result', title: 'T', source: 'https://x', content: [text('found')] },
      ],
    });
    expect(message).toEqual({
      role: 'user',
      content: [
        { type: 'file', mediaType: 'application/pdf', data: pdf, filename: 'a.pdf', cacheControl },
        { type: 'text', text: 'From the wiki.' },
        { type: 'file', mediaType: 'text/plain', data: Buffer.from('plain').toString('base64') },
        { type: 'text', text: 'part' },
        { type: 'text', text: 'T\nhttps://x\nfound' },
      ],
    });
  });

  it('gives opaque thinking back to whom it came from: blocks, redacted blocks, and what belongs to a call', async () => {
    const openai = 'openai/gpt-5.5';
    const [, message] = await conversation(
      { role: 'user', content: 'hi' },
      {
        role: 'assistant',
        content: [
          {
            type: 'thinking',
            thinking: 'hm',
            signature: sealThinking({ value: 's1', origin: openai, of: { block: 'rs_1' } }),
          },
          { type: 'thinking', thinking: 'own', signature: 'EqQB' },
          { type: 'thinking', thinking: 'unsigned', signature: '' },
          { type: 'redacted_thinking', data: 'opaque' },
          { type: 'redacted_thinking', data: sealThinking({ value: 's2', origin: 'google/g', of: { call: 'c1' } }) },
          { type: 'tool_use', id: 'c1', name: 'f', input: {} },
        ],
      },
    );
    expect(message).toMatchObject({
      reasoning: [
        { text: 'hm', signature: 's1', origin: openai, id: 'rs_1' },
        { text: 'own', signature: 'EqQB', origin: 'api:anthropic-messages' },
        { text: 'unsigned' },
        { text: '', redacted: 'opaque', origin: 'api:anthropic-messages' },
      ],
      toolCalls: [{ id: 'c1', name: 'f', arguments: '{}', signature: 's2', origin: 'google/g' }],
    });
  });

  it('keeps the place of thinking between texts and calls', async () => {
    const signed = (thinking: string) => ({ type: 'thinking', thinking, signature: 's' });
    const call = { type: 'tool_use', id: 'c1', name: 'f', input: {} };
    const content = [signed('1'), text('Hm.'), signed('2'), call, { type: 'redacted_thinking', data: 'r' }];
    const [, message] = await conversation({ role: 'user', content: 'hi' }, { role: 'assistant', content });
    expect(message).toMatchObject({
      content: 'Hm.',
      reasoning: [{ text: '1' }, { text: '2', after: { chars: 3, calls: 0 } }, { after: { chars: 3, calls: 1 } }],
    });
    expect((message as { reasoning: object[] }).reasoning[0]).not.toHaveProperty('after');
  });

  it('reads tools and what to do with them', async () => {
    const tools = [
      {
        name: 'weather',
        description: 'd',
        input_schema: { type: 'object' },
        cache_control,
        strict: true,
        eager_input_streaming: true,
      },
      { type: 'custom', name: 'time', input_schema: { type: 'object' }, input_examples: [{ zone: 'UTC' }] },
    ];
    const any = await runOf({ tools, tool_choice: { type: 'any', disable_parallel_tool_use: true } });
    expect(any).toMatchObject({ toolChoice: 'required', parallelToolCalls: false });
    expect(any.tools).toEqual([
      { name: 'weather', description: 'd', parameters: { type: 'object' }, strict: true, cacheControl },
      { name: 'time', parameters: { type: 'object', examples: [{ zone: 'UTC' }] } },
    ]);
    const pinned = await runOf({ tools, tool_choice: { type: 'tool', name: 'time' } });
    expect([pinned.toolChoice, pinned.tools.length]).toEqual([{ name: 'time' }, 1]);
    expect((await runOf({ tools, tool_choice: { type: 'none' } })).tools).toEqual([]);
  });

  it.each([
    [
      { thinking: { type: 'enabled', budget_tokens: 10_000 }, max_tokens: 16_000 },
      { reasoningEffort: 'medium', reasoningBudget: 10_000 },
    ],
    [
      { thinking: { type: 'enabled', budget_tokens: 31_999 }, max_tokens: 32_000 },
      { reasoningEffort: 'max', reasoningBudget: 31_999 },
    ],
    [{ thinking: { type: 'adaptive' } }, { reasoningEffort: 'adaptive' }],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'high' } }, { reasoningEffort: 'high' }],
    [{ thinking: { type: 'disabled' }, output_config: { effort: 'high' } }, { reasoningEffort: 'off' }],
    [{ output_config: { effort: 'low' } }, { reasoningEffort: 'low' }],
  ])('THINK-6 %j → %j', async (fields, expected) => {
    const { reasoningEffort, reasoningBudget } = await runOf(fields);
    expect({ reasoningEffort, ...(reasoningBudget && { reasoningBudget }) }).toEqual(expected);
  });

  it('maps sampling, the schema of the answer and the tier; what only Anthropic knows travels by its names', async () => {
    const schema = { type: 'object' };
    const context_management = { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] };
    const run = await runOf(
      {
        ...{
          temperature: 0.5,
          top_p: 0.9,
          top_k: 40,
          stop_sequences: ['END'],
          service_tier: 'standard_only',
          stream: true,
        },
        ...{ output_config: { format: { type: 'json_schema', schema } }, context_management, speed: 'fast' },
        ...{ diagnostics: { previous_message_id: null }, container: null, mcp_servers: [] },
      },
      { 'anthropic-beta': 'claude-code-20250219, context-management-2025-06-27,oauth-2025-04-20' },
    );
    expect(run).toMatchObject({
      sampling: { maxTokens: 100, temperature: 0.5, topP: 0.9, stop: ['END'] },
      responseFormat: { type: 'json_schema', json_schema: { schema, strict: true } },
      extra: { service_tier: 'default' },
      stream: true,
      protocolFields: {
        api: 'anthropic-messages',
        fields: { top_k: 40, context_management, speed: 'fast', 'anthropic-beta': 'context-management-2025-06-27' },
      },
    });
    expect(await runOf({})).not.toHaveProperty('protocolFields');
  });

  const user = (...content: object[]) => ({ messages: [{ role: 'user', content }] });
  const assistant = (...content: object[]) => ({ messages: [{ role: 'assistant', content }] });
  const tool = (fields: object) => ({ tools: [{ name: 'f', input_schema: { type: 'object' }, ...fields }] });
  it.each([
    [{ frequency_penalty: 1 }, 'frequency_penalty: Extra inputs are not permitted'],
    [{ messages: [] }, 'messages: at least one message is required'],
    [{ messages: [{ role: 'user', content: '' }] }, 'messages: at least one message is required'],
    [user({ type: 'container_upload', file_id: 'f' }), "messages.0.content.0.type: content of type 'container_upload'"],
    [user({ type: 'constructor' }), "messages.0.content.0.type: content of type 'constructor'"],
    [user({ type: 'text' }), 'messages.0.content.0.text: Input should be a valid string'],
    [
      user({ type: 'text', text: 'x', cache_control: { type: 'forever' } }),
      'messages.0.content.0.cache_control.type: ',
    ],
    [user({ type: 'image' }), 'messages.0.content.0.source: Field required'],
    [user({ type: 'image', source: { type: 'file', file_id: 'f' } }), 'messages.0.content.0.source.type: '],
    [
      user({ type: 'image', source: { type: 'base64', data: 'AAAA' } }),
      'Invalid image or document content in messages.',
    ],
    [
      user({ type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' } }),
      'Invalid image or document',
    ],
    [
      user({ type: 'document', source: { type: 'base64', media_type: 'text/html', data: 'AAAA' } }),
      'messages.0.content.0.source.media_type: ',
    ],
    [user({ type: 'document', citations: { enabled: true } }), 'messages.0.content.0.citations.enabled: '],
    [user({ type: 'tool_result', content: 'x' }), 'messages.0.content.0.tool_use_id: Field required'],
    [
      user({ type: 'tool_result', tool_use_id: 't', content: [{ type: 'tool_reference' }] }),
      'messages.0.content.0.content.0.type: ',
    ],
    [
      user({ type: 'tool_use', id: 't', name: 'f', input: {} }),
      "messages.0.content.0.type: content of type 'tool_use'",
    ],
    [assistant({ type: 'tool_use', id: 't', name: 'f', input: 'x' }), 'messages.0.content.0.input: '],
    [assistant({ type: 'server_tool_use', id: 't', name: 'f', input: {} }), 'messages.0.content.0.type: '],
    [
      { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
      "tools.0.type: tools of type 'web_search_20250305'",
    ],
    [tool({ name: 'a b' }), 'tools.0.name: '],
    [tool({ input_schema: { type: 'array' } }), 'tools.0.input_schema.type: '],
    [tool({ input_schema: undefined }), 'tools.0.input_schema: Field required'],
    [tool({ allowed_callers: ['code_execution_20250825'] }), 'tools.0.allowed_callers: '],
    [{ tools: [...tool({}).tools, ...tool({ name: 'F' }).tools] }, 'tools.1.name: Tool names must be unique'],
    [{ ...tool({}), tool_choice: { type: 'tool', name: 'g' } }, "tool_choice.name: no tool is named 'g'"],
    [{ tool_choice: { type: 'any' } }, 'tool_choice: '],
    [{ ...tool({}), tool_choice: { type: 'required' } }, 'tool_choice.type: '],
    [{ thinking: { type: 'enabled' } }, 'thinking.budget_tokens: Field required'],
    [{ thinking: { type: 'enabled', budget_tokens: 2_000 }, max_tokens: 1_000 }, 'max_tokens: '],
    [{ thinking: { type: 'between_tools' } }, 'thinking.type: '],
    [{ stop_sequences: ['a', ' '] }, 'stop_sequences.1: must contain non-whitespace'],
    [{ container: 'c' }, 'container: is not supported'],
    [{ thread: { type: 'create' } }, 'thread: is not supported'],
    [{ inference_geo: 'eu' }, 'inference_geo: is not supported'],
    [{ mcp_servers: [{ name: 'm' }] }, 'mcp_servers: is not supported'],
    [{ context_management: { edits: [{ type: 'compact_20260112' }] } }, 'context_management.edits.0.type: '],
    [{ output_config: { task_budget: { total: 1 } } }, 'output_config.task_budget: is not supported'],
    [{ metadata: { user_id: 'x'.repeat(257) } }, 'metadata.user_id: '],
  ])('HTTP-19, HTTP-25 refuses %j', async (fields, message) => {
    await expect(runOf(fields)).rejects.toThrow(message);
  });

  it('HTTP-45 a model override needs an admin, before the body is looked at', async () => {
    const intake = { ...intakeOf({}, { 'x-openclaw-model': 'openai/gpt-5.5' }) };
    const requester = { ...intake.requester, scopes: ['operator.write'] };
    await expect(readMessagesRun({ ...intake, requester })).rejects.toThrow('missing scope: operator.admin');
  });

  it('counts the run the same request would be', async () => {
    const body = { model: 'openclaw', system: 'Be brief.', messages: [{ role: 'user', content: 'hi' }] };
    const { messages, sampling } = await readCountedRun(intakeOf(body));
    expect([messages.length, sampling]).toEqual([2, {}]);
    await expect(readCountedRun(intakeOf({ ...body, stream: true }))).rejects.toThrow('stream: Extra inputs');
  });
});
