import { ConfigStore, createSnapshot } from '@clawmesh/config';
import type { CallCountRequest, CountReply } from '@clawmesh/contracts';
import { InProcessKeyRing, keyRingSettings } from '@clawmesh/coordination';
import { UpstreamClient } from '@clawmesh/http';
import { createLogger, createRedact, Metrics } from '@clawmesh/telemetry';
import {
  aModelCall,
  replyJson,
  startUpstream,
  waitUntil,
  type Upstream,
  type UpstreamHandler,
} from '@clawmesh/testing';
import { WorkerMetrics } from '../worker-metrics.js';
import { ActiveCounts } from './active-counts.js';
import { viewOf, withoutProfiles } from '../__fixtures__/profile-views.js';
import { countCall, type CountDeps } from './count-call.js';

const counts = replyJson(200, { input_tokens: 2_095 });
const limited = replyJson(429, { type: 'error', error: { type: 'rate_limit_error', message: 'slow down' } });

describe('countCall', () => {
  let upstream: Upstream;
  const http = new UpstreamClient();
  beforeAll(async () => {
    upstream = await startUpstream(counts);
  });
  afterAll(async () => {
    await http.close();
    await upstream.close();
  });

  function depsWith(env: Record<string, string>): CountDeps {
    const models = [{ id: 'claude', name: 'x' }];
    const anthropic = { baseUrl: upstream.url, models, headers: { 'anthropic-beta': 'configured-1' } };
    const openai = { baseUrl: `${upstream.url}/v1`, models: [{ id: 'gpt-5.5', name: 'x' }] };
    const raw = { models: { providers: { anthropic, openai } } };
    const config = new ConfigStore(createSnapshot({ raw, env, stateDir: '/nowhere' }));
    const keyRing = new InProcessKeyRing({ now: Date.now, settings: () => keyRingSettings(config.current().config) });
    const logger = createLogger({ service: 'worker', level: 'silent', redact: createRedact([]) });
    const metrics = new WorkerMetrics(new Metrics('worker'));
    const deps = { config, keyRing, http, logger, metrics, now: Date.now, profiles: withoutProfiles };
    return { ...deps, wait: () => Promise.resolve() };
  }

  function aRequest(more: Partial<CallCountRequest> = {}): CallCountRequest {
    return {
      ...{ runId: 'run-1', provider: 'anthropic', model: 'claude', call: aModelCall(), agentId: 'main' },
      ...{ deadlineAt: Date.now() + 5_000, configRevision: 'r' },
      ...more,
    };
  }

  const keys = { ANTHROPIC_API_KEYS: 'sk-one,sk-two' };
  /** What the upstream saw of one count. */
  async function counted(
    handler: UpstreamHandler,
    env: Record<string, string> = keys,
    more?: Partial<CallCountRequest>,
  ) {
    const before = upstream.requests.length;
    upstream.handle(handler);
    const reply = await countCall(aRequest(more), depsWith(env), new AbortController().signal);
    return { reply, requests: upstream.requests.slice(before) };
  }

  it('asks the upstream that can count, with a key of its own', async () => {
    const { reply, requests } = await counted(counts);
    expect(reply).toEqual({ status: 'counted', inputTokens: 2_095, isEstimate: false });
    expect(requests).toMatchObject([{ path: '/v1/messages/count_tokens', headers: { 'x-api-key': 'sk-one' } }]);
    expect(JSON.parse(requests[0]?.body ?? '')).not.toHaveProperty('max_tokens');
  });

  it('KEY-10 counts with the profiles that calls are made with', async () => {
    const secret = { type: 'token', token: 'sk-profile' } as const;
    const view = viewOf([{ profileId: 'anthropic:work', provider: 'anthropic', secret }]);
    const deps = { ...depsWith(keys), profiles: { current: () => view } };
    const before = upstream.requests.length;
    upstream.handle(counts);
    await countCall(aRequest(), deps, new AbortController().signal);
    expect(upstream.requests.slice(before)).toMatchObject([{ headers: { 'x-api-key': 'sk-profile' } }]);
  });

  it('ROT-1 goes on with the next key when one is at its limit', async () => {
    const { reply, requests } = await counted((request, response) =>
      (request.headers['x-api-key'] === 'sk-one' ? limited : counts)(request, response),
    );
    expect(reply).toMatchObject({ status: 'counted', inputTokens: 2_095 });
    expect(requests.map(({ headers }) => headers['x-api-key'])).toEqual(['sk-one', 'sk-two']);
  });

  it('ERR-1 says what went wrong, classified as for an attempt', async () => {
    const { reply } = await counted(limited, { ANTHROPIC_API_KEY: 'sk-one' });
    expect(reply).toMatchObject({
      status: 'failed',
      failure: { reason: 'rate_limit', status: 429, message: 'slow down' },
    });
  });

  it.each([
    ['has no such path', replyJson(404, { error: { message: 'Not found' } })],
    ['answers something else', replyJson(200, { ok: true })],
  ])('estimates when an upstream of the protocol %s', async (_, handler) => {
    const { reply } = await counted(handler);
    expect(reply).toEqual({ status: 'counted', inputTokens: 8, isEstimate: true });
  });

  it('estimates for protocols that cannot count, without a request', async () => {
    const { reply, requests } = await counted(counts, {}, { provider: 'openai', model: 'gpt-5.5' });
    expect([reply, requests]).toEqual([{ status: 'counted', inputTokens: 8, isEstimate: true }, []]);
  });

  it('is late only so long', async () => {
    const { reply } = await counted(() => undefined, keys, { deadlineAt: Date.now() + 50 });
    expect(reply).toMatchObject({ status: 'failed', failure: { reason: 'timeout', code: 'count_deadline' } });
    const late = await counted(counts, keys, { deadlineAt: Date.now() - 1 });
    expect([late.reply?.status, late.requests]).toEqual(['failed', []]);
  });

  it('ROUTE-9 asks for the betas of the call and those of the config', async () => {
    const protocolFields = { api: 'anthropic-messages', fields: { 'anthropic-beta': 'context-1m-2025-08-07' } };
    const { requests } = await counted(
      counts,
      { ANTHROPIC_API_KEY: 'sk-one' },
      { call: aModelCall({ protocolFields }) },
    );
    expect(requests[0]?.headers['anthropic-beta']).toBe('context-1m-2025-08-07,configured-1');
  });

  describe('ActiveCounts', () => {
    /** A count whose upstream does not answer, on its way. */
    async function underWay() {
      const before = upstream.requests.length;
      upstream.handle(() => undefined);
      const active = new ActiveCounts(depsWith(keys));
      const replies: CountReply[] = [];
      active.start(aRequest(), (reply) => replies.push(reply));
      await waitUntil(() => upstream.requests.length > before);
      return { active, replies };
    }

    it('HTTP-94a a client that leaves closes the upstream connection, and nobody is answered', async () => {
      const { active, replies } = await underWay();
      active.cancel({ runId: 'another', reason: 'client-gone' });
      active.cancel({ runId: 'run-1', reason: 'client-gone' });
      await waitUntil(() => upstream.requests.at(-1)?.abortedAt);
      await active.stop();
      expect(replies).toEqual([]);
    });

    it('CLU-39 tells its runner when the worker stops', async () => {
      const { active, replies } = await underWay();
      await active.stop();
      expect(replies).toMatchObject([{ status: 'failed', failure: { code: 'worker_lost' } }]);
    });
  });

  it('names a provider nobody has heard of', async () => {
    const { reply } = await counted(counts, keys, { provider: 'nobody' });
    expect(reply).toMatchObject({ status: 'failed', failure: { origin: 'local', provider: 'nobody' } });
  });
});
