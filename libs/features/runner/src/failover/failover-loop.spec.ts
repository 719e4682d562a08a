import type { AttemptJob, FailoverState } from '@clawmesh/contracts';
import { anAgentRun, aUserMessage, waitUntil } from '@clawmesh/testing';
import { answers, dies, fails, Stage } from '../__fixtures__/stage.js';
import type { Overflow } from './overflow-handler.js';

const restingKeys = { code: 'keys_cooling_down', origin: 'local' } as const;
const withClawmesh = (clawmesh: object, model: unknown = 'a/p') => ({ agents: { defaults: { model } }, clawmesh });
const facts = ({ mayProbe, hasFallbacks, isRetry }: AttemptJob) => [mayProbe, hasFallbacks, isRetry];

describe('what a worker is told about an attempt', () => {
  it('FAIL-10, CLU-17, CLU-21 whether it may probe, has candidates behind it, and asks the same model again', async () => {
    const stage = await Stage.with([fails('overloaded'), fails('overloaded'), fails('overloaded'), answers]);
    await stage.run();
    expect(stage.models).toEqual(['a/p', 'a/f1', 'b/f2', 'b/f2']);
    expect(stage.jobs.map(facts)).toEqual([
      [true, true, undefined],
      [undefined, true, undefined],
      [undefined, undefined, undefined],
      [undefined, undefined, true],
    ]);
  });

  it('FAIL-22, CLU-21 a model call that a worker took with it is not counted as a retry', async () => {
    const stage = await Stage.with([dies(false), answers]);
    const run = stage.run();
    await waitUntil(() => stage.jobs.length === 1);
    stage.loseWorker();
    await run;
    expect(stage.jobs.map(({ isRetry }) => isRetry)).toEqual([undefined, undefined]);
  });

  it('CLU-21 a retry that the budget of the provider refused is not repeated, and what it said before stands', async () => {
    const refused = { code: 'retry_budget', origin: 'local' } as const;
    const stage = await Stage.with([fails('server_error'), fails('overloaded', refused)], { raw: withClawmesh({}) });
    await stage.run();
    expect(stage.jobs).toHaveLength(2);
    expect(stage.failure).toMatchObject({ reason: 'server_error', message: 'it said server_error' });
  });

  it('FAIL-9, ERR-48 candidates that are dropped are no fallbacks', async () => {
    const raw = { agents: { defaults: { model: { primary: 'a/p', fallbacks: ['b/f', 'a/f'] } } } };
    const stage = await Stage.with([fails('auth', { isOfProvider: true }), answers], { raw });
    await stage.run();
    expect(stage.models).toEqual(['a/p', 'b/f']);
    expect(stage.jobs.map(({ hasFallbacks }) => hasFallbacks)).toEqual([true, undefined]);
  });
});

describe('a call that is too long', () => {
  const numbers = { overflow: { tokens: 9_000, limit: 8_000 } };

  it('ERR-39, T3 is made shorter and sent again to the same model', async () => {
    const stage = await Stage.with([fails('server_error'), fails('context_overflow', numbers), answers]);
    const asked: Overflow[] = [];
    stage.shorten = (overflow) => {
      asked.push(overflow);
      const { plan } = overflow;
      const messages = [aUserMessage('short')];
      return Promise.resolve({ ...plan, callFor: (candidate) => ({ ...plan.callFor(candidate), messages }) });
    };
    await stage.run();
    expect(stage.models).toEqual(['a/p', 'a/f1', 'a/f1']);
    expect(stage.jobs.map(({ call }) => call.messages)).toEqual([
      ...[anAgentRun().messages, anAgentRun().messages],
      [aUserMessage('short')],
    ]);
    expect(asked).toMatchObject([{ failure: numbers, state: { index: 1 }, plan: { run: { runId: 'run-1' } } }]);
    expect(stage.frames).toEqual([]);
  });

  it('ERR-39 is made shorter three times, then told with its numbers', async () => {
    const stage = await Stage.with(Array.from({ length: 9 }, () => fails('context_overflow', numbers)));
    stage.shorten = ({ plan }) => Promise.resolve(plan);
    await stage.run();
    expect(stage.models).toEqual(['a/p', 'a/p', 'a/p', 'a/p']);
    expect(stage.failure).toMatchObject({ reason: 'context_overflow', ...numbers });
    expect(stage.failure?.message).toBe('it said context_overflow (it has 9000 tokens, the limit is 8000)');
  });

  it('ERR-39, OBS-3, T3 of a single turn goes to the client at once, and to no other model', async () => {
    const stage = await Stage.with([fails('context_overflow', numbers)]);
    await stage.run();
    expect(stage.models).toEqual(['a/p']);
    expect(stage.failure?.reason).toBe('context_overflow');
    expect(stage.log.lines).toMatchObject([
      { message: 'model_fallback_chain_stopped', fields: { stopReason: 'context_overflow', action: 'stop' } },
    ]);
  });
});

