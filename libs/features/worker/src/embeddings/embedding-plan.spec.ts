import { ConfigStore, createSnapshot } from '@clawmesh/config';
import type { AuthProfile } from '@clawmesh/storage';
import { startEmbeddings, type EmbeddingsUnderTest } from '../__fixtures__/embeddings-under-test.js';
import { viewOf } from '../__fixtures__/profile-views.js';
import { planEmbedding } from './embedding-plan.js';

function aProfile(key: string, agentId?: string): AuthProfile {
  return { agentId, profileId: 'openai:work', provider: 'openai', secret: { type: 'api_key', key } };
}

describe('planEmbedding', () => {
  let worker: EmbeddingsUnderTest | undefined;
  afterEach(() => worker?.close());

  it('KEY-10 PROF-4 embeds with the profiles of the agent, as its chats do', async () => {
    const profiles = viewOf([aProfile('sk-shared'), aProfile('sk-coder', 'coder')]);
    const raw = (url: string) => ({ models: { providers: { openai: { baseUrl: `${url}/v1` } } } });
    worker = await startEmbeddings(raw, { OPENAI_API_KEY: 'sk-env' }, profiles);
    await worker.embed();
    await worker.embed({ agentId: 'coder' });
    expect(worker.keysUsed()).toEqual(['sk-shared', 'sk-coder']);
  });

  it('HTTP-101 an endpoint with a key of its own gets no other: no profile, no further key, none of the environment', async () => {
    const raw = (url: string) => ({
      memory: { search: { remote: { baseUrl: `${url}/own`, apiKey: 'remote-key' } } },
      clawmesh: { keys: { additional: { openai: ['sk-further'] } } },
    });
    worker = await startEmbeddings(raw, { OPENAI_API_KEY: 'sk-env' }, viewOf([aProfile('sk-shared')]));
    worker.upstream.handle((_request, response) => void response.writeHead(429).end());
    expect(await worker.embed()).toMatchObject({ failure: { reason: 'rate_limit' } });
    expect(worker.keysUsed()).toEqual(['remote-key']);
  });

  it('a plan is made once, with a key of its own too', () => {
    const remote = { memory: { search: { remote: { baseUrl: 'http://127.0.0.1:1', apiKey: 'remote-key' } } } };
    for (const raw of [remote, {}]) {
      const config = new ConfigStore(createSnapshot({ raw, env: {}, stateDir: '/nowhere' }));
      const profiles = viewOf([aProfile('sk-shared')]);
      const sources = { config, profiles: { current: () => profiles }, now: Date.now };
      const call = { agentId: 'main', provider: 'openai', model: 'text-embedding-3-small', configRevision: 'r' };
      expect(planEmbedding(sources, call)).toBe(planEmbedding(sources, call));
    }
  });
});
