import { waitUntil } from '@clawmesh/testing';
import { ask } from '../client/stream-chat.js';
import { describeCluster } from '../targets/available-targets.js';
import { Cluster } from '../targets/cluster.js';
import { startEmbedded } from '../targets/embedded.js';
import { targetConfig } from '../targets/target-config.js';
import { onTarget, type Configure, type Target } from '../targets/target.js';
import { availableProxies, fromOutside, passwords, startProxy, type Proxy, type ProxyKind } from './proxy.js';

/** As docs/reverse-proxy.md says, but that others can connect too: what they say is to be refused. */
const configure: Configure = ({ mock, token }) => {
  const config = targetConfig({ mockUrl: mock.url, token }) as { gateway: object };
  return {
    ...config,
    gateway: {
      ...config.gateway,
      bind: 'lan',
      trustedProxies: ['127.0.0.1'],
      auth: { mode: 'trusted-proxy', trustedProxy: { userHeader: 'x-forwarded-user', allowLoopback: true } },
    },
  };
};

const spoofed = {
  'x-forwarded-user': 'bob',
  'x-forwarded-for': '127.0.0.1, 10.0.0.1',
  'x-real-ip': '127.0.0.1',
  'x-forwarded-host': 'evil.example',
  forwarded: 'for=127.0.0.1;by=bob',
  'x-openclaw-scopes': 'operator.admin',
};

const basic = (user: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${user}:${passwords[user]}`).toString('base64')}`,
});

function describeProxy(kind: ProxyKind, start: () => Promise<Target>): void {
  describe(`${kind.name} in front (AUTH-20…32)`, () => {
    let target: Target;
    let proxy: Proxy;
    beforeAll(async () => {
      target = await start();
      proxy = await startProxy(kind, target.url);
    });
    afterAll(async () => {
      await proxy?.stop();
      await target?.stop();
    });
    const check = <A extends unknown[]>(body: (...args: A) => Promise<void>) => onTarget(() => target, body);

    const post = (path: string, body: object, headers: Record<string, string>, signal?: AbortSignal) =>
      fetch(proxy.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        ...(signal && { signal }),
      });
    const chat = (seed: string, headers: Record<string, string>) =>
      post('/v1/chat/completions', ask('openai-plain', seed), headers);

    /** A stored response; whoever it belongs to can go on from it. */
    async function respond(headers: Record<string, string>, previous?: string): Promise<[number, string]> {
      const body = { model: 'openclaw', input: 'seed=proxy', ...(previous && { previous_response_id: previous }) };
      const response = await post('/v1/responses', body, headers);
      return [response.status, ((await response.json()) as { id?: string }).id ?? ''];
    }

    it(
      'AUTH-25 who the proxy knows is answered, others are not',
      check(async () => {
        expect((await chat('proxied', basic('alice'))).status).toBe(200);
        expect((await chat('proxied', {})).status).toBe(401);
        expect((await chat('proxied', { ...spoofed })).status).toBe(401);
        expect((await fetch(`${proxy.url}/v1/models`, { headers: basic('bob') })).status).toBe(200);
      }),
    );

    it(
      'AUTH-32 a user is the one the proxy names, whatever the request says',
      check(async () => {
        const [status, id] = await respond({ ...basic('alice'), ...spoofed });
        expect(status).toBe(200);
        expect((await respond(basic('alice'), id))[0]).toBe(200);
        expect((await respond(basic('bob'), id))[0]).toBe(404);
        expect((await respond({ ...basic('bob'), 'x-forwarded-user': 'alice' }, id))[0]).toBe(404);
      }),
    );

    it(
      'AUTH-55 the proxy says what a user may do, not the request',
      check(async () => {
        const headers = { ...basic('alice'), ...spoofed, 'x-openclaw-model': 'mock-openai-plain/mock_tokens-20' };
        const response = await chat('proxied', headers);
        expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('operator.admin')]);
      }),
    );

    it(
      'AUTH-12, AUTH-21 past the proxy nobody is anybody',
      check(async () => {
        const gateway = fromOutside(new URL(target.url).port);
        const { 'x-forwarded-user': user } = spoofed;
        const statusWith = async (headers: Record<string, string>) =>
          (await fetch(`${gateway}/v1/models`, { headers })).status;
        expect(await statusWith(spoofed)).toBe(403);
        expect(await statusWith({ 'x-forwarded-user': user })).toBe(403);
        expect(await statusWith({ 'x-forwarded-for': '203.0.113.7' })).toBe(403);
        expect(await statusWith(basic('alice'))).toBe(401);
        expect(await statusWith({})).toBe(401);
        // From where the proxy is, but without a client that the proxy would name.
        expect((await fetch(`${target.url}/v1/models`, { headers: { 'x-forwarded-user': user } })).status).toBe(403);
      }),
    );

    it(
      'the first token arrives while the upstream still has more to say',
      check(async () => {
        const seed = `${kind.name}-unbuffered`;
        const response = await post(
          '/v1/chat/completions',
          { ...ask('openai-slow', seed), stream: true },
          basic('alice'),
        );
        expect(response.headers.get('content-type')).toContain('text/event-stream');
        let text = '';
        let unfinishedAt: number | undefined;
        for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
          text += Buffer.from(bytes).toString();
          if (unfinishedAt !== undefined || !text.includes('"content":"')) continue;
          const [request] = await target.mock.requests(seed);
          expect(request).toMatchObject({ finishedAt: null });
          unfinishedAt = request?.tokensSent;
        }
        expect(unfinishedAt).toBeLessThan(100);
        expect(text).toContain('data: [DONE]');
      }),
    );

    it(
      'HTTP-94a a client that leaves the proxy ends the call upstream',
      check(async () => {
        const seed = `${kind.name}-gone`;
        const client = new AbortController();
        const body = { ...ask('openai-slow', seed), stream: true };
        const response = await post('/v1/chat/completions', body, basic('alice'), client.signal);
        await response.body?.getReader().read();
        client.abort();
        await waitUntil(async () => (await target.mock.requests(seed))[0]?.abortedAt ?? false, 10_000);
      }),
    );

    it(
      'HTTP-16 a body of megabytes passes, one that is too large is refused',
      check(async () => {
        const bodyOf = (megabytes: number) => ({
          ...ask('openai-plain', 'large'),
          user: 'x'.repeat(megabytes * 2 ** 20),
        });
        // Too long for a user, but read: the gateway says so, not the proxy.
        const read = await post('/v1/chat/completions', bodyOf(19), basic('alice'));
        expect([read.status, await read.text()]).toEqual([400, expect.stringContaining('user: too long')]);
        const refused = await post('/v1/chat/completions', bodyOf(20), basic('alice'));
        expect([refused.status, await refused.text()]).toEqual([413, expect.stringContaining('Payload too large')]);
      }),
    );
  });
}

const proxies = availableProxies();

// Jest wants a test in every file.
if (proxies.length === 0) it.skip('a reverse proxy in front', () => undefined);

describe('a reverse proxy, embedded', () => {
  for (const kind of proxies) describeProxy(kind, () => startEmbedded(configure));
});

describeCluster('a reverse proxy, cluster', () => {
  for (const kind of proxies) describeProxy(kind, () => Cluster.start({ configure }));
});
