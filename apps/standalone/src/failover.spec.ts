import { replyEvents, replyJson, type UpstreamHandler } from '@clawmesh/testing';
import { startServices, type ServicesUnderTest } from './__fixtures__/services-under-test.js';

/** One agent for each scenario, with providers of its own: what one learns of its keys, the others do not. */
const scenarios = ['t1', 't2', 't3', 't4', 't5', 't8', 't9', 't10', 't11', 't12', 't15', 'alone'] as const;
type Scenario = (typeof scenarios)[number];
const roles = ['p', 'f1', 'f2'] as const;
type Role = (typeof roles)[number];

const chunk = (delta: object, finish: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const says = (text: string): UpstreamHandler =>
  replyEvents([chunk({ role: 'assistant', content: text }), chunk({}, 'stop'), '[DONE]']);
const refuses = (status: number, message: string, headers: Record<string, string> = {}): UpstreamHandler =>
  replyJson(status, { error: { message } }, headers);

/** 42 seconds, less what this machine took. */
const almost42 = /^(?:3\d|4[0-2])$/;

function configOf(upstreamUrl: string): object {
  const names = scenarios.flatMap((scenario) => roles.map((role) => `${scenario}-${role}`));
  const provider = (name: string) => ({
    ...{ baseUrl: `${upstreamUrl}/${name}/v1`, apiKey: `key-of-${name}`, api: 'openai-completions' },
    models: [{ id: 'm', name: 'm' }],
    ...(name === 't15-p' && { timeoutSeconds: 0.3 }),
  });
  const agent = (scenario: Scenario) => {
    const fallbacks = scenario === 'alone' ? [] : [`${scenario}-f1/m`, `${scenario}-f2/m`];
    const policy = scenario === 't10' ? { modelPolicy: { allow: ['t10-p/m'] } } : {};
    return { model: { primary: `${scenario}-p/m`, fallbacks }, default: scenario === 't1', ...policy };
  };
  return {
    gateway: {
      auth: { mode: 'token', token: 'secret' },
      http: { endpoints: { chatCompletions: { enabled: true } } },
    },
    models: { providers: Object.fromEntries(names.map((name) => [name, provider(name)])) },
    agents: {
      defaults: { workspace: '/nowhere' },
      entries: Object.fromEntries(scenarios.map((scenario) => [scenario, agent(scenario)])),
    },
    clawmesh: { retry: { maxAttempts: 0 } },
  };
}

describe('a run over several models', () => {
  let services: ServicesUnderTest;
  const scripts = new Map<string, UpstreamHandler>();

  beforeAll(async () => {
    services = await startServices(configOf);
    services.upstream.handle((request, response) => {
      const name = request.path.split('/')[1] ?? '';
      return (scripts.get(name) ?? refuses(500, `no script for ${name}`))(request, response);
    });
  });
  afterAll(() => services.close());

  function play(scenario: Scenario, ofRoles: Partial<Record<Role, UpstreamHandler>>): void {
    for (const [role, script] of Object.entries(ofRoles)) scripts.set(`${scenario}-${role}`, script);
  }

  function chat(scenario: Scenario, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${services.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret', ...headers },
      body: JSON.stringify({
        model: `openclaw/${scenario}`,
        stream: true,
        messages: [{ role: 'user', content: 'hi' }],
      }),
    });
  }

  /** Whom the upstream calls of a scenario went to, in order. */
  const called = (scenario: Scenario): string[] =>
    services.upstream.requests
      .map(({ path }) => path.split('/')[1] ?? '')
      .filter((name) => name.startsWith(`${scenario}-`))
      .map((name) => name.slice(scenario.length + 1));

  async function expectAnswer(response: Response, text: string): Promise<void> {
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`"content":"${text}"`);
  }

  it('T1 ROT-10 FAIL-2 AM-10 a limited model is stood in for by the next, which the answer says', async () => {
    play('t1', { p: refuses(429, 'slow down'), f1: says('from f1') });
    const response = await chat('t1');
    const text = await response.text();
    expect(text).toContain('"content":"from f1"');
    expect(text).toContain(': x-clawmesh-model t1-f1/m\n');
    expect(text).toContain(': x-clawmesh-attempts 2\n');
    expect(called('t1')).toEqual(['p', 'f1']);
  });

  it('T2 a malformed request is the client’s: no fallback, and no window for the key', async () => {
    play('t2', { p: refuses(400, 'messages: roles must alternate') });
    const response = await chat('t2');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringContaining('alternate') },
    });
    play('t2', { p: says('well again') });
    await expectAnswer(await chat('t2'), 'well again');
    expect(called('t2')).toEqual(['p', 'p']);
  });

  it('T3 ERR-39 a prompt that is too long is told with its numbers, and tried nowhere else', async () => {
    play('t3', { p: refuses(400, 'prompt is too long: 213462 tokens > 200000 maximum') });
    const response = await chat('t3');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringMatching(/213462.*200000/) },
    });
    expect(called('t3')).toEqual(['p']);
  });

  it('T4 a model that does not exist is asked once', async () => {
    play('t4', { p: refuses(404, 'The model `m` does not exist'), f1: says('from f1') });
    await expectAnswer(await chat('t4'), 'from f1');
    expect(called('t4')).toEqual(['p', 'f1']);
  });

  it('T5 SEL-8 an error of the server costs the key nothing: the next run asks it again', async () => {
    play('t5', { p: refuses(500, 'The server had an error'), f1: says('from f1') });
    await expectAnswer(await chat('t5'), 'from f1');
    await expectAnswer(await chat('t5'), 'from f1');
    expect(called('t5')).toEqual(['p', 'f1', 'p', 'f1']);
  });

  it('T8 a limited primary is probed once, then left alone for a while', async () => {
    play('t8', { p: refuses(429, 'slow down'), f1: says('from f1') });
    for (let turn = 1; turn <= 4; turn++) await expectAnswer(await chat('t8'), 'from f1');
    expect(called('t8')).toEqual(['p', 'f1', 'p', 'f1', 'f1', 'f1']);
  });

  it('T9 FAIL-3 a key that was refused is not called again', async () => {
    play('t9', { p: refuses(401, 'Incorrect API key provided'), f1: says('from f1') });
    for (let turn = 1; turn <= 3; turn++) await expectAnswer(await chat('t9'), 'from f1');
    expect(called('t9')).toEqual(['p', 'f1', 'f1', 'f1']);
  });

  it('T10 ALLOW-6 a model chosen by header that the agent does not allow: no call is made', async () => {
    const response = await chat('t10', { 'x-openclaw-model': 't10-f1/m' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringContaining('t10-f1/m') },
    });
    expect(called('t10')).toEqual([]);
  });

  it('T11 SEL-6 a model chosen by header has no fallbacks', async () => {
    play('t11', { f2: refuses(503, 'overloaded') });
    const response = await chat('t11', { 'x-openclaw-model': 't11-f2/m' });
    expect(response.status).toBe(503);
    expect(response.headers.get('x-clawmesh-error-origin')).toBe('upstream');
    expect(called('t11')).toEqual(['f2']);
  });

  it('T12 AM-6 RA-7 FAIL-12 when all are limited the client hears of all, and when the first is usable again', async () => {
    const limited = (seconds: number) => refuses(429, 'slow down', { 'retry-after': String(seconds) });
    play('t12', { p: limited(90), f1: limited(42), f2: limited(60) });
    const response = await chat('t12');
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toMatch(almost42);
    expect(response.headers.get('x-clawmesh-attempts')).toBe('3');
    const { error } = (await response.json()) as { error: { type: string; message: string } };
    expect(error.type).toBe('rate_limit_error');
    expect(error.message).toMatch(
      /^All models failed \(3\): t12-p\/m: .* \| t12-f1\/m: .* \| t12-f2\/m: .*\. Usable again in \d\d s\.$/,
    );
  });

  it('T15 TIME-8 a model that says nothing is given up for the next', async () => {
    play('t15', {
      p: (_, answer) => void answer.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(),
      f1: says('from f1'),
    });
    await expectAnswer(await chat('t15'), 'from f1');
    expect(called('t15')).toEqual(['p', 'f1']);
  });

  it('AM-23 FAIL-7 with its only key at rest the client is told so at once, without a call', async () => {
    play('alone', { p: refuses(429, 'slow down', { 'retry-after': '42' }) });
    expect((await chat('alone')).status).toBe(429);
    const response = await chat('alone');
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toMatch(almost42);
    expect(await response.json()).toMatchObject({
      error: { code: 'keys_cooling_down', message: expect.stringMatching(/Usable again in \d\d s\.$/) },
    });
    expect(called('alone')).toEqual(['p']);
  });
});
