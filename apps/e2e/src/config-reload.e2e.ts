import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startUpstream, waitUntil, type Upstream, type UpstreamHandler } from '@clawmesh/testing';
import { describeCluster } from './targets/available-targets.js';
import { Cluster } from './targets/cluster.js';
import { startEmbedded } from './targets/embedded.js';
import { useTarget, type TargetInUse } from './targets/use-target.js';

/** What the issue promises of a changed token. */
const soonMs = 2_000;

interface Parts {
  readonly upstreamUrl: string;
  readonly keyFile: string;
  readonly token: string;
}

const configOf = ({ upstreamUrl, keyFile, token }: Parts) => ({
  gateway: {
    mode: 'local',
    bind: 'loopback',
    auth: { mode: 'token', token },
    http: { endpoints: { chatCompletions: { enabled: true } } },
  },
  secrets: { providers: { mounted: { source: 'file', path: keyFile, mode: 'singleValue' } } },
  models: {
    providers: {
      mine: {
        baseUrl: upstreamUrl,
        api: 'openai-completions',
        apiKey: { source: 'file', provider: 'mounted', id: 'value' },
        models: [{ id: 'm' }],
      },
    },
  },
  agents: { entries: { main: { default: true, model: 'mine/m' } } },
});

/** A file that is there at once and whole, as mounted ones are. */
async function put(path: string, text: string): Promise<void> {
  await writeFile(`${path}.next`, text, { mode: 0o600 });
  await rename(`${path}.next`, path);
}

const answer: UpstreamHandler = (_, response) => {
  const choices = [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }];
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'x', choices }));
};

