import { aModelCall, replyEvents, replyJson } from '@clawmesh/testing';
import { chunk, completion, startWorker, textStream, type WorkerUnderTest } from '../__fixtures__/worker-under-test.js';

const small = { models: [{ id: 'gpt-5.5', contextWindow: 1_000 }] };
const whole = { call: aModelCall({ stream: false }) };
const usageOf = (prompt: number, output: number) => ({
  prompt_tokens: prompt,
  completion_tokens: output,
  total_tokens: prompt + output,
});

describe('silent overflow', () => {
  let worker: WorkerUnderTest | undefined;

  async function started(provider: object): Promise<WorkerUnderTest> {
    worker = await startWorker({ provider });
    return worker;
  }

  afterEach(() => worker?.close());

  it('ERR-25 a success that read more than the model takes is an overflow, with its numbers', async () => {
    const { run, upstream, frames } = await started(small);
    upstream.handle(replyJson(200, { ...completion, usage: usageOf(1_001, 2) }));
    expect(await run(whole)).toMatchObject({
      status: 'failed',
      contentSent: false,
      usage: { input: 1_001, output: 2 },
      failure: {
        ...{ reason: 'context_overflow', code: 'context_length_exceeded', origin: 'upstream' },
        overflow: { tokens: 1_001, limit: 1_000 },
      },
    });
    expect(frames).toEqual([]);
  });

  it('ERR-25 what came from a cache was read too', async () => {
    const { run, upstream } = await started(small);
    const usage = { ...usageOf(1_200, 2), prompt_tokens_details: { cached_tokens: 900 } };
    upstream.handle(replyJson(200, { ...completion, usage }));
    expect(await run(whole)).toMatchObject({ failure: { overflow: { tokens: 1_200, limit: 1_000 } } });
  });

  it.each([
    [990, 'failed'],
    [989, 'completed'],
  ])('ERR-25 a limit that left no room for a word, after %i tokens of 1 000: %s', async (prompt, status) => {
    const { run, upstream } = await started(small);
    const end = { ...chunk({}, 'length'), usage: usageOf(prompt, 0) };
    upstream.handle(replyEvents([chunk({ role: 'assistant', content: '' }), end, '[DONE]']));
    expect((await run()).status).toBe(status);
  });

  it('ERR-25 STRM-1 what streams is shown as it comes, and stays', async () => {
    const { run, upstream } = await started(small);
    const end = { ...chunk({}), choices: [], usage: usageOf(5_000, 2) };
    upstream.handle(replyEvents([...textStream.slice(0, -2), end, '[DONE]']));
    expect(await run()).toMatchObject({ status: 'completed', message: { content: 'Hello' } });
  });

  it.each([
    ['a window that is large enough', small, 1_000],
    ['META-3 a window that nobody stated', { models: [{ id: 'gpt-5.5' }] }, 900_000],
  ])('ERR-25 not with %s', async (_, provider, prompt) => {
    const { run, upstream } = await started(provider);
    upstream.handle(replyJson(200, { ...completion, usage: usageOf(prompt, 2) }));
    expect((await run(whole)).status).toBe('completed');
  });
});
