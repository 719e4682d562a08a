import type { AttemptJob } from '@clawmesh/contracts';
import { aModelCall, replyEvents } from '@clawmesh/testing';
import { chunk, endUsage, startWorker, type WorkerUnderTest } from '../__fixtures__/worker-under-test.js';

const text = 'Once upon a time there was a';

const goesOn: Partial<AttemptJob> = {
  call: aModelCall({ stream: true, continues: { text } }),
  attempt: 2,
  attemptsMade: 2,
  continuations: 1,
  usageBefore: { input: 10, output: 7, cacheRead: 1, cacheWrite: 0 },
};

const usage = { ...chunk({}), choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } };
const streamOf = (...deltas: object[]) =>
  replyEvents([...deltas.map((delta) => chunk(delta)), chunk({}, 'stop'), usage, '[DONE]']);

describe('an answer that goes on with what was shown', () => {
  let worker: WorkerUnderTest;
  beforeEach(async () => {
    worker = await startWorker();
  });
  afterEach(() => worker.close());

  const events = () => worker.frames.flatMap((frame) => frame.events);
  const shown = () => events().flatMap((event) => (event.type === 'text-delta' ? [event.text] : []));

  it('asks for the rest, and says in the first frame where it goes on', async () => {
    worker.upstream.handle(streamOf({ content: ' king' }));
    const outcome = await worker.run(goesOn);
    expect(outcome).toMatchObject({ status: 'completed', message: { content: ' king' }, usage: endUsage });
    const body = JSON.parse(worker.upstream.requests[0]?.body ?? '{}') as { messages: { role: string }[] };
    expect(body.messages.slice(-2)).toMatchObject([{ role: 'assistant', content: text }, { role: 'user' }]);
    expect(worker.frames.map(({ resumesAt }) => resumesAt)).toEqual([
      text.length,
      ...Array<undefined>(worker.frames.length - 1).fill(undefined),
    ]);
  });

  it('AM-5 the end of the run has the cost of all attempts, and how often one went on', async () => {
    worker.upstream.handle(streamOf({ content: ' king' }));
    await worker.run(goesOn);
    expect(events().at(-1)).toMatchObject({
      ...{ type: 'run-end', attempts: 2, continuations: 1 },
      usage: { input: 13, output: 9, cacheRead: 1, cacheWrite: 0 },
    });
  });

  it('what the model repeats is neither shown nor reported', async () => {
    worker.upstream.handle(streamOf({ content: 'upon a time ' }, { content: 'there was a' }, { content: ' king' }));
    const outcome = await worker.run(goesOn);
    expect(outcome).toMatchObject({ message: { content: ' king' } });
    expect(shown()).toEqual([' king']);
  });

  it('what is held to the end is shown before a call, or before the end', async () => {
    const call = { tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }] };
    worker.upstream.handle(replyEvents([chunk({ content: 'was a' }), chunk(call), chunk({}, 'tool_calls'), '[DONE]']));
    await worker.run(goesOn);
    expect(events().map(({ type }) => type)).toEqual([
      'text-delta',
      'tool-call-start',
      'tool-call-delta',
      'attempt-end',
      'run-end',
    ]);
    expect(shown()).toEqual(['was a']);
  });

  it('thinking is not told', async () => {
    worker.upstream.handle(streamOf({ reasoning_content: 'Where was I?' }, { content: ' king' }));
    const outcome = await worker.run(goesOn);
    expect(events().map(({ type }) => type)).not.toContain('reasoning-delta');
    expect(outcome).toMatchObject({ message: { role: 'assistant', content: ' king', toolCalls: [] } });
  });

  it('nothing to add is an answer, but only where nothing was thought (FAIL-4)', async () => {
    worker.upstream.handle(streamOf({ content: '' }));
    expect(await worker.run(goesOn)).toMatchObject({ status: 'completed', message: { content: '' }, frames: 1 });
    expect(worker.frames[0]).toMatchObject({ resumesAt: text.length, last: true });
    worker.upstream.handle(streamOf({ reasoning_content: 'Hm.' }));
    expect(await worker.run(goesOn)).toMatchObject({
      ...{ status: 'failed', contentSent: false, frames: 0 },
      failure: { code: 'reasoning_only_result' },
    });
  });

  it('STRM-1 a repetition that breaks off has shown nothing', async () => {
    worker.upstream.handle((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(chunk({ content: 'Once upon' }))}\n\n`, () => response.destroy());
    });
    expect(await worker.run(goesOn)).toMatchObject({ status: 'failed', contentSent: false, frames: 0 });
  });
});
