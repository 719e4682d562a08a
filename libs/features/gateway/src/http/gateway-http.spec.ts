import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { GatewayUnderTest, answering, testToken, userSays } from '../__fixtures__/gateway-under-test.js';
import { exchangeBytes } from '../__fixtures__/exchange-bytes.js';

const auth = { authorization: `Bearer ${testToken}` };

describe('hostile requests', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start();
  });
  afterAll(() => gateway.stop());

  it('HTTP-18 says what the parser said, never a stack', async () => {
    const response = await gateway.chat('{"messages": [');
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/^\{"error":\{"message":"Unexpected end of JSON input","type":"invalid_/);
  });

  const fields = [
    ...['model', 'messages', 'stream', 'stream_options', 'user', 'max_tokens', 'max_completion_tokens', 'temperature'],
    ...['top_p', 'frequency_penalty', 'presence_penalty', 'seed', 'stop', 'response_format', 'tools', 'tool_choice'],
    ...['n', 'logprobs', 'top_logprobs', 'logit_bias', 'reasoning_effort', 'metadata', 'store', 'modalities', 'audio'],
  ];
  const wrong = new Map<string, unknown>([
    ['stop', 7],
    ['tool_choice', 7],
    ['model', 7],
    ['user', 7],
  ]);

  it.each(fields)('HTTP-19 names %s when its type is wrong', async (field) => {
    const value = wrong.has(field) ? wrong.get(field) : ['messages', 'tools', 'modalities'].includes(field) ? {} : [[]];
    const response = await gateway.chat({ ...userSays('hi'), [field]: value });
    const body = await response.text();
    expect([response.status, body]).toEqual([400, expect.stringContaining(`"message":"${field}`)]);
  });

  it.each(['{"a":'.repeat(10_000), '['.repeat(100_000)])(
    'survives a body nested thousands of levels deep',
    async (open) => {
      const response = await gateway.chat(`{"messages":[{"role":"user","content":"hi"}],"x":${open}`);
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('invalid_request_error')]);
    },
  );

  it('passes lone surrogates, NUL and broken UTF-8 on as text', async () => {
    gateway.script = answering('ok');
    const body = Buffer.concat([
      Buffer.from('{"messages":[{"role":"user","content":"\\ud800 \\u0000 '),
      Buffer.from([0xff, 0xc0]),
      Buffer.from('"}]}'),
    ]);
    const response = await fetch(`${gateway.origin}/v1/chat/completions`, { method: 'POST', headers: auth, body });
    expect(response.status).toBe(200);
    expect(gateway.runs.at(-1)?.messages).toMatchObject([{ content: [{ text: '\ud800 \u0000 \ufffd\ufffd' }] }]);
  });

  it('survives a body that aims at prototypes', async () => {
    gateway.script = answering('ok');
    const body = '{"__proto__":{"x":1},"constructor":{"prototype":{"y":2}},"messages":[{"role":"user","content":"a"}]}';
    expect((await gateway.chat(body)).status).toBe(200);
    expect({}).not.toHaveProperty('y');
  });

  it('HTTP-16 refuses 20 MB + 1 byte by its declared length, and closes the connection', async () => {
    const response = await sendDeclared(gateway, 20_971_521);
    expect(response).toMatch(/^HTTP\/1\.1 413 /);
    expect(response).toContain('Connection: close');
    expect(response).toContain('{"error":{"message":"Payload too large","type":"invalid_request_error"}}');
  });

  it('HTTP-16 refuses 20 MB + 1 byte by counting', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(`${gateway.origin}/v1/chat/completions`, { method: 'POST', headers: auth });
      request.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      request.write(Buffer.alloc(20_971_520, ' '));
      request.end(' ');
    });
    expect(status).toBe(413);
  });

  it('HTTP-16 a client that is still writing reads the refusal, not a reset', async () => {
    const declared = 20_971_521;
    const socket = connect(gateway.port, '127.0.0.1');
    const answer = await new Promise<string>((resolve) => {
      let read = '';
      // What it cannot write any more does not matter, once it has read why.
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(Buffer.alloc(declared, ' ')));
      socket.on('data', (chunk: Buffer) => (read += chunk.toString())).on('close', () => resolve(read));
      socket.write(
        `POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: ${auth.authorization}\r\nContent-Length: ${declared}\r\n\r\n`,
      );
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*"Payload too large"/s);
  });

  it('HTTP-12 answers a bug with 500 in plain text and logs it', async () => {
    const current = gateway.store.current();
    gateway.store.replace({ ...current, config: { ...current.config, agents: null as never } });
    const response = await gateway.chat(userSays('hi'));
    gateway.store.replace(current);
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(gateway.logger.lines.some((line) => line.level === 'error')).toBe(true);
  });
});

describe('draining (HTTP-11)', () => {
  it('refuses new requests, lets those under way finish, and says when it is idle', async () => {
    const gateway = await GatewayUnderTest.start();
    let finish = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      gateway.script = (run, send) => {
        finish = () => void answering('done')(run, send);
        resolve();
      };
    });
    const underWay = gateway.chat(userSays('hi'));
    await started;
    gateway.drain.begin();
    const refused = await gateway.chat(userSays('hi'), { headers: { authorization: 'none' } });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect([refused.headers.get('connection'), refused.headers.get('cache-control')]).toEqual(['close', 'no-store']);
    expect((await gateway.get('/startupz')).status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: { type: 'service_unavailable', code: 'gateway_unavailable' } });
    expect(await (await gateway.get('/readyz')).json()).toMatchObject({ ready: false, failing: ['gateway-draining'] });
    expect(await gateway.drain.idle(1)).toBe(false);
    finish();
    expect((await underWay).status).toBe(200);
    expect(await gateway.drain.idle(1_000)).toBe(true);
    await gateway.stop();
  });
});

/** Sends only the head of a request that declares this many bytes. */
function sendDeclared(gateway: GatewayUnderTest, bytes: number): Promise<string> {
  const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: ${auth.authorization}\r\n`;
  return exchangeBytes(gateway.port, `${head}Content-Length: ${bytes}\r\n\r\n`);
}
