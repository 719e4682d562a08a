import { GatewayUnderTest, answering, testToken, userSays } from '../__fixtures__/gateway-under-test.js';
import { connect } from 'node:net';
import { waitForEvent, waitUntil } from '@clawmesh/testing';
import { exchangeBytes } from '../__fixtures__/exchange-bytes.js';

const nosniff = 'X-Content-Type-Options: nosniff';

describe('configureGateway', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start();
    gateway.script = answering('ok');
  });
  afterAll(() => gateway.stop());

  const raw = (bytes: string) => exchangeBytes(gateway.port, bytes);
  const chat = (headers: string, body: object = userSays('hi')): string => {
    const json = JSON.stringify(body);
    const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${testToken}\r\n${headers}`;
    return `${head}Content-Length: ${json.length}\r\n\r\n${json}`;
  };

  it.each([
    ['GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n', '400 Bad Request'],
    ['GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n', '417 Expectation Failed'],
  ])('HTTP-13, HTTP-9 answers %j with %s and closes', async (bytes, status) => {
    const answer = await raw(bytes);
    expect(answer.startsWith(`HTTP/1.1 ${status}\r\n`)).toBe(true);
    expect(answer).toContain(nosniff);
    expect(answer).toContain('Connection: close');
  });

  it('HTTP-13 honours Expect: 100-continue', async () => {
    expect(await raw(chat('Expect: 100-continue\r\nConnection: close\r\n'))).toMatch(
      /^HTTP\/1\.1 100 .*HTTP\/1\.1 200 /s,
    );
  });

  const smuggled = 'Transfer-Encoding: chunked\r\n';
  it.each([
    ['no HTTP at all', 'NONSENSE\r\n\r\n', 400],
    ['a NUL in a header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', 400],
    ['too many header bytes', `GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['two lengths', chat('Content-Length: 1\r\n'), 400],
    ['a length and chunks', chat(smuggled), 400],
    ['a blank before the colon', chat('Transfer-Encoding : chunked\r\n'), 400],
    ['a folded header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: a\r\n b\r\n\r\n', 400],
  ])('HTTP-9 refuses %s with the headers every answer has', async (_name, bytes, status) => {
    const answer = await raw(bytes);
    expect(answer.startsWith(`HTTP/1.1 ${status} `)).toBe(true);
    expect(answer).toContain(nosniff);
    expect(answer.match(/^HTTP/gm)).toHaveLength(1);
  });

  it.each(['', 'identity', 'gzip, chunked', 'chunked, chunked'])(
    'refuses the encoding %j, and runs nothing of what follows',
    async (encoding) => {
      gateway.runs.splice(0);
      const answer = await raw(chat(`Transfer-Encoding: ${encoding}\r\n`) + chat('Connection: close\r\n'));
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer.match(/^HTTP/gm)).toHaveLength(1);
      expect(gateway.runs).toEqual([]);
    },
  );

  it.each([101, 2_001, 4_000])('refuses %i header fields, and leaves out none before', async (count) => {
    const fields = `${'a:\r\n'.repeat(count)}X-Forwarded-For: 1.2.3.4\r\n`;
    const answer = await raw(`GET /metrics HTTP/1.1\r\nHost: x\r\n${fields}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain(nosniff);
  });

  it('AUTH-12 sees forwarding headers behind ninety others', async () => {
    const fields = `${'a:\r\n'.repeat(90)}X-Forwarded-For: 1.2.3.4\r\n`;
    expect(await raw(`GET /metrics HTTP/1.1\r\nHost: x\r\n${fields}\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('HTTP-7 refuses to be a tunnel', async () => {
    const answer = await raw('CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toContain(nosniff);
    expect(answer.match(/^HTTP/gm)).toHaveLength(1);
  });

  it('answers a chunk that is longer than it says with 400', async () => {
    const head = chat('').replace(/Content-Length.*$/s, smuggled);
    expect(await raw(`${head}\r\n3\r\n{}{}{}\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each([true, false])('closes a connection the client wants closed (stream: %s)', async (stream) => {
    const startedAt = Date.now();
    const answer = await raw(chat('Connection: close\r\n', { stream, ...userSays('hi') }));
    expect(answer).toContain('Connection: close');
    expect(Date.now() - startedAt).toBeLessThan(900);
  });

  it('writes nothing of its own into the answer of an earlier request', async () => {
    gateway.script = (_run, send) => send({ attempt: 1, seq: 0, events: [{ type: 'text-delta', text: 'a' }] });
    const socket = connect(gateway.port, '127.0.0.1', () =>
      socket.write(chat('', { stream: true, ...userSays('hi') })),
    );
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    await waitUntil(() => answer.includes('"content":"a"'));
    socket.write('NONSENSE\r\n\r\n');
    await waitForEvent(socket, 'close');
    gateway.script = answering('ok');
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    await waitUntil(() => gateway.cancels.length === 1);
  });

  it('HTTP-90 keeps the connection of a stream for the next request', async () => {
    const answer = await raw(chat('', { stream: true, ...userSays('hi') }) + chat('Connection: close\r\n'));
    expect(answer).toContain('Connection: keep-alive');
    expect(answer.match(/^HTTP\/1\.1 200 /gm)).toHaveLength(2);
  });
});
