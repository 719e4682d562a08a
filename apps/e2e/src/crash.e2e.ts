import { waitUntil } from '@clawmesh/testing';
import { ask, post, streamChat, type StreamedChat } from './client/stream-chat.js';
import { behaviours } from './targets/behaviours.js';
import { describeCluster } from './targets/available-targets.js';
import type { Agent } from './targets/behaviours.js';
import { Cluster } from './targets/cluster.js';
import type { RunningProcess } from './targets/running-process.js';
import { onTarget } from './targets/target.js';

const slowTokens = 100;
const lateTokens = 20;

describeCluster('processes that die', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start();
  });

  beforeEach(() => cluster.restore());

  afterAll(() => cluster?.stop());

  const check = <A extends unknown[]>(body: (...args: A) => Promise<void>) => onTarget(() => cluster, body);

  const upstreamHas = (seed: string, count = 1) =>
    waitUntil(async () => (await cluster.mock.requests(seed)).length >= count, 20_000);

  const only = (service: 'agent-runner' | 'provider-worker' | 'api-gateway'): RunningProcess => {
    const [process, ...others] = cluster.running(service);
    if (!process || others.length > 0) throw new Error(`not exactly one ${service}`);
    return process;
  };

  /** The process that has the run, with another of its kind ready beside it. */
  async function pairOf(service: 'agent-runner' | 'provider-worker'): Promise<RunningProcess> {
    const busy = only(service);
    await (service === 'agent-runner' ? cluster.startRunner() : cluster.startWorker());
    return busy;
  }

  /** What was shown is a beginning of what the model says: nothing lost, doubled or swapped. */
  async function expectPrefix(chat: StreamedChat, seed: string): Promise<void> {
    const words = await cluster.mock.words(seed, slowTokens);
    expect(chat.tokens.length).toBeGreaterThan(0);
    expect(words.join('').startsWith(chat.text)).toBe(true);
  }

  /** A slow stream, and the moment it has shown some content. */
  function slowStream(
    seed: string,
    agent: Agent = 'openai-slow',
  ): { readonly chat: Promise<StreamedChat>; readonly hasContent: Promise<void> } {
    let seen: () => void;
    const hasContent = new Promise<void>((resolve) => (seen = resolve));
    const onToken = (count: number) => {
      if (count >= 5) seen();
    };
    return { chat: streamChat(cluster, { agent, seed, onToken }), hasContent };
  }

  describe.each(['agent-runner', 'provider-worker'] as const)('kill -9 of the %s', (service) => {
    it.each([true, false])(
      'FAIL-22 before the first token: the client gets its answer (stream: %s)',
      check(async (stream: boolean) => {
        const seed = `before-${service}-${String(stream)}`;
        const answer = stream
          ? streamChat(cluster, { agent: 'openai-late', seed }).then(({ text }) => text)
          : post(cluster, ask('openai-late', seed)).then(contentOf);
        await upstreamHas(seed);
        const busy = await pairOf(service);
        await busy.kill();
        expect(await answer).toBe(await cluster.mock.text(seed, lateTokens));
      }),
    );
  });

  it(
    'FAIL-21 kill -9 of the runner behind a failed model: the next one goes on with the model that was under way',
    check(async () => {
      const seed = 'chained';
      const answer = streamChat(cluster, { agent: 'chained', seed });
      await upstreamHas(seed, 2);
      const busy = await pairOf('agent-runner');
      await busy.kill();
      expect((await answer).text).toBe(await cluster.mock.text(seed, lateTokens));
      const asked = (await cluster.mock.requests(seed)).map(({ model }) => model);
      expect(asked).toEqual([behaviours.crashed, behaviours.latest, behaviours.latest]);
    }),
  );

  it(
    'STRM-2 kill -9 of the worker after content: an error event, [DONE], nothing lost or doubled',
    check(async () => {
      const seed = 'after-worker';
      const { chat, hasContent } = slowStream(seed);
      await hasContent;
      const busy = await pairOf('provider-worker');
      await busy.kill();
      const seen = await chat;
      await expectPrefix(seen, seed);
      expect(seen).toMatchObject({ status: 200, isDone: true, finishReason: undefined });
      expect(seen.error).toMatchObject({ type: expect.stringMatching(/\S/), message: expect.stringMatching(/\S/) });
    }),
  );

  it(
    'STRM-2 kill -9 of the worker after content, where the agent wants that: another goes on, to the letter',
    check(async () => {
      const seed = 'continued';
      const { chat, hasContent } = slowStream(seed, 'openai-continued');
      await hasContent;
      const busy = await pairOf('provider-worker');
      await busy.kill();
      const seen = await chat;
      expect(seen).toMatchObject({ status: 200, isDone: true, finishReason: 'stop', error: undefined });
      expect(seen.text).toBe(await cluster.mock.text(seed, slowTokens));
      expect(await cluster.mock.requests(seed)).toHaveLength(2);
    }),
  );

  it(
    'FAIL-21 kill -9 of the worker, then of the runner while another goes on: the next runner goes on, to the letter',
    check(async () => {
      const seed = 'continued-twice';
      const { chat, hasContent } = slowStream(seed, 'openai-enduring');
      await hasContent;
      const [runner, worker] = [await pairOf('agent-runner'), await pairOf('provider-worker')];
      await worker.kill();
      await upstreamHas(seed, 2);
      await runner.kill();
      const seen = await chat;
      expect(seen).toMatchObject({ status: 200, isDone: true, finishReason: 'stop', error: undefined });
      expect(seen.text).toBe(await cluster.mock.text(seed, slowTokens));
      expect(await cluster.mock.requests(seed)).toHaveLength(3);
    }),
  );

  it(
    'STRM-2 kill -9 of the runner after content: the whole answer, or an error event; [DONE]; nothing lost or doubled',
    check(async () => {
      const seed = 'after-runner';
      const { chat, hasContent } = slowStream(seed);
      await hasContent;
      const busy = await pairOf('agent-runner');
      await busy.kill();
      const seen = await chat;
      await expectPrefix(seen, seed);
      expect(seen.isDone).toBe(true);
      expect(seen.error === undefined).toBe(seen.finishReason === 'stop');
      if (!seen.error) expect(seen.text).toBe(await cluster.mock.text(seed, slowTokens));
    }),
  );

  it.each(['openai-slow', 'openai-late'] as const)(
    'STRM-8 a client that leaves ends the upstream request within 250 ms: %s',
    check(async (agent: 'openai-slow' | 'openai-late') => {
      const seed = `gone-${agent}`;
      const controller = new AbortController();
      const chat = streamChat(cluster, { agent, seed, signal: controller.signal });
      chat.catch(() => undefined); // the abort itself
      await upstreamHas(seed);
      const leftAt = Date.now();
      controller.abort();
      const abortedAt = await waitUntil(async () => (await cluster.mock.requests(seed))[0]?.abortedAt ?? undefined);
      expect(abortedAt - leftAt).toBeLessThanOrEqual(250);
    }),
  );

  it.each(['agent-runner', 'provider-worker'] as const)(
    'SIGTERM of the %s: what runs is finished, what is new goes elsewhere',
    check(async (service: 'agent-runner' | 'provider-worker') => {
      const seed = `drain-${service}`;
      const { chat, hasContent } = slowStream(seed);
      await hasContent;
      const leaving = await pairOf(service);
      leaving.signal('SIGTERM');
      const next = await Promise.all(
        Array.from({ length: 5 }, (_, i) => streamChat(cluster, { agent: 'openai-plain', seed: `${seed}-${i}` })),
      );
      expect(leaving.isRunning).toBe(true); // so the new ones were answered while it drained
      expect(next.map(({ finishReason }) => finishReason)).toEqual(Array(5).fill('stop'));
      const seen = await chat;
      expect(seen).toMatchObject({ finishReason: 'stop', isDone: true, error: undefined });
      expect(seen.text).toBe(await cluster.mock.text(seed, slowTokens));
      expect(await leaving.untilExit()).toBe(0);
    }),
  );

  it(
    'HTTP-11 SIGTERM of the gateway: what runs is finished, what is new is sent away',
    check(async () => {
      const seed = 'drain-gateway';
      const { chat, hasContent } = slowStream(seed);
      await hasContent;
      const leaving = only('api-gateway');
      leaving.signal('SIGTERM');
      // A pool retries elsewhere on either: a refused connection or a 503.
      const refused = await waitUntil(() =>
        post(cluster, ask('openai-plain', 'late')).then(
          ({ status }) => status === 503 && 'a 503',
          () => 'no connection',
        ),
      );
      expect(refused).toMatch(/a 503|no connection/);
      const seen = await chat;
      expect(seen).toMatchObject({ finishReason: 'stop', isDone: true, error: undefined });
      expect(seen.text).toBe(await cluster.mock.text(seed, slowTokens));
      expect(await leaving.untilExit()).toBe(0);
    }),
  );
});

async function contentOf(response: Response): Promise<string> {
  const body = (await response.json()) as { choices?: [{ message: { content: string } }] };
  return body.choices?.[0].message.content ?? JSON.stringify(body);
}
