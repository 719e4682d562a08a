import { waitUntil } from '@clawmesh/testing';
import { connect } from 'node:net';
import { channels, type AgentRun, type FailoverState, type RunClaimReply } from '@clawmesh/contracts';
import {
  GatewayUnderTest,
  answering,
  endOfRun,
  testSnapshot,
  testToken,
  userSays,
} from '../__fixtures__/gateway-under-test.js';

const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${testToken}\r\n`;

function rawChat(gateway: GatewayUnderTest, body: object) {
  const json = JSON.stringify(body);
  const socket = connect(gateway.port, '127.0.0.1');
  socket.on('error', () => undefined); // The gateway may end the connection; the test looks at what it says.
  socket.write(`${head}Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  return socket;
}

function claim(gateway: GatewayUnderTest, { runId, gatewayId }: AgentRun, attempt: number): Promise<RunClaimReply> {
  return new Promise((resolve, reject) => {
    const handlers = { onReply: resolve, onNoResponders: () => reject(new Error('no gateway')) };
    gateway.bus.call(channels.runClaims, { runId, attempt }, handlers, { address: gatewayId });
  });
}

const chainState: FailoverState = {
  chain: [{ provider: 'a', model: 'p', key: 'a/p' }],
  index: 0,
  attemptsMade: 1,
  retriesMade: 0,
  isRetry: false,
  lostWorkers: 0,
  silentWorkers: 0,
  idleTimeouts: 0,
  timesShortened: 0,
  hasWaited: false,
  hasProbed: false,
  failed: [],
};

