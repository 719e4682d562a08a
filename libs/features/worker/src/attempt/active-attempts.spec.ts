import { replyEvents, waitUntil } from '@clawmesh/testing';
import { chunk, textStream, hanging, startWorker, type WorkerUnderTest } from '../__fixtures__/worker-under-test.js';

describe('ActiveAttempts', () => {
  let worker: WorkerUnderTest | undefined;

  async function started(settings?: Parameters<typeof startWorker>[0]): Promise<WorkerUnderTest> {
    worker = await startWorker(settings);
    return worker;
  }

  afterEach(() => worker?.close());

  describe('an attempt that is to stop', () => {
    it('FAIL-8 STRM-8 a cancel closes the upstream connection within 250 ms, without a window for the key', async () => {
      const { run, frames, attempts, upstream } = await started();
      upstream.handle(hanging);
      const outcome = run();
      await waitUntil(() => frames.length > 0);
      const cancelledAt = Date.now();
      attempts.cancel({ runId: 'run-1', reason: 'client-gone' });
      expect(await outcome).toMatchObject({ type: 'outcome', status: 'cancelled', frames: 1 });
      const seenAt = await waitUntil(() => upstream.requests[0]?.abortedAt);
      expect(seenAt - cancelledAt).toBeLessThan(250);
      upstream.handle(replyEvents(textStream));
      expect(await run()).toMatchObject({ status: 'completed' });
    });

    it('AM-5 a cancelled attempt reports the usage seen so far', async () => {
      const { run, frames, attempts, upstream } = await started();
      upstream.handle((_request, response) => {
        const event = { ...chunk({ content: 'Hel' }), usage: { prompt_tokens: 3, completion_tokens: 1 } };
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`data: ${JSON.stringify(event)}\n\n`);
      });
      const outcome = run();
      await waitUntil(() => frames.length > 0);
      attempts.cancel({ runId: 'run-1', reason: 'client-gone' });
      expect(await outcome).toMatchObject({ status: 'cancelled', usage: { input: 3, output: 1 } });
    });

    it('a cancel of earlier attempts spares the newer one', async () => {
      const { run, frames, attempts, upstream } = await started();
      upstream.handle(hanging);
      const old = run({ runId: 'r', attempt: 1 });
      const recent = run({ runId: 'r', attempt: 2 });
      await waitUntil(() => frames.length === 2);
      attempts.cancel({ runId: 'r', beforeAttempt: 2, reason: 'superseded' });
      expect((await old).status).toBe('cancelled');
      expect(attempts.count).toBe(1);
      attempts.cancel({ runId: 'r', reason: 'client-gone' });
      expect((await recent).status).toBe('cancelled');
    });

    it('TIME-1 a deadline during the call ends it', async () => {
      const underTest = await started();
      underTest.upstream.handle(hanging);
      const outcome = underTest.run({ deadlineAt: underTest.now + 1 });
      await waitUntil(() => underTest.frames.length > 0);
      underTest.now += 2;
      expect(await outcome).toMatchObject({
        status: 'failed',
        contentSent: true,
        failure: { reason: 'timeout', code: 'run_deadline' },
      });
      expect(await waitUntil(() => underTest.upstream.requests[0]?.abortedAt)).toBeDefined();
    });

    it('CLU-39 idle waits for what is under way', async () => {
      const { run, attempts, upstream } = await started();
      let release = (): void => undefined;
      upstream.handle(async (request, response) => {
        await new Promise<void>((resolve) => (release = resolve));
        await replyEvents(textStream)(request, response);
      });
      const outcome = run();
      await waitUntil(() => upstream.requests.length > 0);
      let isIdle = false;
      const idle = attempts.idle().then(() => (isIdle = true));
      await new Promise(setImmediate);
      expect(isIdle).toBe(false);
      release();
      await idle;
      expect(await outcome).toMatchObject({ status: 'completed' });
    });

    it('stop ends what is under way, and says so', async () => {
      const { run, frames, attempts, upstream } = await started();
      upstream.handle(hanging);
      const outcome = run();
      await waitUntil(() => frames.length > 0);
      await attempts.stop();
      expect(await outcome).toMatchObject({
        status: 'failed',
        contentSent: true,
        failure: { code: 'worker_lost', origin: 'local' },
      });
    });

    it('CLU-36 the same attempt delivered twice runs once', async () => {
      const { run, upstream } = await started();
      void run({ runId: 'twice' });
      await run({ runId: 'other' });
      void run({ runId: 'twice' });
      await run({ runId: 'another' });
      expect(upstream.requests).toHaveLength(3);
    });
  });

  it('FAIL-22 the runner hears at once that content was sent, and then every second', async () => {
    const { run, replies, attempts, upstream } = await started();
    upstream.handle((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(chunk({ content: 'Hel' }))}\n\n`);
    });
    const outcome = run();
    await waitUntil(() => replies.length === 1, 900);
    await waitUntil(() => replies.length === 2);
    attempts.cancel({ runId: 'run-1', reason: 'client-gone' });
    await outcome;
    expect(replies.slice(0, 2)).toEqual([
      { type: 'heartbeat', contentSent: true },
      { type: 'heartbeat', contentSent: true },
    ]);
  });
});
