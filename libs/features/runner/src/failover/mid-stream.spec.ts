import type { AttemptReply, RunClaim, RunClaimReply, Usage } from '@clawmesh/contracts';
import { channels } from '@clawmesh/contracts';
import { waitUntil } from '@clawmesh/testing';
import { answers, dies, fails, Stage, type Script } from '../__fixtures__/stage.js';

const wanted = { continuesMidStream: true };
const resume = (text: string): RunClaimReply => ({ verdict: 'resume', text });
const usage: Usage = { input: 3, output: 2, cacheRead: 0, cacheWrite: 0 };

/** A failure after content, with what it has cost. */
const breaksOff: Script = ({ reply }) => {
  const failure = { reason: 'timeout', message: 'it broke off', origin: 'upstream' } as const;
  const outcome: AttemptReply = {
    ...{ type: 'outcome', status: 'failed', frames: 4, failure, contentSent: true },
    usage,
  };
  reply({ type: 'heartbeat', contentSent: true });
  reply(outcome);
};

/** A stage whose gateway gives these answers to claims, in turn, or none, and keeps what it was asked. */
async function stageWith(
  scripts: readonly Script[],
  replies: readonly (RunClaimReply | 'silence')[],
  raw?: unknown,
): Promise<{ readonly stage: Stage; readonly claims: RunClaim[] }> {
  const stage = await Stage.with(scripts, raw ? { raw } : {});
  const claims: RunClaim[] = [];
  const left = [...replies];
  await stage.bus.serve(
    channels.runClaims,
    ({ message, reply }) => {
      claims.push(message);
      const next = left.shift() ?? { verdict: 'gone' };
      if (next !== 'silence') reply(next);
    },
    { address: 'gateway-1' },
  );
  return { stage, claims };
}

