import { ConfigStore, createSnapshot, type ConfigSnapshot } from '@clawmesh/config';
import type { AuthProfile } from '@clawmesh/storage';
import { waitUntil } from '@clawmesh/testing';
import { viewOf } from '../__fixtures__/profile-views.js';
import { hanging, startWorker, type WorkerUnderTest } from '../__fixtures__/worker-under-test.js';
import { noProfiles, type ProfileView } from '../credentials/profiles/profile-view.js';
import { planAttempt } from './attempt-plan.js';
import { KeyInUse } from './key-in-use.js';

const baseUrl = 'http://127.0.0.1:1/v1';

function aProfile(name: string, secret: AuthProfile['secret'] = { type: 'api_key', key: `sk-${name}` }): AuthProfile {
  return { profileId: `openai:${name}`, provider: 'openai', secret };
}

/** What a worker knows, with these settings of its provider. */
function aConfig(provider: object): ConfigSnapshot {
  const openai = { models: [{ id: 'gpt-5.5', name: 'x' }], ...provider };
  return createSnapshot({ raw: { models: { providers: { openai } } }, env: {}, stateDir: '/nowhere' });
}

/** The key whose source this is, in use since `before`; whether it is revoked once there is `after`. */
function revokedAfter(source: string, before: Known, after: Partial<Known>): boolean {
  const config = new ConfigStore(before.config);
  let { profiles } = before;
  const sources = { config, profiles: { current: () => profiles }, now: () => 1_000 };
  const call = { agentId: 'main', provider: 'openai', model: 'gpt-5.5', configRevision: before.config.revision };
  const plan = planAttempt(sources, call);
  if ('problem' in plan) throw new Error(plan.message);
  const credential = [...plan.credentials.values()].find((candidate) => candidate.source === source);
  if (!credential) throw new Error(`no ${source}`);
  const key = new KeyInUse({ agentId: 'main', plan, credential });
  expect(key.isRevoked(sources)).toBe(false);
  if (after.config) config.replace(after.config);
  profiles = after.profiles ?? profiles;
  return key.isRevoked(sources);
}

interface Known {
  readonly config: ConfigSnapshot;
  readonly profiles: ProfileView;
}

describe('KeyInUse', () => {
  const inline = 'models.providers.openai.apiKey';
  const config = aConfig({ baseUrl, apiKey: 'sk-inline' });
  const profiles = viewOf([aProfile('one'), aProfile('two')]);
  const before = { config, profiles };

  it.each([
    ['its profile', 'openai:one', { profiles: viewOf([aProfile('two')]) }],
    ['every profile', 'openai:one', { profiles: noProfiles }],
    ['the secret of its profile', 'openai:one', { profiles: viewOf([aProfile('one', { type: 'api_key', key: 'x' })]) }],
    ['its key in the config', inline, { config: aConfig({ baseUrl, apiKey: 'sk-other' }) }],
    ['every key in the config', inline, { config: aConfig({ baseUrl }) }],
  ])('CRED-8 is revoked with %s', (_, source, after) => expect(revokedAfter(source, before, after)).toBe(true));

  const elsewhere = aConfig({ baseUrl: 'http://127.0.0.1:2/v1', apiKey: 'sk-inline' });
  it.each([
    ['another profile', 'openai:two', { profiles: viewOf([aProfile('two')]) }],
    ['a further profile', 'openai:one', { profiles: viewOf([aProfile('one'), aProfile('new')]) }],
    ['a profile in front of it', inline, { profiles: viewOf([aProfile('new')]) }],
    ['other settings', inline, { config: aConfig({ baseUrl, apiKey: 'sk-inline', timeoutSeconds: 77 }) }],
    ['an endpoint elsewhere', inline, { config: elsewhere }],
    [
      'a reference that leads nowhere now',
      'openai:one',
      { profiles: viewOf([aProfile('one', { type: 'api_key', keyRef: '${NOWHERE}' })]) },
    ],
    [
      'a token that is too old for new calls',
      'openai:one',
      { profiles: viewOf([aProfile('one', { type: 'token', token: 'sk-one', expires: 1 })]) },
    ],
  ])('is not revoked by %s', (_, source, after) => expect(revokedAfter(source, before, after)).toBe(false));

  it('where none was needed, a key that is set takes nothing away', () => {
    const open = { config: aConfig({ baseUrl }), profiles: noProfiles };
    expect(revokedAfter('no key needed', open, { config })).toBe(false);
  });
});

describe('an attempt whose credential is removed', () => {
  let worker: WorkerUnderTest;
  afterEach(() => worker.close());

  const revoked = { status: 'failed', failure: { reason: 'auth', code: 'auth_revoked', origin: 'local' } };

  it('CRED-8 FAIL-8 ends, without a window for the key, and the others go on', async () => {
    worker = await startWorker({ env: {} });
    worker.profiles = viewOf([aProfile('one'), aProfile('two')]);
    worker.upstream.handle(hanging);
    const one = worker.run({ profileId: 'openai:one' });
    const two = worker.run({ profileId: 'openai:two' });
    await waitUntil(() => worker.frames.length === 2);
    worker.profiles = viewOf([aProfile('two')]);
    expect(await one).toMatchObject({ ...revoked, contentSent: true });
    expect(worker.log.join()).toContain('its credential was removed');
    const states = (await worker.keyRing.board()).map(({ state, inFlight }) => `${state} ${inFlight}`);
    expect(states.sort()).toEqual(['usable 0', 'usable 1']);
    await worker.attempts.stop();
    expect(await two).toMatchObject({ failure: { code: 'worker_lost' } });
  });

  it('CRED-8 CFG-34 ends soon, too, when it began under a config from before', async () => {
    worker = await startWorker({ env: {}, provider: { apiKey: 'sk-inline' } });
    worker.upstream.handle(hanging);
    const { revision } = worker.config.current();
    worker.config.replace(aConfig({ baseUrl: `${worker.upstream.url}/v1`, apiKey: 'sk-other' }));
    expect(await worker.run({ configRevision: revision })).toMatchObject(revoked);
    expect(worker.keysUsed()).toEqual(['sk-inline']);
  });
});
