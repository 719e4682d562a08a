import { InProcessBus } from '@clawmesh/bus';
import { ConfigStore, createSnapshot } from '@clawmesh/config';
import { channels, type EmbeddingJob, type EmbeddingReply } from '@clawmesh/contracts';
import { InProcessKeyRing, keyRingSettings } from '@clawmesh/coordination';
import { UpstreamClient } from '@clawmesh/http';
import { createLogger, createRedact, Metrics } from '@clawmesh/telemetry';
import { replyJson, startUpstream, type Upstream, type UpstreamHandler } from '@clawmesh/testing';
import { WorkerMetrics } from '../worker-metrics.js';
import { noProfiles } from '../credentials/profiles/profile-view.js';
import { ActiveEmbeddings } from '../embeddings/active-embeddings.js';

/** Answers each input with a vector that tells its length, in the form of OpenAI. */
export const embedLengths: UpstreamHandler = (request, response) => {
  const { input, requests } = JSON.parse(request.body) as { input?: string[]; requests?: unknown[] };
  const data = (input ?? requests ?? []).map((text, index) => ({ index, embedding: [String(text).length, 0.1] }));
  const usage = { prompt_tokens: data.length, total_tokens: data.length };
  void replyJson(200, { object: 'list', data, usage })(request, response);
};

/** A vector as it crosses the bus. */
export function packed(...numbers: number[]): string {
  const bytes = Buffer.alloc(numbers.length * 8);
  numbers.forEach((number, at) => bytes.writeDoubleLE(number, at * 8));
  return bytes.toString('base64');
}

export interface EmbeddingsUnderTest {
  readonly upstream: Upstream;
  readonly embeddings: ActiveEmbeddings;
  readonly replies: EmbeddingReply[];
  readonly log: string[];
  /** How long it waited before each retry; none of it really passes. */
  readonly waits: number[];
  onWait: () => void;
  now: number;
  /** The reply that ends it. */
  embed(job?: Partial<EmbeddingJob>): Promise<EmbeddingReply>;
  keysUsed(): (string | undefined)[];
  close(): Promise<void>;
}

export async function startEmbeddings(
  raw: (url: string) => object,
  env = {},
  profiles = noProfiles,
): Promise<EmbeddingsUnderTest> {
  const upstream = await startUpstream(embedLengths);
  const bus = new InProcessBus({ validate: true });
  const http = new UpstreamClient();
  const config = new ConfigStore(createSnapshot({ raw: raw(upstream.url), env, stateDir: '/nowhere' }));
  const log: string[] = [];
  const write = (line: string): void => void log.push(line);
  const logger = createLogger({ service: 'worker', level: 'debug', redact: createRedact([]), write });
  const settings = () => keyRingSettings(config.current().config);
  const keyRing = new InProcessKeyRing({ now: () => underTest.now, settings });
  const embeddings = new ActiveEmbeddings({
    ...{ config, keyRing, http, logger, metrics: new WorkerMetrics(new Metrics('worker')), profiles: { current: () => profiles } },
    now: () => underTest.now,
    random: () => 0.5,
    wait: (ms) => {
      underTest.waits.push(ms);
      underTest.onWait();
      return Promise.resolve();
    },
  });
  const underTest: EmbeddingsUnderTest = {
    upstream,
    embeddings,
    replies: [],
    log,
    waits: [],
    onWait: () => undefined,
    now: Date.now(),
    embed: (job = {}) =>
      new Promise((resolve) => {
        const onReply = (reply: EmbeddingReply): void => {
          underTest.replies.push(reply);
          if (reply.status !== 'working') resolve(reply);
        };
        bus.call(channels.embeddings, anEmbeddingJob(job), { onReply, onNoResponders: () => undefined });
      }),
    keysUsed: () => upstream.requests.map(({ headers }) => headers.authorization?.replace('Bearer ', '')),
    close: async () => {
      await embeddings.stop();
      await http.close();
      await bus.close();
      await upstream.close();
    },
  };
  await bus.serve(channels.embeddings, (call) => embeddings.start(call.message, (reply) => call.reply(reply)));
  return underTest;
}

function anEmbeddingJob(overrides: Partial<EmbeddingJob> = {}): EmbeddingJob {
  return {
    runId: 'run-1',
    agentId: 'main',
    provider: 'openai',
    model: 'text-embedding-3-small',
    input: ['hello'],
    deadlineAt: Date.now() + 60_000,
    configRevision: 'revision-1',
    ...overrides,
  };
}