/** Streams one word, and the rest when it is told. */
function streamInTwo(release: Promise<void>): UpstreamHandler {
  return async (_, response) => {
    const event = (delta: object, finish_reason: string | null = null) =>
      response.write(`data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    event({ role: 'assistant', content: 'first' });
    await release;
    event({ content: ' last' });
    event({}, 'stop');
    response.end('data: [DONE]\n\n');
  };
}

function describeReload(kind: string, start: (configure: () => object) => ReturnType<typeof startEmbedded>): void {
  describe(`a ${kind} whose config changes`, () => {
    let upstream: Upstream;
    let directory: string;
    let parts: Parts;

    beforeAll(async () => {
      upstream = await startUpstream(answer);
      directory = await mkdtemp(join(tmpdir(), 'clawmesh-reload-'));
      parts = { upstreamUrl: upstream.url, keyFile: join(directory, 'key'), token: 'token-one-0123456789' };
      await put(parts.keyFile, 'sk-key-one-0123456789');
    });
    afterAll(async () => {
      await upstream.close();
      await rm(directory, { recursive: true });
    });
    const used: TargetInUse = useTarget(() => start(() => configOf(parts)));
    const check = (body: () => Promise<void>) => used.check(body);

    beforeEach(async () => {
      upstream.handle(answer);
      await apply(configOf(parts));
    });

    const write = (config: object) => put(used.target.configFile, JSON.stringify(config));
    const ask = (token: string, stream = false) =>
      fetch(`${used.target.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ model: 'openclaw', stream, messages: [{ role: 'user', content: 'hi' }] }),
      });
    const statusWith = async (token: string) => (await ask(token)).status;
    const details = async () => (await (await fetch(`${used.target.url}/readyz`)).json()) as Record<string, unknown>;
    const revision = async () => (await details())['configRevision'];
    const logs = () => used.target.processes.map(({ output }) => output).join('');

    /** Until every request is served with it: the gateway says so itself. */
    async function apply(config: object & { readonly gateway: { readonly auth: { readonly token: string } } }) {
      await write(config);
      await waitUntil(async () => (await statusWith(config.gateway.auth.token)) === 200);
    }

    it(
      'CFG-33 lets in who has the new token within two seconds, and nobody with the old one',
      check(async () => {
        const token = 'token-two-0123456789';
        expect(await statusWith(token)).toBe(401);
        await write(configOf({ ...parts, token }));
        await waitUntil(async () => (await statusWith(token)) === 200, soonMs);
        expect(await statusWith(parts.token)).toBe(401);
        expect(logs()).toContain('"changed":["gateway.auth.token"]');
        expect(logs()).not.toContain(token);
      }),
    );

    it(
      'CFG-22 CFG-24 calls with the new key of a mounted secret, without a restart',
      check(async () => {
        const keyUsed = async () => {
          await ask(parts.token);
          return upstream.requests.at(-1)?.headers.authorization;
        };
        expect(await keyUsed()).toBe('Bearer sk-key-one-0123456789');
        await put(parts.keyFile, 'sk-key-two-0123456789');
        await waitUntil(async () => (await keyUsed()) === 'Bearer sk-key-two-0123456789', soonMs);
        // Gone: the last value goes on working.
        await rm(parts.keyFile);
        await waitUntil(() => logs().includes('its last value stays in use'));
        expect(await statusWith(parts.token)).toBe(200);
        await put(parts.keyFile, 'sk-key-one-0123456789');
        await waitUntil(async () => (await keyUsed()) === 'Bearer sk-key-one-0123456789', soonMs);
        expect(logs()).not.toMatch(/sk-key-(?:one|two)/);
      }),
    );

    it(
      'CFG-11 goes on serving while the file is broken, and names every mistake',
      check(async () => {
        const before = await revision();
        await write({ ...configOf(parts), gatewy: {}, logging: { level: 'loud' } });
        await waitUntil(() => logs().includes('"path":"gatewy","reason":"unknown key'));
        expect(logs()).toMatch(/"path":"logging\.level"[^\n]*"config reload skipped \(invalid config\)"/);
        await put(used.target.configFile, '{ gateway: ');
        await waitUntil(() => logs().includes('is not JSON5'));
        expect([await statusWith(parts.token), await revision()]).toEqual([200, before]);
      }),
    );

    it(
      'CFG-31 serves on with the old value of what needs a restart, applies the rest, and says so',
      check(async () => {
        const config = configOf(parts);
        const token = 'token-three-0123456789';
        await write({ ...config, gateway: { ...config.gateway, port: 9, auth: { mode: 'token', token } } });
        await waitUntil(async () => (await statusWith(token)) === 200, soonMs);
        expect(await details()).toMatchObject({ ready: true, configPendingRestart: ['gateway.port'] });
        await apply(config);
        expect(await details()).not.toHaveProperty('configPendingRestart');
      }),
    );

    it(
      'CFG-34 a run in flight ends with the config it began under',
      check(async () => {
        let release = (): void => undefined;
        upstream.handle(streamInTwo(new Promise((resolve) => (release = resolve))));
        const response = await ask(parts.token, true);
        const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
        const first = await reader?.read();
        const before = await revision();
        // Without its provider and its model.
        const { gateway } = configOf(parts);
        await write({ gateway: { ...gateway, auth: { mode: 'token', token: 'token-four-0123456789' } } });
        await waitUntil(async () => (await revision()) !== before);
        release();
        let text = first?.value ?? '';
        for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) text += next.value;
        expect(text).toContain('first');
        expect(text).toContain(' last');
        expect(text).toContain('[DONE]');
      }),
    );
  });
}

describeReload('gateway in one process', (configure) => startEmbedded(configure));

describeCluster('a cluster', () => {
  describeReload('cluster', (configure) => Cluster.start({ configure }));

  describe('whose config changes', () => {
    const used = useTarget(() => Cluster.start());

    it('CFG-35 has one revision everywhere soon', async () => {
      const cluster = used.target as Cluster;
      const services = ['agent-runner', 'provider-worker'] as const;
      const revisions = async () => {
        const texts = await Promise.all([
          (await fetch(`${cluster.url}/readyz`)).text(),
          ...services.flatMap((name) => cluster.running(name).map((process) => cluster.health(process, '/readyz'))),
        ]);
        return texts.map((text) => (JSON.parse(text) as { configRevision: string }).configRevision);
      };
      const before = await revisions();
      expect(new Set(before).size).toBe(1);
      const config = JSON.parse(await readFile(cluster.configFile, 'utf8')) as object;
      await put(cluster.configFile, JSON.stringify({ ...config, meta: { note: 'another' } }));
      await waitUntil(async () => {
        const now = await revisions();
        return now[0] !== before[0] && new Set(now).size === 1;
      }, soonMs);
      expect(before).toHaveLength(3);
    });
  });
});