describe('a run with nothing but resting keys', () => {
  it('COOL-15, AM-23 waits once for the soonest and goes round again', async () => {
    const raw = withClawmesh({ keys: { waitForCooldownMs: 20_000 } }, { primary: 'a/p', fallbacks: ['b/f'] });
    const limited = (retryAfterMs: number) => fails('rate_limit', { ...restingKeys, retryAfterMs });
    const stage = await Stage.with([limited(8_000), limited(4_000), limited(4_000), answers], { raw });
    await stage.run();
    expect(stage.models).toEqual(['a/p', 'b/f', 'a/p', 'b/f']);
    expect(stage.waits).toEqual([4_000 + 0.5 * 400]);
    expect(stage.frames).toEqual([]);
  });

  it('FAIL-22 the workers that one candidate lost are not counted against the one that the chain begins with again', async () => {
    const raw = withClawmesh({ keys: { waitForCooldownMs: 20_000 } }, { primary: 'a/p', fallbacks: ['b/f'] });
    const limited = fails('rate_limit', { retryAfterMs: 4_000 });
    const stage = await Stage.with([limited, dies(false), limited, dies(false), answers], { raw });
    const run = stage.run();
    for (const attempt of [2, 4]) {
      await waitUntil(() => stage.jobs.length === attempt);
      stage.loseWorker();
    }
    await run;
    expect(stage.models).toEqual(['a/p', 'b/f', 'b/f', 'a/p', 'a/p']);
  });

  it('FAIL-8 a client that leaves meanwhile ends the wait, and no model is asked', async () => {
    const raw = withClawmesh({ keys: { waitForCooldownMs: 20_000 } });
    const stage = await Stage.with(
      [
        (call) => {
          setImmediate(() => stage.activeRuns.cancel({ runId: 'run-1', reason: 'client-gone' }));
          fails('rate_limit', { retryAfterMs: 4_000 })(call);
        },
        answers,
      ],
      { raw },
    );
    await stage.run();
    expect(stage.models).toEqual(['a/p']);
    expect(stage.frames).toEqual([]);
  });

  it('CLU-24 a ring that refuses to answer stops the chain', async () => {
    const refusal = { code: 'coordination_unavailable', origin: 'local', retryAfterMs: 2_000 } as const;
    const stage = await Stage.with([fails('overloaded', refusal)]);
    await stage.run();
    expect(stage.models).toEqual(['a/p']);
    expect(stage.failure).toMatchObject({ reason: 'overloaded', ...refusal });
  });
});

describe('a runner that takes a run over', () => {
  const failing = [fails('rate_limit', { retryAfterMs: 60_000 }), fails('overloaded'), answers];

  it('FAIL-21 a run tells where it stands after every failure, and only then', async () => {
    const stage = await Stage.with([answers, ...failing]);
    await stage.run();
    expect(stage.progress).toEqual([]);
    await stage.run();
    expect(stage.progress.map(({ attempt, state }) => [attempt, state.index, state.failed.length])).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
  });

  it('FAIL-21, SEL-16 goes on at the candidate it was lost with, in the same chain', async () => {
    const first = await Stage.with(failing);
    await first.run();
    const state = first.progress.at(-1)?.state as FailoverState;

    const raw = { agents: { defaults: { model: 'changed/meanwhile' } } };
    const second = await Stage.with([fails('billing')], { raw, claim: { verdict: 'granted', state } });
    await second.run({}, 2);
    expect(second.models).toEqual(['b/f2']);
    expect(second.jobs).toMatchObject([{ attempt: 1_003, attemptsMade: 3 }]);
    expect(second.failure?.message).toMatch(/^All models failed \(3\): a\/p: .* \| a\/f1: .* \| b\/f2: /);
    expect(second.log.lines[0]).toMatchObject({ message: 'took over a run', fields: { startsAt: 2 } });
  });

  it('FAIL-21, RETRY-5 has no more retries than the lost one', async () => {
    const first = await Stage.with([fails('overloaded'), fails('overloaded'), answers], { raw: withClawmesh({}) });
    await first.run();
    const state = first.progress.at(-1)?.state as FailoverState;
    const second = await Stage.with([fails('overloaded')], { claim: { verdict: 'granted', state } });
    await second.run({}, 2);
    expect(second.models).toEqual(['a/p']);
    expect(second.jobs.map(facts)).toEqual([[undefined, undefined, true]]);
    expect(second.frames).toMatchObject([{ events: [{ attempts: 3 }] }]);
  });
});