describe('RunDispatcher', () => {
  it('HTTP-94a takes a waiting job back instead of cancelling it', async () => {
    const gateway = await GatewayUnderTest.start(testSnapshot(), 1);
    let release = (): void => undefined;
    gateway.script = () => new Promise((resolve) => (release = resolve));
    const first = rawChat(gateway, userSays('first'));
    await waitUntil(() => gateway.runs.length === 1);
    const second = rawChat(gateway, userSays('second'));
    await waitUntil(() => gateway.drain.inFlight === 2);
    second.destroy();
    await waitUntil(() => gateway.drain.inFlight === 1);
    expect(gateway.cancels).toEqual([]);
    gateway.script = answering('third');
    release();
    const third = await gateway.chat(userSays('third'));
    expect(third.status).toBe(200);
    expect(gateway.runs).toHaveLength(2);
    first.destroy();
    await waitUntil(() => gateway.cancels.length === 1);
    await gateway.stop();
  });

  it('cancels the run of a client that stops reading, and no other', async () => {
    const gateway = await GatewayUnderTest.start();
    gateway.script = answering(...Array.from({ length: 400 }, () => 'x'.repeat(64_000)));
    const slow = rawChat(gateway, { stream: true, ...userSays('slow') });
    slow.pause();
    await waitUntil(() => gateway.cancels.length === 1);
    expect(gateway.cancels[0]).toEqual({ runId: gateway.runs[0]?.runId, reason: 'slow-client' });
    await waitUntil(() => gateway.drain.inFlight === 0);
    gateway.script = answering(...Array.from({ length: 50 }, () => 'x'.repeat(64_000)));
    const reader = await gateway.chat({ stream: true, ...userSays('fast') });
    expect((await reader.text()).length).toBeGreaterThan(50 * 64_000);
    slow.destroy();
    await gateway.stop();
  });

  it('cancels a client that lets a smaller backlog lie for several ticks', async () => {
    const gateway = await GatewayUnderTest.start();
    gateway.script = (run, send) => {
      send({ attempt: 1, seq: 0, events: [{ type: 'text-delta', text: 'x'.repeat(8_000_000) }] });
    };
    const slow = rawChat(gateway, { stream: true, ...userSays('slow') });
    slow.pause();
    await waitUntil(() => gateway.runs.length === 1);
    await new Promise((resolve) => setImmediate(resolve));
    for (let tick = 1; tick <= 5; tick += 1) gateway.tick(Date.now());
    expect(gateway.cancels).toEqual([]);
    gateway.tick(Date.now());
    await waitUntil(() => gateway.cancels.length === 1);
    expect(gateway.cancels[0]?.reason).toBe('slow-client');
    slow.destroy();
    await gateway.stop();
  });

  it('ends a run that nobody ends, five seconds after its deadline', async () => {
    const gateway = await GatewayUnderTest.start();
    gateway.script = () => undefined;
    const answer = gateway.chat(userSays('hi'));
    await waitUntil(() => gateway.runs.length === 1);
    const deadlineAt = gateway.runs[0]?.deadlineAt ?? 0;
    gateway.tick(deadlineAt + 4_900);
    expect(gateway.drain.inFlight).toBe(1);
    gateway.tick(deadlineAt + 5_100);
    const response = await answer;
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ error: { type: 'api_error', code: 'run_deadline' } });
    await waitUntil(() => gateway.cancels.length === 1);
    await gateway.stop();
  });

  it.each([true, false])('ends a run when one of its frames is lost (stream: %s)', async (stream) => {
    const gateway = await GatewayUnderTest.start();
    gateway.script = (_run, send) => {
      send({ attempt: 1, seq: 0, events: [{ type: 'text-delta', text: 'a' }] });
      send({ attempt: 1, seq: 2, last: true, events: [endOfRun] });
    };
    const answer = gateway.chat({ stream, ...userSays('hi') }).then((response) => response.text());
    await waitUntil(() => gateway.runs.length === 1);
    await new Promise((resolve) => setImmediate(resolve));
    for (let tick = 1; tick <= 10; tick += 1) gateway.tick(Date.now());
    expect(gateway.drain.inFlight).toBe(1);
    gateway.tick(Date.now());
    expect(await answer).toContain('"code":"frame_lost"');
    await waitUntil(() => gateway.cancels.length === 1);
    await gateway.stop();
  });

  it('a frame that is only late ends nothing', async () => {
    const gateway = await GatewayUnderTest.start();
    gateway.script = (_run, send) => send({ attempt: 1, seq: 1, last: true, events: [endOfRun] });
    const answer = gateway.chat({ stream: true, ...userSays('hi') });
    await waitUntil(() => gateway.runs.length === 1);
    for (let tick = 1; tick <= 9; tick += 1) gateway.tick(Date.now());
    const [run] = gateway.runs;
    if (run) gateway.send(run, { attempt: 1, seq: 0, events: [{ type: 'text-delta', text: 'late' }] });
    expect(await (await answer).text()).toContain('late');
    await gateway.stop();
  });

  it('answers 503 when the queue takes nothing', async () => {
    const gateway = await GatewayUnderTest.start();
    await gateway.bus.close();
    const response = await gateway.chat(userSays('hi'));
    expect(response.status).toBe(503);
    expect(await (await gateway.get('/readyz')).json()).toMatchObject({ ready: false, failing: ['nats'] });
    await gateway.stop();
  });

  it('answers claims by what the client has seen', async () => {
    const gateway = await GatewayUnderTest.start();
    gateway.script = () => undefined;
    const answer = gateway.chat({ stream: true, ...userSays('hi') });
    await waitUntil(() => gateway.runs.length === 1);
    const run = gateway.runs[0];
    if (!run) throw new Error('no run');
    const verdict = async (attempt: number) => (await claim(gateway, run, attempt)).verdict;
    expect(await verdict(1_001)).toBe('granted');
    gateway.send(run, { attempt: 1, seq: 0, events: [{ type: 'text-delta', text: 'fenced off' }] });
    gateway.send(run, { attempt: 1_001, seq: 0, events: [{ type: 'text-delta', text: 'seen' }] });
    const response = await answer;
    expect(await verdict(2_001)).toBe('content-sent');
    gateway.send(run, { attempt: 1_001, seq: 1, last: true, events: [endOfRun] });
    expect(await response.text()).not.toContain('fenced off');
    expect(await verdict(2_001)).toBe('gone');
    await gateway.stop();
  });

  it('FAIL-21 hands on how far the lost runner came, the latest it heard', async () => {
    const gateway = await GatewayUnderTest.start();
    gateway.script = () => undefined;
    const answer = gateway.chat(userSays('hi'));
    await waitUntil(() => gateway.runs.length === 1);
    const run = gateway.runs[0];
    if (!run) throw new Error('no run');
    expect(await claim(gateway, run, 1_001)).toEqual({ verdict: 'granted' });
    for (const attempt of [1_001, 1_002, 1]) {
      const state = { ...chainState, attemptsMade: attempt };
      gateway.bus.send(channels.runProgress, run.gatewayId, { runId: run.runId, attempt, state });
    }
    const latest = { verdict: 'granted', state: { ...chainState, attemptsMade: 1_002 } };
    expect(await claim(gateway, run, 2_001)).toEqual(latest);
    gateway.send(run, { attempt: 2_001, seq: 0, last: true, events: [endOfRun] });
    await answer;
    expect(await claim(gateway, run, 3_001)).toEqual({ verdict: 'gone' });
    await gateway.stop();
  });

  it('HTTP-20 refuses a request whose credential was rotated while its body was read', async () => {
    const gateway = await GatewayUnderTest.start();
    const socket = connect(gateway.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.write(`${head}Content-Length: 2\r\n\r\n{`);
    await waitUntil(() => gateway.drain.inFlight === 1);
    gateway.store.replace(testSnapshot({ gateway: { auth: { mode: 'token', token: 'another-token-1' } } }));
    socket.write('}');
    await waitUntil(() => answer !== '');
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
    await gateway.stop();
  });

  it('HTTP-17 gives a body thirty seconds', async () => {
    const gateway = await GatewayUnderTest.start();
    const socket = connect(gateway.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.write(`${head}Content-Length: 2\r\n\r\n{`);
    await waitUntil(() => gateway.drain.inFlight === 1);
    gateway.tick(Date.now() + 29_000);
    expect(gateway.drain.inFlight).toBe(1);
    gateway.tick(Date.now() + 30_500);
    await waitUntil(() => answer !== '');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    await gateway.stop();
  });
});
