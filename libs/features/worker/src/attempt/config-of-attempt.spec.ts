import { createSnapshot, type ConfigSnapshot } from '@clawmesh/config';
import { startWorker, type WorkerUnderTest } from '../__fixtures__/worker-under-test.js';

describe('the config of an attempt', () => {
  let worker: WorkerUnderTest;
  beforeEach(async () => {
    worker = await startWorker({ env: {}, provider: { apiKey: 'sk-first-key' } });
  });
  afterEach(() => worker.close());

  function withKey(apiKey: string): ConfigSnapshot {
    const openai = { baseUrl: `${worker.upstream.url}/v1`, models: [{ id: 'gpt-5.5' }], apiKey };
    return createSnapshot({ raw: { models: { providers: { openai } } }, env: {}, stateDir: '/nowhere' });
  }

  it('CFG-34 is that of its run, while that is known', async () => {
    const { revision: first } = worker.config.current();
    worker.config.replace(withKey('sk-second-key'));
    await worker.run({ configRevision: first });
    await worker.run({ configRevision: worker.config.current().revision });
    await worker.run({ configRevision: 'of another runner' });
    expect(worker.keysUsed()).toEqual(['sk-first-key', 'sk-second-key', 'sk-second-key']);
  });

  it('CFG-35 is waited for where the worker is behind', async () => {
    const next = withKey('sk-second-key');
    worker.config.supplyFrom({ look: () => setImmediate(() => worker.config.replace(next)), missed: () => undefined });
    await worker.run({ configRevision: next.revision });
    expect(worker.keysUsed()).toEqual(['sk-second-key']);
  });

  it('CFG-24 a provider whose secret cannot be had is not called, though the environment has a key', async () => {
    const unavailable = new Map([['models.providers.openai', 'no such file']]);
    worker.config.replace({ ...withKey('unused'), env: { OPENAI_API_KEY: 'sk-of-env' }, unavailable });
    const outcome = await worker.run({ configRevision: worker.config.current().revision });
    expect(outcome).toMatchObject({ failure: { reason: 'auth', code: 'secret_unavailable' } });
    expect(worker.keysUsed()).toEqual([]);
  });
});
