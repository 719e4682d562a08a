import { fullScopes, type AgentRun, type Message, type Requester } from '@clawmesh/contracts';
import { testSnapshot } from '../../__fixtures__/gateway-under-test.js';
import { noInputs } from '../../__fixtures__/no-inputs.js';
import { writeEncryptedContent } from '../../render/responses/encrypted-content.js';
import { readResponsesRun, type ResponsesRun } from './responses-intake.js';

const requester: Requester = { method: 'token', subject: 's', scopes: [...fullScopes], isOwner: true };
const someRun = '6f1c2d3e-0a1b-4c2d-8e3f-9a0b1c2d3e4f';
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

function read(body: object): ResponsesRun | Promise<ResponsesRun> {
  return readResponsesRun({
    body: { model: 'openclaw', input: 'hi', ...body },
    request: { headers: {}, headersDistinct: {} },
    requester,
    snapshot: testSnapshot({ agents: { entries: { main: { default: true }, sales: {} } } }),
    gatewayId: 'g',
    runId: 'run-1',
    now: 1_000,
    inputs: noInputs,
  });
}

function readNow(body: object): ResponsesRun {
  const read_ = read(body);
  if (read_ instanceof Promise) throw new Error('waits for something');
  return read_;
}

const runOf = (body: object): AgentRun => readNow(body).run;
const messagesOf = (...input: object[]): Message[] => runOf({ input }).messages;
const userText = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] });

describe('a responses request as a run', () => {
  it('HTTP-110…118, AM-3, AM-8, SES-3 carries every field, by the names the run and chat have for it', () => {
    const schema = { type: 'object', properties: {} };
    const format = { type: 'json_schema', name: 'answer', description: 'd', strict: true, schema };
    const run = runOf({
      ...{ model: 'openclaw/sales', instructions: 'Be brief.', max_output_tokens: 9, temperature: 1, top_p: 0.5 },
      ...{ parallel_tool_calls: false, reasoning: { effort: 'high', summary: 'concise' }, user: 'Ann', store: false },
      ...{ text: { format, verbosity: 'low' }, metadata: { a: 'b' }, service_tier: 'flex', truncation: 'auto' },
      ...{ prompt_cache_key: 'k', prompt_cache_retention: '24h', safety_identifier: 'x', stream: true },
      ...{ include: ['message.output_text.logprobs'], top_logprobs: 3, max_tool_calls: 4, background: false },
      tools: [{ type: 'function', name: 'f', description: 'd', parameters: schema, strict: true }],
    });
    expect(run).toMatchObject({
      ...{
        agentId: 'sales',
        sessionKey: 'agent:sales:openresponses-user:ann',
        hasNamedSession: true,
        instructions: 'Be brief.',
        stream: true,
      },
      ...{ messages: [userText('hi')], sampling: { maxTokens: 9, temperature: 1, topP: 0.5 }, isStored: false },
      ...{ parallelToolCalls: false, reasoningEffort: 'high', reasoningSummary: 'concise' },
      responseFormat: { type: 'json_schema', json_schema: { name: 'answer', description: 'd', strict: true, schema } },
      tools: [{ name: 'f', description: 'd', parameters: schema, strict: true }],
      protocolFields: { api: 'openai-responses', fields: { truncation: 'auto' } },
    });
    expect(run.extra).toEqual({
      ...{ user: 'Ann', metadata: { a: 'b' }, verbosity: 'low', logprobs: true, top_logprobs: 3 },
      ...{ service_tier: 'flex', prompt_cache_key: 'k', prompt_cache_retention: '24h', safety_identifier: 'x' },
    });
  });

  it('AM-8, AM-9 asks for nothing that was not asked for; what is not said is stored', () => {
    const names = ['instructions', 'tools', 'reasoning', 'text', 'metadata', 'user', 'store', 'previous_response_id'];
    const run = runOf(Object.fromEntries(names.map((name) => [name, null])));
    expect(run).toMatchObject({ extra: {}, sampling: {}, tools: [], isStored: true, stream: false });
    const said = ['instructions', 'previousRunId', 'reasoningEffort', 'responseFormat', 'attachments', 'toolChoice'];
    expect(Object.keys(run)).not.toEqual(expect.arrayContaining([expect.stringMatching(said.join('|'))]));
  });

  it.each([
    ['background', true],
    ['conversation', 'conv_1'],
    ['prompt', { id: 'p' }],
    ['moderation', { model: 'm' }],
    ['context_management', []],
    ['prompt_cache_options', { mode: 'explicit' }],
  ])('AM-8 refuses %s, which nothing here can honour, by name', (field, value) =>
    expect(() => read({ [field]: value })).toThrow(`${field}: is not supported`),
  );

  it.each([
    [{ reasoning: { mode: 'pro' } }, 'reasoning.mode: is not supported'],
    [{ include: ['reasoning.encrypted_content', 'x.y'] }, "include.1: 'x.y' is not supported"],
    [{ text: { format: { type: 'json_schema', schema: {} } } }, 'text.format.name: is required'],
    [{ text: { format: { type: 'json_schema', name: 'n' } } }, 'text.format.schema: is required'],
    [{ input: ' ' }, 'input: must not be empty'],
    [{ input: [] }, 'input: at least one message'],
    [{ input: [{ role: 'system', content: 'a' }] }, 'input: at least one message'],
    [{ model: 'gpt-4o' }, "model: 'gpt-4o' does not name an agent"],
    [{ unknown: 1 }, 'unknown: unknown field'],
    [{ max_output_tokens: 1e300 }, 'max_output_tokens: must be <= 9007199254740991'],
  ])('HTTP-19, HTTP-136 names what is wrong with %j', (body, reason) => expect(() => read(body)).toThrow(reason));

  it('HTTP-19 quotes no megabytes of what was sent', () => {
    const name = 'x'.repeat(1_000_000);
    const tools = [{ type: 'function', name }];
    for (const body of [
      { tools: [...tools, ...tools] },
      { include: [name] },
      { [name]: 1 },
      { tool_choice: { type: { name } } },
    ])
      expect(() => read(body)).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{1,1000}$/) }));
  });

  it('AM-9 goes on from an earlier response', () => {
    expect(runOf({ previous_response_id: `resp_${someRun}` }).previousRunId).toBe(someRun);
  });

  it.each(['resp_1', someRun, `resp_${someRun}x`, 'x', ''])('AM-9 %s is a response that was not found', (id) =>
    expect(() => read({ previous_response_id: id })).toThrow(
      expect.objectContaining({ kind: 'unknown-previous-response' }),
    ),
  );
});

