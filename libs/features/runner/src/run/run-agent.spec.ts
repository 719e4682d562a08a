import { setImmediate as nextTurn } from 'node:timers/promises';
import { anAgentRun, waitUntil } from '@clawmesh/testing';
import { answers, dies, fails, Stage, type Script } from '../__fixtures__/stage.js';

describe('runAgent', () => {
  it('hands the call to a worker, whose last frame ends the run', async () => {
    const stage = await Stage.with([answers]);
    await stage.run({ sampling: { temperature: 0 }, extra: { user: 'ada' } });
    expect(stage.jobs).toHaveLength(1);
    expect(stage.jobs[0]).toMatchObject({
      runId: 'run-1',
      attempt: 1,
      attemptsMade: 1,
      gatewayId: 'gateway-1',
      provider: 'a',
      model: 'p',
      endsRun: true,
      call: { messages: anAgentRun().messages, sampling: { temperature: 0 }, extra: { user: 'ada' }, stream: true },
    });
    expect(stage.frames).toEqual([]);
    expect(stage.log.lines).toEqual([]);
    expect(stage.activeRuns.size).toBe(0);
  });

  it('ORD-8 tells workers which session it is, where the client named one, and not by its name', async () => {
    const stage = await Stage.with([answers, answers]);
    await stage.run();
    await stage.run({ hasNamedSession: true, sessionKey: 'agent:main:openai-user:ada' });
    const sessions = stage.jobs.map((job) => job.stickySession);
    expect(sessions).toEqual([undefined, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  it('FAIL-5, T1, T5 tries the next model as a newer attempt and logs why', async () => {
    const stage = await Stage.with([fails('rate_limit'), fails('server_error'), answers]);
    await stage.run();
    expect(stage.models).toEqual(['a/p', 'a/f1', 'b/f2']);
    expect(stage.attempts).toEqual([1, 2, 3]);
    expect(stage.jobs.map(({ attemptsMade }) => attemptsMade)).toEqual([1, 2, 3]);
    expect(stage.frames).toEqual([]);
    expect(stage.log.lines.map(({ fields }) => [fields.decision, fields.candidate, fields.nextCandidate])).toEqual([
      ['candidate_failed', 'a/p', 'a/f1'],
      ['candidate_failed', 'a/f1', 'b/f2'],
      ['candidate_succeeded', 'b/f2', undefined],
    ]);
  });

  it('SEL-13 an image for a model whose row rules images out is refused, naming model and key', async () => {
    const raw = {
      agents: { defaults: { model: 'a/blind' } },
      models: { providers: { a: { baseUrl: 'https://a.example/v1', models: [{ id: 'blind', input: ['text'] }] } } },
    };
    const stage = await Stage.with([answers], { raw });
    const image = { type: 'image' as const, source: { kind: 'url' as const, url: 'https://x.example/cat.png' } };
    await stage.run({ messages: [{ role: 'user', content: [image] }] });
    expect(stage.failure).toMatchObject({ reason: 'format', code: 'no_image_input', origin: 'local' });
    expect(stage.failure?.message).toMatch(/"a\/blind".*input: \["text","image"\]/);
  });

  it('META-6 a model without room to work is passed over, and refused when there is no other', async () => {
    const tiny = { id: 'tiny', contextWindow: 200_000, contextTokens: 3_000 };
    const raw = (model: object) => ({
      agents: { defaults: { model } },
      models: { providers: { a: { baseUrl: 'https://a.example/v1', models: [tiny, { id: 'good' }] } } },
    });
    const passedOver = await Stage.with([answers], { raw: raw({ primary: 'a/tiny', fallbacks: ['a/good'] }) });
    await passedOver.run();
    expect(passedOver.models).toEqual(['a/good']);

    const refused = await Stage.with([answers], { raw: raw({ primary: 'a/tiny' }) });
    await refused.run();
    expect(refused.failure).toMatchObject({ reason: 'format', code: 'context_window_too_small', origin: 'local' });
    expect(refused.jobs).toEqual([]);
  });

  it('THINK-3 an effort that is no level is refused with those there are, before any call', async () => {
    const provider = {
      baseUrl: 'https://a.example',
      api: 'anthropic-messages',
      models: [{ id: 'p', reasoning: true }],
    };
    const raw = { agents: { defaults: { model: 'a/p' } }, models: { providers: { a: provider } } };
    const stage = await Stage.with([answers], { raw });
    await stage.run({ reasoningEffort: 'perhaps' });
    expect(stage.failure).toMatchObject({ reason: 'format', code: 'unsupported_reasoning_effort', origin: 'local' });
    expect(stage.failure?.message).toContain('medium');
    expect(stage.jobs).toEqual([]);
    await stage.run({ reasoningEffort: 'high' });
    expect(stage.jobs).toMatchObject([{ call: { reasoningEffort: 'high' } }]);
  });

  it('FAIL-6, T2 a format error goes to the client at once', async () => {
    const stage = await Stage.with([fails('format', { status: 400 })]);
    await stage.run();
    expect(stage.models).toEqual(['a/p']);
    expect(stage.frames).toEqual([
      {
        runId: 'run-1',
        attempt: 2,
        seq: 0,
        last: true,
        events: [
          {
            type: 'run-failed',
            attempts: 1,
            failure: {
              reason: 'format',
              message: 'it said format',
              status: 400,
              origin: 'upstream',
              provider: 'a',
              model: 'p',
            },
          },
        ],
      },
    ]);
  });

  it('STRM-2, T6 after content the run fails behind the frames that were sent', async () => {
    const stage = await Stage.with([fails('timeout', { code: 'unfinished_stream' }, true)]);
    await stage.run();
    expect(stage.models).toEqual(['a/p']);
    expect(stage.frames).toMatchObject([{ attempt: 1, seq: 4, last: true }]);
    expect(stage.failure).toMatchObject({ reason: 'timeout', code: 'unfinished_stream' });
  });

  it('AGT-26, SEL-6, T11 an override is strict, and retried before it fails', async () => {
    const busy = fails('overloaded', { status: 503 });
    const stage = await Stage.with([busy, busy, busy]);
    await stage.run({ modelOverride: 'c/x' });
    expect(stage.models).toEqual(['c/x', 'c/x', 'c/x']);
    expect(stage.waits).toEqual([1_000, 2_000]);
    expect(stage.failure).toMatchObject({ reason: 'overloaded', status: 503, message: 'it said overloaded' });
  });

  it('AM-6, FAIL-12, T12 exhausted by rate limits: the soonest candidate says when to come back', async () => {
    const limited = (retryAfterMs: number): Script => fails('rate_limit', { status: 429, retryAfterMs });
    const stage = await Stage.with([limited(90_000), limited(42_000), limited(60_000)]);
    await stage.run();
    expect(stage.waits).toEqual([]);
    expect(stage.failure).toMatchObject({ reason: 'rate_limit', retryAfterMs: 42_000 });
    expect(stage.failure?.message).toMatch(/^All models failed \(3\): a\/p: .* \| a\/f1: .* \| b\/f2: /);
    expect(stage.frames).toMatchObject([{ attempt: 4, seq: 0, events: [{ attempts: 3 }] }]);
  });

  it('FAIL-9, ERR-37, T13 a certificate failure skips the other models of the provider', async () => {
    const stage = await Stage.with([fails('tls_certificate'), answers]);
    await stage.run();
    expect(stage.models).toEqual(['a/p', 'b/f2']);
  });

  it('FAIL-22, T16 a lost worker before content: the same candidate once more, and the lost one is dismissed', async () => {
    const stage = await Stage.with([dies(false), answers]);
    const run = stage.run();
    await waitUntil(() => stage.jobs.length === 1);
    stage.loseWorker();
    await run;
    expect(stage.models).toEqual(['a/p', 'a/p']);
    expect(stage.attempts).toEqual([1, 2]);
    expect(stage.cancels).toEqual([{ runId: 'run-1', beforeAttempt: 2, reason: 'superseded' }]);
    expect(stage.frames).toEqual([]);
  });

  it('FAIL-22 the second loss counts as a timeout and advances', async () => {
    const stage = await Stage.with([dies(false), dies(false), answers]);
    const run = stage.run();
    for (const attempt of [1, 2]) {
      await waitUntil(() => stage.jobs.length === attempt);
      stage.loseWorker();
    }
    await run;
    expect(stage.models).toEqual(['a/p', 'a/p', 'a/f1']);
    expect(stage.log.lines[1]?.fields).toMatchObject({ reason: 'timeout', code: 'worker_lost', action: 'advance' });
  });

  it('FAIL-22 workers that stand still are no reason to give the model up', async () => {
    const silent: Script = () => undefined;
    const stage = await Stage.with([silent, silent, answers]);
    const run = stage.run();
    for (const attempt of [1, 2]) {
      await waitUntil(() => stage.jobs.length === attempt);
      stage.loseWorker();
    }
    await run;
    expect(stage.models).toEqual(['a/p', 'a/p', 'a/p']);
  });

  it('FAIL-22, STRM-2 a lost worker after content fails the run', async () => {
    const stage = await Stage.with([dies(true)]);
    const run = stage.run();
    await waitUntil(() => stage.jobs.length === 1);
    await nextTurn();
    stage.loseWorker();
    await run;
    expect(stage.models).toEqual(['a/p']);
    expect(stage.frames).toMatchObject([{ attempt: 2, seq: 0, last: true }]);
    expect(stage.failure).toMatchObject({ reason: 'timeout', code: 'worker_lost', origin: 'local' });
  });

  it('AGT-75 without workers it tries for five seconds, then says so', async () => {
    const stage = await Stage.with([]);
    await stage.run();
    expect(stage.waits.reduce((sum, ms) => sum + ms, 0)).toBe(5_000);
    expect(stage.failure).toMatchObject({ reason: 'overloaded', code: 'no_workers', origin: 'local' });
  });

  it('FAIL-8, T7 a cancel ends the run without another model and without a frame', async () => {
    const stage = await Stage.with([dies(false)]);
    const run = stage.run();
    await waitUntil(() => stage.jobs.length === 1);
    stage.activeRuns.cancel({ runId: 'run-1', reason: 'client-gone' });
    await run;
    expect(stage.models).toEqual(['a/p']);
    expect(stage.frames).toEqual([]);
    expect(stage.activeRuns.size).toBe(0);
  });

  it('FAIL-8 a cancel that came while an attempt failed stops the chain', async () => {
    const stage = await Stage.with([
      (call) => {
        stage.activeRuns.cancel({ runId: 'run-1', reason: 'client-gone' });
        fails('server_error')(call);
      },
    ]);
    await stage.run();
    expect(stage.models).toEqual(['a/p']);
    expect(stage.frames).toEqual([]);
  });

  it('TIME-1, FAIL-6 at the deadline the run fails', async () => {
    const stage = await Stage.with([dies(false)]);
    const run = stage.run();
    await waitUntil(() => stage.jobs.length === 1);
    stage.now += 60_000;
    stage.activeRuns.sweep();
    await run;
    expect(stage.failure).toMatchObject({ reason: 'timeout', code: 'run_deadline', origin: 'local' });
    expect(stage.frames).toMatchObject([{ attempt: 2, seq: 0, last: true, events: [{ attempts: 1 }] }]);
  });

  it('TIME-1 drops a job past its deadline', async () => {
    const stage = await Stage.with([answers]);
    await stage.run({ deadlineAt: stage.now });
    expect(stage.jobs).toEqual([]);
    expect(stage.frames).toEqual([]);
    expect(stage.log.lines).toMatchObject([{ fields: { runId: 'run-1' }, message: expect.stringMatching(/deadline/) }]);
  });

  it('an internal error is logged with its stack, shown without detail, and not delivered again', async () => {
    const stage = await Stage.with([answers]);
    // What the schema rules out stands for any bug.
    await stage.run({ toolChoice: null as unknown as { name: string } });
    expect(stage.failure).toEqual({
      reason: 'unknown',
      code: 'internal_error',
      message: 'internal error',
      origin: 'local',
    });
    expect(stage.frames).toMatchObject([{ attempt: 1_000, seq: 0, last: true }]);
    expect(stage.log.lines.at(-1)?.fields.err).toMatchObject({
      stack: expect.stringMatching(/TypeError[^]*at /),
    });
  });

  it('an agent that the config does not have is an error of the request', async () => {
    const stage = await Stage.with([answers]);
    await stage.run({ agentId: 'gone' });
    expect(stage.failure).toMatchObject({ reason: 'format', code: 'unknown_agent', origin: 'local' });
    expect(stage.jobs).toEqual([]);
  });
});

describe('runAgent, of a run that is stored', () => {
  it('AM-9 ends the run itself, behind the frames of the attempt, also when it cannot be stored', async () => {
    const stage = await Stage.with([fails('server_error'), answers]);
    await stage.run({ isStored: true });
    expect(stage.jobs.map(({ endsRun }) => endsRun)).toEqual([false, false]);
    expect(stage.frames).toEqual([
      {
        runId: 'run-1',
        attempt: 2,
        seq: 3,
        last: true,
        events: [{ type: 'run-end', finishReason: 'stop', model: 'a/f1', attempts: 2, isStored: false }],
      },
    ]);
    expect(stage.log.lines.map(({ message }) => message)).toContain('a response could not be stored');
  });

  it('AM-9 fails before any model call when what it goes on from cannot be read', async () => {
    const stage = await Stage.with([answers]);
    await stage.run({ previousRunId: 'run-0' });
    expect(stage.jobs).toEqual([]);
    expect(stage.failure).toMatchObject({ reason: 'overloaded', code: 'session_store_unavailable', origin: 'local' });
  });
});

describe('runAgent, taking over a run', () => {
  it('CLU-38 goes on with newer attempts when the gateway grants it', async () => {
    const stage = await Stage.with([fails('server_error'), answers], { claim: { verdict: 'granted' } });
    await stage.run({}, 2);
    expect(stage.attempts).toEqual([1_001, 1_002]);
    expect(stage.cancels).toEqual([{ runId: 'run-1', beforeAttempt: 1_001, reason: 'superseded' }]);
    expect(stage.frames).toEqual([]);
  });

  it('STRM-2 fails the run when the client has seen content', async () => {
    const stage = await Stage.with([answers], { claim: { verdict: 'content-sent' } });
    await stage.run({}, 3);
    expect(stage.jobs).toEqual([]);
    expect(stage.frames).toMatchObject([{ attempt: 2_001, seq: 0, last: true }]);
    expect(stage.failure).toMatchObject({ reason: 'timeout', code: 'runner_lost', origin: 'local' });
  });

  it.each(['gone', undefined] as const)('is done when nobody waits for the answer (%s)', async (verdict) => {
    const stage = await Stage.with([answers], verdict ? { claim: { verdict } } : {});
    await stage.run({}, 2);
    expect(stage.jobs).toEqual([]);
    expect(stage.frames).toEqual([]);
  });
});