describe('FAIL-11 fallbacks that refused their credentials', () => {
  const env = { OPENCLAW_FALLBACK_SKIP_TTL_MS: '5000' };
  const refusing = [fails('server_error'), fails('auth'), answers];

  it('are passed over by their session for a while, which is told', async () => {
    const stage = await Stage.with([...refusing, fails('server_error'), answers], { env });
    await stage.run();
    await stage.run();
    expect(stage.models).toEqual(['a/p', 'a/f1', 'b/f2', 'a/p', 'b/f2']);
    expect(stage.jobs.map(({ attemptsMade }) => attemptsMade)).toEqual([1, 2, 3, 1, 2]);
    const skip = stage.log.lines.find(({ fields }) => fields.decision === 'skip_candidate');
    expect(skip?.fields).toMatchObject({ candidate: 'a/f1', code: 'MODEL_FALLBACK_SKIPPED', nextCandidate: 'b/f2' });
  });

  it('are asked again by other sessions, and when the time is over', async () => {
    const stage = await Stage.with([...refusing, fails('server_error'), answers, fails('server_error'), answers], {
      env,
    });
    await stage.run();
    await stage.run({ sessionKey: 'another' });
    stage.now += 5_000;
    await stage.run();
    expect(stage.models.slice(3)).toEqual(['a/p', 'a/f1', 'a/p', 'a/f1']);
  });

  it('are not passed over by default, and the run’s own choice never is', async () => {
    const off = await Stage.with([...refusing, ...refusing]);
    await off.run();
    await off.run();
    expect(off.models.slice(3)).toEqual(['a/p', 'a/f1', 'b/f2']);

    const primary = await Stage.with([fails('auth'), answers, fails('auth'), answers], { env });
    await primary.run();
    await primary.run();
    expect(primary.models).toEqual(['a/p', 'a/f1', 'a/p', 'a/f1']);
  });
});

describe('what operators see', () => {
  it('OBS-6 counts failovers by the models that the config names, and exhausted chains', async () => {
    const raw = withClawmesh({ failover: { explicitOverride: 'chain' } }, { primary: 'a/p', fallbacks: ['b/f'] });
    const stage = await Stage.with([fails('auth'), fails('billing'), fails('timeout'), fails('auth')], { raw });
    await stage.run();
    await stage.run({ modelOverride: 'c/whatever' });
    const text = await stage.metrics.render();
    expect(text).toMatch(/cm_failover_total\{from="a\/p",to="b\/f",reason="auth",.*\} 1/);
    expect(text).toMatch(/cm_failover_total\{from="other",to="a\/p",reason="timeout",.*\} 1/);
    expect(text).toMatch(/cm_chain_exhausted_total\{reason="billing",.*\} 1/);
    expect(text).toMatch(/cm_chain_exhausted_total\{reason="auth",.*\} 1/);
    expect(text).not.toContain('whatever');
  });

  it('OBS-1 tells skipped candidates and probes from those that failed, and all of them at the end', async () => {
    const probes = fails('overloaded', {}, false, true);
    const stage = await Stage.with([probes, fails('rate_limit', restingKeys), fails('auth')]);
    await stage.run();
    expect(stage.log.lines.map(({ fields }) => fields.decision)).toEqual([
      'probe_cooldown_candidate',
      'skip_candidate',
      'candidate_failed',
    ]);
    expect(stage.log.lines.at(-1)?.fields.attempts).toEqual([
      { model: 'a/p', reason: 'overloaded', status: undefined, code: undefined },
      { model: 'a/f1', reason: 'rate_limit', status: undefined, code: 'MODEL_FALLBACK_SKIPPED' },
      { model: 'b/f2', reason: 'auth', status: undefined, code: undefined },
    ]);
  });

  it('FAIL-20 an answer after an unknown model is a warning that names both, after others it is none', async () => {
    const stage = await Stage.with([fails('model_not_found'), answers, fails('server_error'), answers]);
    await stage.run();
    expect(stage.log.lines.at(-1)?.fields).toMatchObject({
      ...{ decision: 'candidate_succeeded', requested: 'a/p', candidate: 'a/f1', unknownModels: ['a/p'] },
      fallbackStepFinalOutcome: 'succeeded',
    });
    await stage.run();
    expect(stage.log.lines.at(-1)?.fields).not.toHaveProperty('unknownModels');
  });

  it('OBS-2 the same refusal of a session is told once in 30 s, with how often it was left out', async () => {
    const stage = await Stage.with([1, 2, 3, 4].flatMap(() => [fails('auth'), answers]));
    const told = (): unknown[] =>
      stage.log.lines.filter(({ fields }) => fields.reason === 'auth').map(({ fields }) => fields.suppressed);
    await stage.run();
    await stage.run();
    await stage.run();
    expect(told()).toEqual([undefined]);
    stage.now += 30_000;
    await stage.run();
    expect(told()).toEqual([undefined, 2]);
  });
});
