import { replyEvents, type UpstreamHandler } from '@clawmesh/testing';
import {
  chunk,
  textStream,
  errorReply,
  inTurn,
  threeKeys,
  startWorker,
  type WorkerUnderTest,
} from '../__fixtures__/worker-under-test.js';

describe('rotateKeys', () => {
  let worker: WorkerUnderTest | undefined;

  async function started(settings?: Parameters<typeof startWorker>[0]): Promise<WorkerUnderTest> {
    worker = await startWorker(settings);
    return worker;
  }

  afterEach(() => worker?.close());

  describe('rotation', () => {
    it('ROT (a) (h) a limited key gives way to the next, and is not used while it cools', async () => {
      const { run, upstream, keysUsed } = await started({ env: threeKeys });
      upstream.handle(inTurn(errorReply(429, 'slow'), replyEvents(textStream)));
      expect(await run()).toMatchObject({ status: 'completed' });
      expect(await run()).toMatchObject({ status: 'completed' });
      expect(keysUsed()).toEqual(['sk-key-one', 'sk-key-two', 'sk-key-two']);
    });

    it('ROT-9 the limited key rests before the next one is called', async () => {
      const { run, upstream, keyRing } = await started({ env: threeKeys });
      const restingAtCall: number[] = [];
      const look: UpstreamHandler = async (request, response) => {
        const board = await keyRing.board();
        restingAtCall.push(board.filter(({ state }) => state === 'cooling').length);
        if (restingAtCall.length < 3) errorReply(429, 'slow')(request, response);
        else replyEvents(textStream)(request, response);
      };
      upstream.handle((request, response) => void look(request, response));
      expect(await run()).toMatchObject({ status: 'completed' });
      expect(restingAtCall).toEqual([0, 1, 2]);
    });

    it('ROT-2 ROT-6 (b) the last of three errors is the answer, with the time when a key is usable again', async () => {
      const { run, upstream, keysUsed } = await started({ env: threeKeys });
      upstream.handle(inTurn(errorReply(429, 'one'), errorReply(429, 'two'), errorReply(429, 'three', { code: 'X' })));
      expect(await run()).toMatchObject({
        status: 'failed',
        failure: { reason: 'rate_limit', status: 429, message: 'three', code: 'X', retryAfterMs: 30_000 },
      });
      expect(keysUsed()).toEqual(['sk-key-one', 'sk-key-two', 'sk-key-three']);
    });

    it.each([
      { replies: '(c) 401', handlers: [errorReply(401, 'no')], reason: 'auth', calls: 1 },
      {
        replies: '(d) 429, 500',
        handlers: [errorReply(429, 'slow'), errorReply(500, 'oops')],
        reason: 'server_error',
        calls: 2,
      },
      { replies: '(e) 500', handlers: [errorReply(500, 'oops')], reason: 'server_error', calls: 1 },
    ])('ROT-1 ROT-8 $replies ends the rotation', async ({ handlers, reason, calls }) => {
      const { run, upstream } = await started({ env: threeKeys });
      upstream.handle(inTurn(...handlers));
      expect(await run()).toMatchObject({ status: 'failed', failure: { reason } });
      expect(upstream.requests).toHaveLength(calls);
    });

    it.each([
      ['(f) a periodic limit told as 402', errorReply(402, 'weekly usage limit exhausted')],
      [
        '(g) 429 insufficient_quota',
        errorReply(429, 'You exceeded your current quota', { code: 'insufficient_quota' }),
      ],
      ['AM-23 a throttle told as 400', errorReply(400, 'ThrottlingException: Too many tokens')],
    ])('ROT-3 ROT-4 %s moves to the next key', async (_, handler) => {
      const { run, upstream, keysUsed } = await started({ env: threeKeys });
      upstream.handle(inTurn(handler, replyEvents(textStream)));
      expect(await run()).toMatchObject({ status: 'completed' });
      expect(keysUsed()).toEqual(['sk-key-one', 'sk-key-two']);
    });

    it('ROT-7 not after content was sent', async () => {
      const { run, upstream } = await started({ env: threeKeys });
      upstream.handle(async (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`data: ${JSON.stringify(chunk({ content: 'Hel' }))}\n\n`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        response.end(
          `data: ${JSON.stringify({ error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } })}\n\n`,
        );
      });
      expect(await run()).toMatchObject({
        status: 'failed',
        contentSent: true,
        frames: 1,
        failure: { reason: 'rate_limit' },
      });
      expect(upstream.requests).toHaveLength(1);
    });

    it('ROT-11 with every key cooling no call is made', async () => {
      const { run, upstream } = await started();
      upstream.handle(errorReply(429, 'slow', {}));
      await run();
      expect(await run()).toMatchObject({
        status: 'failed',
        failure: { reason: 'rate_limit', origin: 'local', code: 'keys_cooling_down', retryAfterMs: 30_000 },
      });
      expect(upstream.requests).toHaveLength(1);
    });

    it('ERR-45 ERR-38 a bad request does not cool the key', async () => {
      const { run, upstream } = await started();
      upstream.handle(inTurn(errorReply(400, 'odd'), errorReply(500, 'oops'), replyEvents(textStream)));
      await run();
      await run();
      expect(await run()).toMatchObject({ status: 'completed' });
    });
  });

  it('KEY-14 no key is in any log line, frame or reply', async () => {
    const { run, frames, replies, log, upstream, keysUsed } = await started({ env: threeKeys });
    upstream.handle(inTurn(errorReply(429, 'key sk-key-one is slow'), errorReply(400, 'sk-key-two is odd')));
    await run();
    expect(JSON.stringify([frames, replies, log])).not.toMatch(/sk-key/);
    expect(keysUsed()).toEqual(['sk-key-one', 'sk-key-two']);
  });
});
