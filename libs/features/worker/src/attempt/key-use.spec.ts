import { aModelCall, replyEvents, replyJson, waitUntil } from '@clawmesh/testing';
import {
  completion,
  errorReply,
  hanging,
  inTurn,
  startWorker,
  textStream,
  threeKeys,
  type WorkerUnderTest,
} from '../__fixtures__/worker-under-test.js';

describe('what an attempt tells of its keys', () => {
  let worker: WorkerUnderTest | undefined;

  async function started(settings?: Parameters<typeof startWorker>[0]): Promise<WorkerUnderTest> {
    worker = await startWorker(settings);
    return worker;
  }

  afterEach(() => worker?.close());

  it('ORD-12 the outcome names the last key that was used, by its id', async () => {
    const { run, upstream, keyRing } = await started({ env: threeKeys });
    upstream.handle(inTurn(errorReply(429, 'slow'), errorReply(500, 'oops')));
    const outcome = await run();
    const used = (await keyRing.board()).map(({ keyId }) => keyId);
    expect(outcome).toMatchObject({ status: 'failed', keyId: used[1] });
  });

  it('ORD-12 names none when no call was made', async () => {
    const { run, upstream } = await started();
    upstream.handle(errorReply(429, 'slow'));
    await run();
    expect(await run()).not.toHaveProperty('keyId');
  });

  it('CLU-16 a probe whose answer has begun has opened the key, though it goes on', async () => {
    const stage = await started();
    stage.upstream.handle(inTurn(errorReply(429, 'slow'), hanging, replyEvents(textStream)));
    await stage.run();
    stage.now += 31_000;
    const probing = stage.run({ deadlineAt: stage.now + 60_000 });
    await waitUntil(() => stage.frames.length > 0);
    const next = { hasFallbacks: true, deadlineAt: stage.now + 60_000 };
    expect(await stage.run(next)).toMatchObject({ status: 'completed' });
    stage.attempts.cancel({ runId: 'run-2', reason: 'client-gone' });
    expect(await probing).toMatchObject({ status: 'cancelled' });
  });

  it('PROBE-6 the outcome says when a cooling key was tried', async () => {
    const { run, upstream } = await started();
    upstream.handle(inTurn(errorReply(429, 'slow'), replyEvents(textStream)));
    expect(await run({ mayProbe: true })).not.toHaveProperty('isProbe');
    expect(await run({ mayProbe: true })).toMatchObject({ status: 'completed', isProbe: true });
  });

  it('CLU-7 keys that have all the calls they may have are busy, which says nothing about their health', async () => {
    const stage = await started({ clawmesh: { keys: { maxInFlight: 1, busyWaitMs: 0 } } });
    stage.upstream.handle(hanging);
    const first = stage.run();
    await waitUntil(() => stage.frames.length > 0);
    expect(await stage.run()).toMatchObject({
      status: 'failed',
      failure: { reason: 'overloaded', code: 'key_capacity', origin: 'local' },
    });
    expect(await stage.keyRing.board()).toMatchObject([{ state: 'busy', errorCount: 0 }]);
    stage.attempts.cancel({ runId: 'run-1', reason: 'client-gone' });
    expect(await first).toMatchObject({ status: 'cancelled' });
    expect(stage.upstream.requests).toHaveLength(1);
  });

  describe('metrics', () => {
    it('CLU-40 OBS-6 rotations and attempts are counted, by why and how they ended', async () => {
      const { run, upstream, metrics } = await started({ env: threeKeys });
      upstream.handle(inTurn(errorReply(429, 'slow'), errorReply(500, 'oops'), errorReply(401, 'no')));
      await run();
      await run();
      const text = await metrics.render();
      expect(text).toContain('cm_key_rotations_total{provider="openai",reason="rate_limit",service="worker"} 1');
      const attempts = (reason: string) =>
        `cm_model_attempts_total{provider="openai",model="gpt-5.5",outcome="failed",reason="${reason}",service="worker"} 1`;
      expect(text).toContain(attempts('server_error'));
      expect(text).toContain(attempts('auth'));
    });

    it('OBS-6 how long the first event took, also of an answer that goes on', async () => {
      const { run, upstream, metrics, attempts } = await started();
      upstream.handle(hanging);
      const outcome = run();
      await waitUntil(async () =>
        (await metrics.render()).includes(
          'clawmesh_time_to_first_event_seconds_count{service="worker",provider="openai",model="gpt-5.5"} 1',
        ),
      );
      attempts.cancel({ runId: 'run-1', reason: 'client-gone' });
      expect(await outcome).toMatchObject({ status: 'cancelled' });
    });

    it('HTTP-168 a model that nobody configured is counted as another', async () => {
      const { run, metrics, upstream } = await started();
      upstream.handle(replyJson(200, completion));
      await run({ model: 'made-up', call: aModelCall({ stream: false }) });
      expect(await metrics.render()).toContain('model="other",outcome="completed",reason="none"');
    });
  });
});
