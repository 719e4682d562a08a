import { gzipSync } from 'node:zlib';
import type { AttemptOutcome } from '@clawmesh/contracts';
import { aModelCall, replyEvents, replyJson, waitUntil, type UpstreamHandler } from '@clawmesh/testing';
import { chunk, completion, startWorker, textStream, type WorkerUnderTest } from '../__fixtures__/worker-under-test.js';

const eventStream = { 'content-type': 'text/event-stream' };
const asText = (events: readonly unknown[]): string =>
  events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');

describe('an upstream that misbehaves', () => {
  let worker: WorkerUnderTest;

  beforeEach(async () => {
    worker = await startWorker();
  });
  afterEach(() => worker.close());

  async function outcomeOf(handler: UpstreamHandler, stream = true): Promise<AttemptOutcome> {
    worker.upstream.handle(handler);
    return worker.run({ call: aModelCall({ stream }) });
  }

  async function failureOf(handler: UpstreamHandler, stream = true) {
    const outcome = await outcomeOf(handler, stream);
    if (outcome.status !== 'failed') throw new Error(`the call ${outcome.status}`);
    expect(JSON.stringify(outcome)).not.toMatch(/sk-first-key|127\.0\.0\.1/);
    return outcome.failure;
  }

  const shownText = (): string =>
    worker.frames
      .flatMap(({ events }) => events.flatMap((event) => (event.type === 'text-delta' ? event.text : [])))
      .join('');

  it('STRM-6 cut at any byte: an exact prefix, then a classified failure', async () => {
    const body = Buffer.from(asText([chunk({ content: 'Grü' }), chunk({ content: 'ße 🎈' }), chunk({}, 'stop')]));
    for (let length = 0; length < body.length; length += 3) {
      worker.frames.length = 0;
      const outcome = await outcomeOf((_request, response) => {
        response.writeHead(200, eventStream);
        response.write(body.subarray(0, length), () => response.destroy());
        if (length === 0) response.flushHeaders();
      });
      expect(outcome).toMatchObject({ status: 'failed', failure: { reason: 'timeout' } });
      expect('Grüße 🎈'.startsWith(shownText())).toBe(true);
    }
  });

  it.each([true, false])('ERR-20 an answer that talks about limits is an answer (stream: %s)', async (stream) => {
    const text = '429 Too Many Requests: insufficient_quota, rate limit exceeded, ThrottlingException';
    const outcome = await outcomeOf(
      stream
        ? replyEvents([chunk({ content: text }), chunk({}, 'stop')])
        : replyJson(200, { choices: [{ message: { role: 'assistant', content: text }, finish_reason: 'stop' }] }),
      stream,
    );
    expect(outcome).toMatchObject({ status: 'completed', message: { content: text } });
  });

  it('takes a hundred thousand events at once', async () => {
    const outcome = await outcomeOf((_request, response) => {
      const many = asText([chunk({ content: 'x' })]).repeat(100_000);
      response.writeHead(200, eventStream).end(many + asText([chunk({}, 'stop'), '[DONE]']));
    });
    expect(outcome).toMatchObject({ status: 'completed', message: { content: 'x'.repeat(100_000) } });
  });

  it('reads one event of ten megabytes in time that grows with its size', async () => {
    const text = 'y'.repeat(10_000_000);
    const outcome = await outcomeOf(replyEvents([chunk({ content: text }), chunk({}, 'stop')]));
    expect(outcome).toMatchObject({ status: 'completed', message: { content: text } });
  });

  it('refuses an event without end', async () => {
    const failure = await failureOf((_request, response) => {
      response.writeHead(200, eventStream).write(`data: ${'z'.repeat(17 * 1024 * 1024)}`);
    });
    expect(failure.code).toBe('event_too_large');
  });

  it('TIME-3 keep-alives are no events: the first one is still waited for only so long', async () => {
    worker.upstream.handle((_request, response) => {
      response.writeHead(200, eventStream);
      const beats = setInterval(() => response.write(': keep-alive\n\n'), 10);
      response.on('close', () => clearInterval(beats));
    });
    const fastClock = setInterval(() => (worker.now += 301_000), 100);
    const outcome = await worker.run({ deadlineAt: worker.now + 1e9 });
    clearInterval(fastClock);
    expect(outcome).toMatchObject({ status: 'failed', failure: { reason: 'timeout', code: 'idle_timeout' } });
    expect(await waitUntil(() => worker.upstream.requests[0]?.abortedAt)).toBeDefined();
  });

  it.each([true, false])('a compressed answer that was not asked for is told as such (stream: %s)', async (stream) => {
    const failure = await failureOf((request, response) => {
      expect(request.headers['accept-encoding'] ?? 'identity').toBe('identity');
      response.writeHead(200, { ...eventStream, 'content-encoding': 'gzip' }).end(gzipSync(asText(textStream)));
    }, stream);
    expect(failure).toMatchObject({ reason: 'server_error', code: 'unsupported_encoding' });
    expect(failure.message).toMatch(/compressed/);
  });

  it('a compressed error goes by its status', async () => {
    const failure = await failureOf((_request, response) => {
      response.writeHead(429, { 'content-encoding': 'gzip' }).end(gzipSync('{"error":{"message":"slow down"}}'));
    });
    expect(failure).toMatchObject({ reason: 'rate_limit', status: 429 });
    expect(failure.message).toMatch(/^[\x20-\x7e]+$/);
  });

  it('a redirect is not followed: the key stays where it was sent', async () => {
    const failure = await failureOf((_request, response) => {
      response.writeHead(307, { location: `${worker.upstream.url}/elsewhere` }).end();
    });
    expect(failure).toMatchObject({ status: 307, origin: 'upstream' });
    expect(worker.upstream.requests).toHaveLength(1);
  });

  it('interim answers and trailers are let pass', async () => {
    const outcome = await outcomeOf((_request, response) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.writeHead(200, { ...eventStream, trailer: 'x-checksum' });
      response.write(asText(textStream));
      response.addTrailers({ 'x-checksum': 'abc' });
      response.end();
    });
    expect(outcome).toMatchObject({ status: 'completed', message: { content: 'Hello' } });
  });

  it.each([true, false])('a connection reset after the headers is a timeout (stream: %s)', async (stream) => {
    const failure = await failureOf((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.flushHeaders();
      response.socket?.resetAndDestroy();
    }, stream);
    expect(failure.reason).toBe('timeout');
  });

  it('too many headers are a failure, not a crash', async () => {
    const failure = await failureOf((_request, response) => {
      response.writeHead(200, { ...eventStream, 'x-bomb': 'b'.repeat(200_000) }).end(asText(textStream));
    });
    expect(failure.code).toMatch(/HEADERS_OVERFLOW/);
  });

  it('AM-22 arguments that are no JSON are returned as they are', async () => {
    const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a": 1,, }' } };
    const message = { role: 'assistant', content: null, tool_calls: [call] };
    const body = { ...completion, choices: [{ index: 0, message, finish_reason: 'tool_calls' }] };
    expect(await outcomeOf(replyJson(200, body), false)).toMatchObject({
      status: 'completed',
      message: { toolCalls: [{ arguments: '{"a": 1,, }' }] },
    });
  });
});
