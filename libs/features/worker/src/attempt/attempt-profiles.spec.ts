import { replyEvents } from '@clawmesh/testing';
import type { AuthProfile } from '@clawmesh/storage';
import { viewOf } from '../__fixtures__/profile-views.js';
import { errorReply, startWorker, textStream, type WorkerUnderTest } from '../__fixtures__/worker-under-test.js';

function aProfile(name: string, overrides: Partial<AuthProfile> = {}): AuthProfile {
  const secret = { type: 'api_key', key: `sk-${name}` } as const;
  return { profileId: `openai:${name}`, provider: 'openai', secret, ...overrides };
}

describe('attempts with auth profiles', () => {
  let worker: WorkerUnderTest;

  async function started(settings: Parameters<typeof startWorker>[0] = {}): Promise<WorkerUnderTest> {
    worker = await startWorker({ env: {}, ...settings });
    return worker;
  }
  afterEach(() => worker.close());

  it('CRED-1 uses a stored profile before the environment, and a new one from the next call on', async () => {
    const { run, keysUsed } = await started({ env: { OPENAI_API_KEY: 'sk-env' } });
    await run();
    worker.profiles = viewOf([aProfile('one')]);
    await run();
    worker.profiles = viewOf([aProfile('one', { secret: { type: 'api_key', key: 'sk-renewed' } })]);
    await run();
    worker.profiles = viewOf([]);
    await run();
    expect(keysUsed()).toEqual(['sk-env', 'sk-one', 'sk-renewed', 'sk-env']);
  });

  it('ORD-9 model@profile uses the key of that profile', async () => {
    const { run, keysUsed } = await started({ auth: { order: { openai: ['openai:a', 'openai:b'] } } });
    worker.profiles = viewOf([aProfile('a'), aProfile('b'), aProfile('unlisted')]);
    await run();
    await run({ profileId: 'openai:b' });
    await run({ profileId: 'openai:unlisted' });
    await run({ profileId: 'openai:nobody' });
    expect(keysUsed()).toEqual(['sk-a', 'sk-b', 'sk-unlisted', 'sk-a']);
  });

  it('ORD-9 a locked profile that is cooling is not replaced; one that is unknown is told without a call', async () => {
    const { run, keysUsed, upstream } = await started({
      env: { OPENAI_API_KEY: 'sk-env' },
      clawmesh: { auth: { userPin: 'lock' } },
    });
    worker.profiles = viewOf([aProfile('a'), aProfile('b')]);
    upstream.handle(errorReply(429, 'slow'));
    await run({ profileId: 'openai:a' });
    upstream.handle(replyEvents(textStream));
    expect(await run({ profileId: 'openai:a' })).toMatchObject({ status: 'failed', failure: { reason: 'rate_limit' } });
    expect(await run({ profileId: 'openai:nobody' })).toMatchObject({
      status: 'failed',
      failure: { reason: 'auth', code: 'ineligible_profile', message: expect.stringContaining('"openai:nobody"') },
    });
    expect(keysUsed()).toEqual(['sk-a']);
  });

  it('PROF-4 each agent uses its own', async () => {
    const { run, keysUsed } = await started();
    worker.profiles = viewOf([
      aProfile('a'),
      aProfile('a', { agentId: 'coder', secret: { type: 'api_key', key: 'sk-coder' } }),
    ]);
    await run({ agentId: 'main' });
    await run({ agentId: 'coder' });
    await run({ agentId: 'main' });
    expect(keysUsed()).toEqual(['sk-a', 'sk-coder', 'sk-a']);
  });

  it('PROF-6 a token is used until it expires', async () => {
    const { run, keysUsed } = await started({ env: { OPENAI_API_KEY: 'sk-env' } });
    const secret = { type: 'token', token: 'sk-token', expires: worker.now + 1_000 } as const;
    worker.profiles = viewOf([aProfile('t', { secret })]);
    await run();
    worker.now += 1_000;
    await run();
    expect(keysUsed()).toEqual(['sk-token', 'sk-env']);
  });

  it('PROF-7 CRED-7 a profile whose reference leads nowhere is told, and no other key takes its place', async () => {
    const { run, upstream } = await started({ env: { OPENAI_API_KEY: 'sk-env' } });
    worker.profiles = viewOf([aProfile('r', { secret: { type: 'api_key', keyRef: '$NOPE' } })]);
    expect(await run()).toMatchObject({
      failure: { reason: 'auth', message: expect.stringContaining('"openai:r" (unresolved_ref)') },
    });
    expect(upstream.requests).toEqual([]);
  });

  it('KEY-14 an upstream that repeats the secret of a profile does not make it known', async () => {
    const { run, log, frames, replies, upstream } = await started();
    worker.profiles = viewOf([aProfile('one')]);
    upstream.handle(errorReply(400, 'bad key sk-one here'));
    expect(await run()).toMatchObject({ failure: { message: expect.stringContaining('bad key') } });
    expect(JSON.stringify([log, frames, replies])).not.toContain('sk-one');
  });
});
