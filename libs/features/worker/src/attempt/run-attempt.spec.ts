import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptJob } from '@clawmesh/contracts';
import { aModelCall, replyEvents, replyJson, startUpstream, type UpstreamHandler } from '@clawmesh/testing';
import {
  chunk,
  textStream,
  completion,
  endUsage,
  errorReply,
  startWorker,
  type WorkerUnderTest,
} from '../__fixtures__/worker-under-test.js';

describe('runAttempt', () => {
  let worker: WorkerUnderTest | undefined;

  async function started(settings?: Parameters<typeof startWorker>[0]): Promise<WorkerUnderTest> {
    worker = await startWorker(settings);
    return worker;
  }

  afterEach(() => worker?.close());

  describe('a call that succeeds', () => {
    it('streams frames to the gateway and the message to the runner', async () => {
      const { run, frames, replies } = await started();
      const outcome = await run();
      expect(outcome).toEqual({
        type: 'outcome',
        status: 'completed',
        message: { role: 'assistant', content: 'Hello', toolCalls: [] },
        finishReason: 'stop',
        usage: endUsage,
        frames: frames.length,
        keyId: expect.stringMatching(/^env:openai:[0-9a-f]{16}$/) as unknown,
      });
      const events = frames.flatMap((frame) => frame.events);
      expect(events.slice(-2)).toEqual([
        { type: 'attempt-end', finishReason: 'stop', usage: endUsage },
        { type: 'run-end', finishReason: 'stop', usage: endUsage, model: 'openai/gpt-5.5', attempts: 1 },
      ]);
      expect(frames.map(({ seq }) => seq)).toEqual(frames.map((_, index) => index));
      expect(frames[0]).toMatchObject({ runId: 'run-1', attempt: 1, model: 'openai/gpt-5.5' });
      expect(frames.at(-1)?.last).toBe(true);
      expect(replies.every((reply) => reply.type === 'outcome' || reply.contentSent)).toBe(true);
    });

    it('sends one frame per read, with the deltas the upstream made', async () => {
      const { run, frames, upstream } = await started();
      upstream.handle((_request, response) => {
        const body = textStream
          .map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
          .join('');
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body);
      });
      await run();
      expect(frames).toHaveLength(1);
      expect(frames[0]?.events).toMatchObject([
        { type: 'text-delta', text: 'Hel' },
        { type: 'text-delta', text: 'lo' },
        { type: 'attempt-end' },
        { type: 'run-end' },
      ]);
    });

    it('survives any chunking of the stream', async () => {
      const { run, upstream } = await started();
      const body = Buffer.from(
        `: hi\r\n\r\n${[chunk({ content: 'Grüße 🎈' }), chunk({}, 'stop')].map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`).join('')}data: [DONE]\r\n\r\n`,
      );
      upstream.handle(async (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const byte of body) {
          response.write(Buffer.of(byte));
          await new Promise(setImmediate);
        }
        response.end();
      });
      expect(await run()).toMatchObject({ status: 'completed', message: { content: 'Grüße 🎈' } });
    });

    it('asks without streaming where the client did, and crosses the bus once', async () => {
      const { run, frames, replies, upstream } = await started();
      upstream.handle(replyJson(200, completion));
      const outcome = await run({ call: aModelCall({ stream: false }) });
      expect(outcome).toMatchObject({ status: 'completed', message: { content: 'Hello' }, usage: endUsage, frames: 1 });
      expect(frames).toEqual([
        {
          runId: 'run-1',
          attempt: 1,
          seq: 0,
          model: 'openai/gpt-5.5',
          last: true,
          events: [
            { type: 'message', message: { role: 'assistant', content: 'Hello', toolCalls: [] } },
            { type: 'attempt-end', finishReason: 'stop', usage: endUsage },
            { type: 'run-end', finishReason: 'stop', usage: endUsage, model: 'openai/gpt-5.5', attempts: 1 },
          ],
        },
      ]);
      expect(replies).toHaveLength(1);
      expect(JSON.parse(upstream.requests[0]?.body ?? '')).not.toMatchObject({ stream: true });
    });

    it('KEY-7 a mounted key that is replaced is used from the next call on', async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'clawmesh-key-')), 'key');
      writeFileSync(file, 'sk-old\n');
      utimesSync(file, 1, 1);
      const { run, keysUsed } = await started({ env: { OPENAI_API_KEY_FILE: file } });
      await run();
      writeFileSync(file, 'sk-new\n');
      await run();
      expect(keysUsed()).toEqual(['sk-old', 'sk-new']);
    });

    it('leaves the end of the run to the runner when there is more to do', async () => {
      const { run, frames } = await started();
      await run({ endsRun: false });
      expect(frames.at(-1)?.events.at(-1)?.type).toBe('attempt-end');
      expect(frames.at(-1)?.last).toBeUndefined();
    });

    it('STRM quirk: a whole completion answers a call that asked for a stream', async () => {
      const { run, frames, upstream } = await started();
      upstream.handle(replyJson(200, completion));
      expect(await run()).toMatchObject({ status: 'completed', message: { content: 'Hello' } });
      expect(frames.flatMap(({ events }) => events.map(({ type }) => type))).not.toContain('message');
    });
  });

  describe('a call that fails', () => {
    const failure = async (handler: UpstreamHandler, job: Partial<AttemptJob> = {}) => {
      const { run, frames, upstream } = await started();
      upstream.handle(handler);
      const outcome = await run(job);
      if (outcome.status !== 'failed') throw new Error(`the call ${outcome.status}`);
      return { ...outcome, sent: frames };
    };

    it('says what the upstream said, and sends no frame', async () => {
      const outcome = await failure(errorReply(400, 'something odd', { code: 'odd', type: 'invalid_request_error' }));
      expect(outcome).toMatchObject({
        contentSent: false,
        frames: 0,
        sent: [],
        failure: {
          reason: 'format',
          status: 400,
          code: 'odd',
          message: 'something odd',
          origin: 'upstream',
          provider: 'openai',
          model: 'gpt-5.5',
        },
      });
    });

    it('ERR-8 FAIL-34 repeats neither the key nor the address', async () => {
      const outcome = await failure((_request, response) => {
        response.writeHead(401).end(
          JSON.stringify({
            error: {
              message: `bad key sk-first-key at ${worker?.upstream.url}/v1/x, see https://platform.openai.com/docs`,
            },
          }),
        );
      });
      expect(outcome.failure.reason).toBe('auth');
      expect(outcome.failure.message).not.toMatch(/sk-first|127\.0\.0\.1/);
      expect(outcome.failure.message).toContain('https://platform.openai.com/docs');
    });

    it('STRM-6 a stream without an end is a timeout, never a success', async () => {
      const outcome = await failure(replyEvents([chunk({ content: 'Hel' })]));
      expect(outcome).toMatchObject({ contentSent: true, failure: { reason: 'timeout' } });
    });

    it('AM-5 USE-9 a stream that breaks off reports the usage seen so far', async () => {
      const usage = { prompt_tokens: 3, completion_tokens: 1 };
      const outcome = await failure(replyEvents([{ ...chunk({ content: 'Hel' }), usage }]));
      expect(outcome.usage).toMatchObject({ input: 3, output: 1 });
    });

    it('ERR-49 a cut connection is a timeout without a status', async () => {
      const outcome = await failure((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': hello\n\n', () => response.destroy());
      });
      expect(outcome).toMatchObject({ contentSent: false, frames: 0, failure: { reason: 'timeout' } });
      expect(outcome.failure.status).toBeUndefined();
    });

    it('an error inside the stream, before content, leaves no trace', async () => {
      const outcome = await failure(
        replyEvents([chunk({ role: 'assistant' }), { error: { message: 'Overloaded', type: 'overloaded_error' } }]),
      );
      expect(outcome).toMatchObject({ contentSent: false, frames: 0, failure: { reason: 'overloaded' } });
    });

    it('a proxy page with status 200 is an error, and is not shown', async () => {
      const outcome = await failure((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>secret page</html>');
      });
      expect(outcome.failure).toMatchObject({ reason: 'server_error', origin: 'upstream' });
      expect(outcome.failure.message).not.toContain('secret');
    });

    it('ERR-12 an HTML error goes by its status', async () => {
      const outcome = await failure((_request, response) => {
        response.writeHead(502, { 'content-type': 'text/html' }).end('<html>rate limit</html>');
      });
      expect(outcome.failure).toMatchObject({ reason: 'server_error', status: 502 });
    });

    it('an error body with status 200 is classified by its words', async () => {
      const outcome = await failure(
        replyJson(200, { error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } }),
        { call: aModelCall({ stream: false }) },
      );
      expect(outcome.failure.reason).toBe('rate_limit');
    });

    it('ERR-7 a huge error body is not waited for', async () => {
      const outcome = await failure((_request, response) => {
        response.writeHead(500, { 'content-type': 'text/plain' }).write('x'.repeat(100_000));
      });
      expect(outcome.failure).toMatchObject({ reason: 'server_error', status: 500 });
      expect(outcome.failure.message.length).toBeLessThanOrEqual(2_000);
    });

    it('GN-20 a refused connection is a timeout, told without the address', async () => {
      const dead = await startUpstream(replyJson(200, {}));
      await dead.close();
      const { run } = await started({
        env: { OPENAI_API_KEY: 'sk-first-key' },
        provider: { baseUrl: dead.url },
      });
      expect(await run()).toMatchObject({
        status: 'failed',
        failure: { reason: 'timeout', code: 'ECONNREFUSED', message: 'The upstream refused the connection.' },
      });
    });

    it('TIME-4 a hanging upstream is a timeout', async () => {
      const { run, upstream } = await started({ provider: { timeoutSeconds: 0.05 } });
      upstream.handle(() => undefined);
      expect(await run()).toMatchObject({
        status: 'failed',
        failure: { reason: 'timeout', code: 'UND_ERR_HEADERS_TIMEOUT' },
      });
    });

    it.each([['empty_result', [chunk({ role: 'assistant' }), chunk({}, 'stop'), '[DONE]']]])(
      'FAIL-4 %s',
      async (code, events) => {
        expect(await failure(replyEvents(events))).toMatchObject({
          contentSent: false,
          failure: { reason: 'format', code },
        });
      },
    );

    it('FAIL-4 reasoning_only_result', async () => {
      const message = { role: 'assistant', content: '', reasoning_content: 'hm' };
      const body = { ...completion, choices: [{ index: 0, message, finish_reason: 'stop' }] };
      const outcome = await failure(replyJson(200, body), { call: aModelCall({ stream: false }) });
      expect(outcome.failure).toMatchObject({ reason: 'format', code: 'reasoning_only_result' });
      expect(outcome.usage).toEqual(endUsage);
    });

    it('content the wire API has no form for is a format failure that names it, without a call', async () => {
      const { run, upstream } = await started({ provider: { api: 'anthropic-messages' } });
      const content = [{ type: 'openai-part' as const, part: { type: 'input_audio', input_audio: {} } }];
      expect(await run({ call: aModelCall({ messages: [{ role: 'user', content }] }) })).toMatchObject({
        status: 'failed',
        failure: {
          reason: 'format',
          code: 'unsupported_content',
          origin: 'local',
          message: expect.stringContaining('"input_audio"') as unknown,
        },
      });
      expect(upstream.requests).toHaveLength(0);
    });

    it('RA-6 ERR-P5 a wait of years is not passed on', async () => {
      const outcome = await failure((_request, response) => {
        response.writeHead(503, { 'retry-after': '999999999' }).end('{"error":{"message":"busy"}}');
      });
      expect(outcome.failure.retryAfterMs).toBeUndefined();
    });

    it('KEY-9 a missing key is told by the name of its variable, without a call', async () => {
      const { run } = await started({ env: {}, provider: { baseUrl: 'https://api.example.com/v1' } });
      expect(await run()).toMatchObject({
        status: 'failed',
        failure: {
          reason: 'auth',
          origin: 'local',
          message: 'No API key found for provider "openai". Set OPENAI_API_KEY or models.providers.openai.apiKey.',
        },
      });
    });

    it('an unknown provider is told without a call', async () => {
      const { run } = await started();
      expect(await run({ provider: 'nobody' })).toMatchObject({
        status: 'failed',
        failure: { reason: 'model_not_found', origin: 'local' },
      });
    });

    it('a job past its deadline is refused', async () => {
      const { run, upstream } = await started();
      expect(await run({ deadlineAt: 1 })).toMatchObject({
        status: 'failed',
        failure: { reason: 'timeout', code: 'run_deadline', origin: 'local' },
      });
      expect(upstream.requests).toHaveLength(0);
    });
  });
});
