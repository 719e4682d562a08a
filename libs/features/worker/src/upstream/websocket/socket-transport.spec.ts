import { InProcessBus } from '@clawmesh/bus';
import { ConfigStore, createSnapshot } from '@clawmesh/config';
import { channels, type AttemptOutcome, type AttemptReply, type RunFrame } from '@clawmesh/contracts';
import { InProcessKeyRing, keyRingSettings } from '@clawmesh/coordination';
import { UpstreamClient } from '@clawmesh/http';
import { createLogger, createRedact, Metrics } from '@clawmesh/telemetry';
import {
  aModelCall,
  anAttemptJob,
  replyEvents,
  startSocketUpstream,
  waitUntil,
  type SocketHandler,
  type SocketUpstream,
} from '@clawmesh/testing';
import { withoutProfiles } from '../../__fixtures__/profile-views.js';
import { ActiveAttempts } from '../../attempt/active-attempts.js';
import { WorkerMetrics } from '../../worker-metrics.js';
import { SocketTransport } from './socket-transport.js';

const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed' };
const answerOf = (text: string): object[] => [
  { type: 'response.created', response: { id: 'resp_1', status: 'in_progress', output: [], error: null } },
  { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', content: [] } },
  ...[...text].map((delta) => ({
    ...{ type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta },
  })),
  {
    type: 'response.completed',
    response: {
      ...{ id: 'resp_1', status: 'completed', error: null },
      output: [{ ...item, content: [{ type: 'output_text', text, annotations: [] }] }],
      usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
    },
  },
];
const warmedUp = [{ type: 'response.completed', response: { id: 'resp_0', status: 'completed', output: [] } }];
/** Says hello, and reads warm-ups. */
const hello: SocketHandler = ({ body }) => (body['generate'] === false ? warmedUp : answerOf('Hello'));
const errorEvent = (code: string, status = 400) => [{ type: 'error', status, error: { code, message: code } }];

interface Stage {
  readonly upstream: SocketUpstream;
  readonly frames: RunFrame[];
  readonly log: string[];
  now: number;
  run(params?: object, more?: object): Promise<AttemptOutcome>;
  cancel(runId: string): void;
  close(): Promise<void>;
}

async function startStage(env: Record<string, string> = { OPENAI_API_KEY: 'sk-first-key' }): Promise<Stage> {
  const upstream = await startSocketUpstream(hello, replyEvents(answerOf('HTTP')));
  const bus = new InProcessBus({ validate: true });
  const compat = { supportsWebSocket: true };
  const models = [{ id: 'gpt-5.5', name: 'x' }];
  const openai = { baseUrl: `${upstream.url}/v1`, api: 'openai-responses', compat, models };
  const raw = { models: { providers: { openai } } };
  const config = new ConfigStore(createSnapshot({ raw, env, stateDir: '/nowhere' }));
  const [log, frames]: [string[], RunFrame[]] = [[], []];
  const write = (line: string): void => void log.push(line);
  const logger = createLogger({ service: 'worker', level: 'debug', redact: createRedact([]), write });
  const http = new UpstreamClient();
  const sockets = new SocketTransport(http, logger, () => stage.now);
  const settings = () => keyRingSettings(config.current().config);
  const keyRing = new InProcessKeyRing({ now: () => stage.now, settings });
  const metrics = new WorkerMetrics(new Metrics('worker'));
  const attempts = new ActiveAttempts({
    ...{ bus, config, keyRing, http, sockets, logger, metrics },
    now: () => stage.now,
    profiles: withoutProfiles,
    wait: () => Promise.resolve(),
  });
  let runs = 0;
  const stage: Stage = {
    ...{ upstream, frames, log, now: Date.now() },
    run: (params = {}, more = {}) =>
      new Promise((resolve) => {
        const call = aModelCall({ stream: true, params: { ...params } });
        const job = anAttemptJob({ runId: `run-${++runs}`, deadlineAt: stage.now + 60_000, call, ...more });
        const onReply = (reply: AttemptReply): void => void (reply.type === 'outcome' && resolve(reply));
        bus.call(channels.attempts, job, { onReply, onNoResponders: () => undefined });
      }),
    cancel: (runId) => attempts.cancel({ runId, reason: 'client-gone' }),
    close: async () => {
      await attempts.stop();
      sockets.close();
      await http.close();
      await bus.close();
      await upstream.close();
    },
  };
  await bus.serve(channels.attempts, (call) => attempts.start(call.message, (reply) => call.reply(reply)));
  await bus.listen(channels.runFrames, 'gateway-1', (frame) => frames.push(frame));
  return stage;
}

describe('SocketTransport', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  const sent = () => stage.upstream.messages.map(({ body }) => body);
  const content = (outcome: AttemptOutcome) =>
    outcome.status === 'completed' ? outcome.message.content : JSON.stringify(outcome);

  it('TRAN-1, TRAN-2 asks over a socket, warmed up once, and keeps it for the next call', async () => {
    expect(content(await stage.run())).toBe('Hello');
    expect(content(await stage.run())).toBe('Hello');
    expect(stage.upstream.requests).toEqual([]);
    expect(stage.upstream.connections).toHaveLength(1);
    expect(stage.upstream.connections[0]).toMatchObject({
      path: '/v1/responses',
      headers: { authorization: 'Bearer sk-first-key' },
    });
    expect(sent().map(({ type, generate }) => [type, generate])).toEqual([
      ['response.create', false],
      ['response.create', undefined],
      ['response.create', undefined],
    ]);
    expect(sent()[1]).not.toHaveProperty('stream');
    expect(sent()[1]).toMatchObject({ model: 'gpt-5.5', input: expect.any(Array) });
  });

  it('STRM messages that come together make one frame, and every token is there once', async () => {
    const text = 'abcdefghij'.repeat(30);
    stage.upstream.handleSockets(({ body }) => (body['generate'] === false ? warmedUp : answerOf(text)));
    const outcome = await stage.run();
    expect(content(outcome)).toBe(text);
    const shown = stage.frames.flatMap(({ events }) => events.map((event) => ('text' in event ? event.text : '')));
    expect(shown.join('')).toBe(text);
    expect(stage.frames.length).toBeLessThan(50);
  });

  it('TRAN-2 does not warm up when told not to', async () => {
    await stage.run({ openaiWsWarmup: false });
    expect(sent()).toHaveLength(1);
  });

  it('TRAN-1 sse and unknown values mean what they should', async () => {
    expect(content(await stage.run({ transport: 'sse' }))).toBe('HTTP');
    expect(content(await stage.run({ transport: 'carrier pigeon' }))).toBe('Hello');
  });

  it('a call that does not stream goes over HTTP', async () => {
    await stage.run({}, { call: aModelCall({ stream: false }) });
    expect([stage.upstream.requests.length, stage.upstream.connections.length]).toEqual([1, 0]);
  });

  it('TRAN-3 goes on over HTTP for a minute when there is no socket to be had', async () => {
    stage.upstream.refuseUpgrades({ status: 500, body: {} });
    expect(content(await stage.run())).toBe('HTTP');
    stage.upstream.refuseUpgrades(undefined);
    expect(content(await stage.run())).toBe('HTTP');
    stage.now += 61_000;
    expect(content(await stage.run())).toBe('Hello');
    expect(stage.log.join()).toContain('no WebSocket');
  });

  it('TRAN-3 websocket means no HTTP: the refusal is the answer', async () => {
    stage.upstream.refuseUpgrades({ status: 503, body: { error: { message: 'not today' } } });
    expect(await stage.run({ transport: 'websocket' })).toMatchObject({ status: 'failed', failure: { status: 503 } });
    expect(stage.upstream.requests).toEqual([]);
  });

  it.each([
    [401, 'auth'],
    [403, 'auth'],
    [429, 'rate_limit'],
  ])('TRAN-7 an upgrade refused with %i is classified like any answer', async (status, reason) => {
    stage.upstream.refuseUpgrades({ status, body: { error: { message: 'go away', type: 'x' } } });
    expect(await stage.run()).toMatchObject({ status: 'failed', failure: { status, reason } });
    expect(stage.upstream.requests).toEqual([]);
  });

  it.each(['websocket_connection_limit_reached', 'previous_response_not_found'])(
    'TRAN-4 %s is asked again over HTTP, once',
    async (code) => {
      stage.upstream.handleSockets(({ body }) => (body['generate'] === false ? warmedUp : errorEvent(code)));
      expect(content(await stage.run())).toBe('HTTP');
      expect(stage.upstream.requests).toHaveLength(1);
    },
  );

  it('an error event is a failure as over HTTP, and rotates the key', async () => {
    await stage.close();
    stage = await startStage({ OPENAI_API_KEYS: 'sk-one,sk-two' });
    const limit = errorEvent('rate_limit_exceeded', 429);
    stage.upstream.handleSockets((message) => {
      const isFirst = stage.upstream.connections[message.connection - 1]?.headers.authorization === 'Bearer sk-one';
      if (message.body['generate'] === false) return warmedUp;
      return isFirst ? limit : answerOf('Hello');
    });
    expect(content(await stage.run())).toBe('Hello');
    // TRAN-5: never the socket of another key.
    expect(stage.upstream.connections.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer sk-one',
      'Bearer sk-two',
    ]);
  });

  it('TRAN-4 a socket that dies in the middle ends the attempt as unfinished, and is not asked again', async () => {
    stage.upstream.handleSockets(({ body }) => (body['generate'] === false ? warmedUp : 'cut'));
    expect(await stage.run()).toMatchObject({ status: 'failed', contentSent: false, failure: { reason: 'timeout' } });
    expect(sent().filter(({ generate }) => generate === undefined)).toHaveLength(1);
    expect(stage.upstream.requests).toEqual([]);
  });

  it('TRAN-2 a socket that dies while it is warmed up is opened again', async () => {
    stage.upstream.handleSockets((message) => (message.connection === 1 ? 'cut' : hello(message)));
    expect(content(await stage.run())).toBe('Hello');
    expect(stage.upstream.connections).toHaveLength(2);
    expect(stage.log.join()).toContain('a warm-up failed');
  });

  it('does not trust a socket that was idle and is dead', async () => {
    await stage.run();
    stage.now += 30_000;
    expect(content(await stage.run())).toBe('Hello');
    expect(stage.upstream.connections).toHaveLength(1);
    stage.upstream.dropConnections();
    await waitUntil(() => stage.upstream.connections[0]?.isOpen === false);
    expect(content(await stage.run())).toBe('Hello');
    expect(stage.upstream.connections).toHaveLength(2);
  });

  it('HTTP-94a a client that leaves closes the socket: the upstream must stop', async () => {
    stage.upstream.handleSockets(({ body }) => (body['generate'] === false ? warmedUp : answerOf('Hello').slice(0, 4)));
    const outcome = stage.run();
    await waitUntil(() => stage.frames.length > 0);
    stage.cancel('run-1');
    expect(await outcome).toMatchObject({ status: 'cancelled' });
    await waitUntil(() => stage.upstream.connections[0]?.isOpen === false);
  });
});