describe('tools of a responses request', () => {
  const tools = [
    { type: 'function', name: 'f' },
    { type: 'function', name: 'g' },
  ];
  const choice = (tool_choice: unknown): unknown => {
    const { run, echo } = readNow({ tools, tool_choice });
    return [run.tools.map(({ name }) => name), run.toolChoice, echo.tool_choice];
  };
  const pinned = { type: 'function', name: 'g' };

  it.each([
    [null, [['f', 'g'], undefined, 'auto']],
    ['none', [[], undefined, 'none']],
    ['required', [['f', 'g'], 'required', 'required']],
    [pinned, [['g'], { name: 'g' }, pinned]],
    [{ type: 'function', function: { name: 'g' } }, [['g'], { name: 'g' }, pinned]],
  ])('HTTP-74, HTTP-114 reads the choice %j, and says it again', (sent, expected) =>
    expect(choice(sent)).toEqual(expected),
  );

  it.each([
    ['always', 'tool_choice: must be'],
    [{ type: 'allowed_tools', mode: 'auto', tools: [] }, 'tool_choice.type: "allowed_tools" is not supported'],
    [{ type: 'custom', name: 'g' }, 'tool_choice.type: "custom" is not supported'],
    [{ type: 'function' }, 'tool_choice.name: is required'],
    [{ type: 'function', name: 'h' }, "tool_choice.name: there is no function 'h'"],
  ])('HTTP-114 refuses the choice %j', (sent, reason) => expect(() => choice(sent)).toThrow(reason));

  it('HTTP-74, HTTP-76 refuses tools that cannot be called', () => {
    expect(() => read({ tool_choice: 'required' })).toThrow('tool_choice: is "required" but there are no tools');
    const twice = [...tools, { type: 'function', name: 'F' }];
    expect(() => read({ tools: twice })).toThrow("tools.2.name: 'F' is there twice");
    expect(() => read({ tools: [{ type: 'function', name: ' ' }] })).toThrow('tools.0.name: must not be blank');
  });
});