describe('STRM-2 an answer that breaks off after content was sent', () => {
  it('goes on with the next candidate from what the gateway says was shown', async () => {
    const { stage, claims } = await stageWith([breaksOff, answers], [resume('Hel')]);
    await stage.run(wanted);
    expect(stage.models).toEqual(['a/p', 'a/f1']);
    expect(claims).toEqual([{ runId: 'run-1', attempt: 2, resumes: true }]);
    expect(stage.jobs.map(({ call }) => call.continues)).toEqual([undefined, { text: 'Hel' }]);
    expect(stage.jobs[1]).toMatchObject({ attempt: 2, attemptsMade: 2, continuations: 1, usageBefore: usage });
    expect(stage.frames).toEqual([]);
    expect(await stage.metrics.render()).toContain('clawmesh_mid_stream_failovers_total{verdict="resume"');
  });

  it('is off unless the agent wants it: nobody is asked', async () => {
    const { stage, claims } = await stageWith([breaksOff], []);
    await stage.run();
    expect(claims).toEqual([]);
    expect(stage.frames).toMatchObject([{ attempt: 1, seq: 4, last: true }]);
    expect(stage.failure?.message).toBe('it broke off');
  });

  it('ends in its failure, behind its frames, when the gateway refuses', async () => {
    const { stage } = await stageWith([breaksOff], [{ verdict: 'content-sent' }]);
    await stage.run(wanted);
    expect(stage.models).toEqual(['a/p']);
    expect(stage.frames).toMatchObject([{ attempt: 1, seq: 4, last: true }]);
  });

  it('begins anew when nothing was shown', async () => {
    const { stage } = await stageWith([breaksOff, answers], [{ verdict: 'granted' }]);
    await stage.run(wanted);
    expect(stage.models).toEqual(['a/p', 'a/f1']);
    expect(stage.jobs[1]?.call.continues).toBeUndefined();
  });

  it.each(['run_deadline', 'content_filter'])('asks nobody after what no candidate can mend: %s', async (code) => {
    const { stage, claims } = await stageWith([fails('timeout', { code }, true)], []);
    await stage.run(wanted);
    expect(claims).toEqual([]);
    expect(stage.failure?.code).toBe(code);
  });

  it('a candidate that fails before content hands the same beginning on', async () => {
    const { stage, claims } = await stageWith([breaksOff, fails('overloaded'), answers], [resume('Hel')]);
    await stage.run(wanted);
    expect(stage.models).toEqual(['a/p', 'a/f1', 'b/f2']);
    expect(stage.jobs[2]?.call.continues).toEqual({ text: 'Hel' });
    expect(claims).toHaveLength(1);
  });

  it('goes on five times at most', async () => {
    const raw = {
      agents: { defaults: { model: { primary: 'a/0', fallbacks: [1, 2, 3, 4, 5, 6].map((n) => `a/${n}`) } } },
    };
    const scripts = Array.from({ length: 7 }, () => breaksOff);
    const { stage, claims } = await stageWith(
      scripts,
      [1, 2, 3, 4, 5, 6].map((n) => resume('x'.repeat(n))),
      raw,
    );
    await stage.run(wanted);
    expect(claims.map(({ attempt }) => attempt)).toEqual([2, 3, 4, 5, 6]);
    expect(stage.jobs.at(-1)).toMatchObject({
      ...{ attempt: 6, continuations: 5, call: { continues: { text: 'xxxxx' } } },
      usageBefore: { input: 15, output: 10 },
    });
    expect(stage.frames).toMatchObject([{ attempt: 6, seq: 4, last: true }]);
  });

  it.each([
    ['had told of content', dies(true)],
    ['died before it could tell', dies(false)],
  ])('FAIL-22 goes on with the same model when the worker that %s is lost', async (_, script) => {
    const { stage } = await stageWith([script, answers], [resume('Hel')]);
    const run = stage.run(wanted);
    await waitUntil(() => stage.jobs.length === 1);
    stage.loseWorker();
    await run;
    expect(stage.models).toEqual(['a/p', 'a/p']);
    expect(stage.jobs[1]?.call.continues).toEqual({ text: 'Hel' });
  });

  it('FAIL-21 the runner that takes a run over goes on too', async () => {
    const { stage, claims } = await stageWith([answers], [resume('Hel')]);
    await stage.run(wanted, 2);
    expect(claims).toEqual([{ runId: 'run-1', attempt: 1_001, resumes: true }]);
    expect(stage.jobs).toMatchObject([{ attempt: 1_001, continuations: 1, call: { continues: { text: 'Hel' } } }]);
  });

  it('FAIL-21 the runner that takes over while another attempt goes on goes on from all that both have shown', async () => {
    const first = await stageWith([breaksOff, answers], [resume('Hel')]);
    await first.stage.run(wanted);
    const [progress] = first.stage.progress;
    const { stage } = await stageWith([answers], [{ verdict: 'resume', text: 'Hello wö', state: progress?.state }]);
    await stage.run(wanted, 2);
    expect(stage.models).toEqual(['a/f1']);
    expect(stage.jobs).toMatchObject([
      { attempt: 1_002, continuations: 2, usageBefore: usage, call: { continues: { text: 'Hello wö' } } },
    ]);
  });

  it('CLU-38 a gateway that does not answer is asked again, for the same attempt', async () => {
    const { stage, claims } = await stageWith([breaksOff, answers], ['silence', resume('Hel')]);
    await stage.run(wanted);
    expect(claims.map(({ attempt }) => attempt)).toEqual([2, 2]);
    expect(stage.jobs.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(stage.jobs[1]?.call.continues).toEqual({ text: 'Hel' });
  });

  it('FAIL-8 a client that leaves while the gateway is asked ends the run', async () => {
    const stage = await Stage.with([breaksOff, answers]);
    const leave = (): void => stage.activeRuns.cancel({ runId: 'run-1', reason: 'client-gone' });
    await stage.bus.serve(channels.runClaims, leave, { address: 'gateway-1' });
    await stage.run(wanted);
    expect(stage.models).toEqual(['a/p']);
    expect(stage.frames).toEqual([]);
  });

  it('SEL-16 what it has cost outlives the runner', async () => {
    const { stage } = await stageWith([breaksOff, answers], [resume('Hel')]);
    await stage.run(wanted);
    expect(stage.progress).toMatchObject([{ state: { continuations: 1, usage } }]);
  });

  it('AM-9 is stored as one answer, and ends with the cost of all attempts', async () => {
    const { stage } = await stageWith([breaksOff, answers], [resume('Oh, ')]);
    const kept: unknown[] = [];
    const { conversations } = stage.deps;
    conversations.keep = (_run, { message }) => {
      kept.push(message.content);
      return Promise.resolve(true);
    };
    await stage.run({ ...wanted, isStored: true });
    expect(kept).toEqual(['Oh, hello']);
    expect(stage.frames.at(-1)?.events).toMatchObject([
      { type: 'run-end', model: 'a/f1', attempts: 2, continuations: 1, usage, isStored: true },
    ]);
  });
});
