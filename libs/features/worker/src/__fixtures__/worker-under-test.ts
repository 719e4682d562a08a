import { InProcessBus } from '@clawmesh/bus';
import { ConfigStore, createSnapshot } from '@clawmesh/config';
import { channels, type AttemptJob, type AttemptOutcome, type AttemptReply, type RunFrame } from '@clawmesh/contracts';
import { InProcessKeyRing, type KeyRing, keyRingSettings } from '@clawmesh/coordination';
import { UpstreamClient } from '@clawmesh/http';
import { createLogger, createRedact, Metrics } from '@clawmesh/telemetry';
import {
  anAttemptJob,
  replyEvents,
  replyJson,
  startUpstream,
  type Upstream,
  type UpstreamHandler,
} from '@clawmesh/testing';
import { ActiveAttempts } from '../attempt/active-attempts.js';
import { WorkerMetrics } from '../worker-metrics.js';
import { noProfiles, type ProfileView } from '../credentials/profiles/profile-view.js';
import { SocketTransport } from '../upstream/websocket/socket-transport.js';

/** What an upstream of the completions protocol sends. */
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
export const endUsage = { input: 3, output: 2, cacheRead: 0, cacheWrite: 0, total: 5 };
export const chunk = (delta: object, finish: string | null = null) => ({
  id: 'c',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
export const textStream = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Hel' }),
  chunk({ content: 'lo' }),
  chunk({}, 'stop'),
  { ...chunk({}), choices: [], usage },
  '[DONE]',
];
export const completion = {
  id: 'c',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage,
};
export const errorReply = (status: number, message: string, more: object = {}) =>
  replyJson(status, { error: { message, ...more } });
/** Starts to answer, and then says no more. */
export const hanging: UpstreamHandler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`data: ${JSON.stringify(chunk({ content: 'Hel' }))}\n\n`);
};
/** One answer after the other; the last one for all that follow. */
export function inTurn(...handlers: UpstreamHandler[]): UpstreamHandler {
  let next = 0;
  return (request, response) => handlers[Math.min(next++, handlers.length - 1)]?.(request, response);
}

export const threeKeys = { OPENAI_API_KEYS: 'sk-key-one,sk-key-two,sk-key-three' };

interface WorkerSettings {
  readonly env?: Record<string, string>;
  /** Over the settings of the provider `openai`. */
  readonly provider?: object;
  /** Sections of the config. */
  readonly clawmesh?: object;
  readonly auth?: object;
}

export interface WorkerUnderTest {
  readonly upstream: Upstream;
  readonly config: ConfigStore;
  readonly attempts: ActiveAttempts;
  readonly keyRing: KeyRing;
  readonly metrics: Metrics;
  /** How long it waited before another credential; none of it really passes. */
  readonly waits: number[];
  readonly frames: RunFrame[];
  readonly replies: readonly AttemptReply[];
  readonly log: readonly string[];
  /** The worker's clock. */
  now: number;
  /** The auth profiles it knows of. */
  profiles: ProfileView;
  run(job?: Partial<AttemptJob>): Promise<AttemptOutcome>;
  keysUsed(): string[];
  close(): Promise<void>;
}

/** A worker on a bus, with a real upstream that streams `Hello` until told otherwise. */
export async function startWorker({
  env = { OPENAI_API_KEY: 'sk-first-key' },
  provider = {},
  clawmesh = {},
  auth = {},
}: WorkerSettings = {}): Promise<WorkerUnderTest> {
  const upstream = await startUpstream(replyEvents(textStream));
  const bus = new InProcessBus({ validate: true });
  const http = new UpstreamClient();
  const settings = { baseUrl: `${upstream.url}/v1`, models: [{ id: 'gpt-5.5', name: 'x' }], ...provider };
  const raw = { models: { providers: { openai: settings } }, clawmesh, auth };
  const config = new ConfigStore(createSnapshot({ raw, env, stateDir: '/nowhere' }));
  const [log, frames, replies]: [string[], RunFrame[], AttemptReply[]] = [[], [], []];
  const write = (line: string): void => void log.push(line);
  const logger = createLogger({ service: 'worker', level: 'debug', redact: createRedact([]), write });
  const keyRing = new InProcessKeyRing({
    now: () => worker.now,
    settings: () => keyRingSettings(config.current().config),
  });
  const sockets = new SocketTransport(http, logger, Date.now);
  const metrics = new Metrics('worker');
  const attempts = new ActiveAttempts({
    ...{ bus, config, keyRing, http, sockets, logger, metrics: new WorkerMetrics(metrics) },
    now: () => worker.now,
    profiles: { current: () => worker.profiles },
    wait: (ms) => {
      worker.waits.push(ms);
      return Promise.resolve();
    },
  });
  let runs = 0;
  const worker: WorkerUnderTest = {
    upstream,
    config,
    attempts,
    keyRing,
    metrics,
    waits: [],
    frames,
    replies,
    log,
    now: Date.now(),
    profiles: noProfiles,
    run: (job = {}) =>
      new Promise<AttemptOutcome>((resolve) => {
        const onReply = (reply: AttemptReply): void => {
          replies.push(reply);
          if (reply.type === 'outcome') resolve(reply);
        };
        bus.call(channels.attempts, anAttemptJob({ runId: `run-${++runs}`, ...job }), {
          onReply,
          onNoResponders: () => undefined,
        });
      }),
    keysUsed: () => upstream.requests.map(({ headers }) => String(headers.authorization).replace('Bearer ', '')),
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
  return worker;
}