describe('input items as messages', () => {
  it('AM-2, HTTP-120, HTTP-130 keeps roles and order', () => {
    const items = [
      { role: 'developer', content: 'Be kind.' },
      { role: 'user', content: [{ type: 'input_text', text: 'one' }] },
      { type: 'message', role: 'assistant', content: 'two' },
      { role: 'user', content: ' ' },
      {
        role: 'system',
        content: [
          { type: 'input_text', text: 'a' },
          { type: 'input_text', text: 'b' },
        ],
      },
      { role: 'user', content: 'three' },
    ];
    expect(messagesOf(...items)).toEqual([
      { role: 'system', content: 'Be kind.' },
      userText('one'),
      { role: 'assistant', content: 'two', toolCalls: [] },
      { role: 'system', content: 'a\nb' },
      userText('three'),
    ]);
  });

  it('AM-8, HTTP-122, HTTP-123 puts together what came from one answer, thinking first', () => {
    const sealed = writeEncryptedContent({ id: 'up-1', signature: 'sig' }, 'anthropic/claude');
    const items = [
      { role: 'user', content: 'hi' },
      { type: 'reasoning', id: 'rs_x', summary: [{ type: 'summary_text', text: 'hm' }], encrypted_content: sealed },
      {
        role: 'assistant',
        id: 'msg_x',
        status: 'completed',
        phase: 'commentary',
        content: [{ type: 'output_text', text: 'Let me see.' }],
      },
      {
        type: 'reasoning',
        id: 'rs_y',
        summary: [],
        encrypted_content: writeEncryptedContent({ signature: 'own', callId: 'c1' }, 'g/m'),
      },
      { type: 'function_call', id: 'fc_x', call_id: 'c1', name: 'f', arguments: '{ }' },
      { type: 'function_call', call_id: 'c2', name: 'g', arguments: '' },
      { type: 'function_call_output', call_id: 'c1', output: 'one' },
      { type: 'function_call_output', call_id: 'c2', output: '' },
    ];
    expect(messagesOf(...items)).toEqual([
      userText('hi'),
      {
        ...{ role: 'assistant', content: 'Let me see.' },
        reasoning: [{ text: 'hm', id: 'up-1', signature: 'sig', origin: 'anthropic/claude' }],
        toolCalls: [
          { id: 'c1', name: 'f', arguments: '{ }', signature: 'own', origin: 'g/m' },
          { id: 'c2', name: 'g', arguments: '' },
        ],
      },
      { role: 'tool', toolCallId: 'c1', content: [{ type: 'text', text: 'one' }] },
      { role: 'tool', toolCallId: 'c2', content: [] },
    ]);
  });

  it('two messages in a row stay two; a text behind calls joins them', () => {
    const say = (text: string) => ({ role: 'assistant', content: text });
    const call = { type: 'function_call', id: 'c1', name: 'f', arguments: '{}' };
    const messages = messagesOf({ role: 'user', content: 'hi' }, say('a'), say('b'), call, say('c'));
    expect(messages.slice(1)).toEqual([
      { role: 'assistant', content: 'a', toolCalls: [] },
      { role: 'assistant', content: 'b\n\nc', toolCalls: [{ id: 'c1', name: 'f', arguments: '{}' }] },
    ]);
  });

  it('AM-8 thinking that did not come through us is known by its protocol; a refusal is kept', () => {
    const thinking = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' };
    const refusal = { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] };
    expect(messagesOf(thinking, refusal)).toEqual([
      {
        ...{ role: 'assistant', content: '', refusal: 'no', toolCalls: [] },
        reasoning: [{ text: '', id: 'rs_1', signature: 'gAAA', origin: 'api:openai-responses' }],
      },
    ]);
  });

  it('AM-8, HTTP-125, HTTP-131 reads both shapes of images, in any message and in outputs of functions', () => {
    const url = `data:image/png;base64,${png}`;
    const source = { type: 'base64', media_type: 'image/png', data: png };
    const inline = { kind: 'inline', mediaType: 'image/png', data: png };
    const messages = messagesOf(
      { role: 'user', content: [{ type: 'input_image', image_url: url, detail: 'low' }] },
      { type: 'function_call_output', call_id: 'c', output: [{ type: 'input_image', source }] },
      { role: 'user', content: 'and?' },
    );
    expect(messages[0]?.content).toEqual([
      { type: 'image', source: inline, detail: 'low' },
      { type: 'text', text: expect.any(String) as string },
    ]);
    expect(messages[1]?.content).toEqual([{ type: 'image', source: inline }]);
  });

  it.each([
    [{ type: 'input_image' }, 'input.0.content.0: needs either image_url or source'],
    [{ type: 'input_image', source: { type: 'url' } }, 'input.0.content.0.source.url: is required'],
    [
      { type: 'input_image', source: { type: 'base64', data: png } },
      'input.0.content.0.source.media_type: is required',
    ],
    [
      { type: 'input_image', source: { type: 'base64', media_type: 'text/plain', data: png } },
      'input.0.content.0.source.media_type: must be one of',
    ],
    [
      { type: 'input_image', image_url: 'data:image/png;base64,%%' },
      'Invalid input_image or input_file content in input.',
    ],
    [{ type: 'input_file', filename: 'a' }, 'input.0.content.0: needs one of file_data, file_url and source'],
    [{ type: 'refusal', refusal: 'no' }, "input.0.content.0.type: refusals are the assistant's"],
  ])('HTTP-19, HTTP-125, HTTP-126 refuses the part %j', (part, reason) =>
    expect(() => messagesOf({ role: 'user', content: [part] })).toThrow(reason),
  );

  it.each([
    [{ role: 'user', phase: 'commentary', content: 'a' }, 'input.0.phase: only assistant messages have one'],
    [{ type: 'function_call', name: 'f', arguments: '' }, 'input.0.call_id: is required'],
    [
      { role: 'assistant', content: [{ type: 'input_image', image_url: 'x' }] },
      `input.0.content.0.type: "input_image" is not the assistant's`,
    ],
    [
      { role: 'system', content: [{ type: 'input_image', image_url: `data:;base64,${png}` }] },
      'input.0.content: system and developer messages can only have text',
    ],
    [{ type: 'reasoning', encrypted_content: 'cm1.eA.{' }, 'input.0.encrypted_content: was altered'],
  ])('HTTP-120…124 refuses the item %j', (item, reason) => expect(() => messagesOf(item)).toThrow(reason));

  it('HTTP-132 counts the URLs of the whole request', () => {
    const image = { type: 'input_image', image_url: 'https://a.test/b.png' };
    const input = [0, 1, 2].map(() => ({ role: 'user', content: [image, image, image] }));
    expect(() => read({ input })).toThrow('input: at most 8 parts may be URLs');
  });

  it('HTTP-134 what files say goes beside the messages', async () => {
    const file_data = `data:text/plain;base64,${Buffer.from('secret plan').toString('base64')}`;
    const input = [{ role: 'user', content: [{ type: 'input_file', file_data, filename: 'plan.txt' }] }];
    const { run } = await read({ input });
    expect(run.attachments).toEqual([expect.stringContaining('secret plan')]);
    expect(JSON.stringify(run.messages)).not.toContain('secret plan');
  });

  it('HTTP-124, AM-9 items that are only named stand for the conversation they came from', () => {
    const run = runOf({
      input: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'one' },
        { type: 'item_reference', id: `msg_${someRun}_0` },
        { id: 'foreign' },
        { role: 'user', content: 'two' },
      ],
    });
    expect(run.previousRunId).toBe(someRun);
    expect(run.messages).toEqual([{ role: 'system', content: 'Be kind.' }, userText('two')]);
  });

  it('HTTP-124, AM-9 where the response is named as well, what is said before a named item is new', () => {
    const run = runOf({
      previous_response_id: `resp_${someRun}`,
      input: [
        { role: 'user', content: 'one' },
        { type: 'item_reference', id: 'msg_11111111-0a1b-4c2d-8e3f-9a0b1c2d3e4f_0' },
        { role: 'user', content: 'two' },
      ],
    });
    expect(run.previousRunId).toBe(someRun);
    expect(run.messages).toEqual([userText('one'), userText('two')]);
  });

  it('AM-9 what stands beside a named item is of the same answer, and not said twice', () => {
    const run = runOf({
      input: [
        { role: 'user', content: 'one' },
        { type: 'item_reference', id: `rs_${someRun}_0` },
        { role: 'assistant', content: 'Let me see.' },
        { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'a' },
        { type: 'function_call', call_id: 'c2', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c2', output: 'b' },
      ],
    });
    expect(run.messages).toMatchObject([
      { role: 'tool', toolCallId: 'c1' },
      { role: 'assistant', toolCalls: [{ id: 'c2' }] },
      { role: 'tool', toolCallId: 'c2' },
    ]);
  });
});
