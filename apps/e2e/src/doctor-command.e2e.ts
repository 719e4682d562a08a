import { chmod } from 'node:fs/promises';
import { freePort } from '@clawmesh/testing';
import { MockUpstream } from './targets/mock-upstream.js';
import { openOwnGateway, type OwnGateway } from './targets/own-gateway.js';

interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'error';
  readonly text: string;
  readonly advice?: string;
}

describe('clawmesh doctor', () => {
  let mock: MockUpstream;
  let own: OwnGateway;
  beforeAll(async () => {
    mock = await MockUpstream.start();
  });
  afterAll(() => mock.stop());
  beforeEach(async () => {
    own = await openOwnGateway();
  });
  afterEach(() => own.remove());

  const configure = (baseUrl: string) =>
    own.configure({
      gateway: {
        mode: 'local',
        auth: { token: 'doctor-token-0123456789' },
        http: { endpoints: { chatCompletions: { enabled: true } } },
      },
      agents: { defaults: { model: 'acme/m' } },
      models: { providers: { acme: { baseUrl, apiKey: 'sk-planted-doctor-0123', models: [{ id: 'm' }] } } },
    });

  async function findings(env: OwnGateway = own): Promise<{ status: number | null; found: readonly Finding[] }> {
    const { status, stdout } = await env.run('doctor', '--config', own.configFile, '--json');
    const { findings: found } = JSON.parse(stdout) as { findings: Finding[] };
    for (const { level, advice } of found) expect(Boolean(advice)).toBe(level !== 'ok');
    expect(stdout).not.toContain('planted');
    return { status, found };
  }
  const of = (found: readonly Finding[], level: Finding['level']) =>
    found.filter((finding) => finding.level === level).map(({ check }) => check);

  it('finds nothing where all is well, also of a gateway that runs', async () => {
    await configure(`${mock.url}/v1`);
    await chmod(own.configFile, 0o600);
    await own.run('gateway', 'start', '--config', own.configFile);
    const { status, found } = await findings();
    expect([status, of(found, 'error'), of(found, 'warning')]).toEqual([0, [], []]);
    expect(of(found, 'ok')).toEqual(expect.arrayContaining(['node', 'config', 'gateway', 'keys', 'network']));
    expect((await own.run('doctor', '--config', own.configFile)).stdout).toContain('All is well.');
  });

  it('names every mistake, and what to do about it', async () => {
    const nobody = await freePort();
    await configure(`http://127.0.0.1:${nobody}/v1`);
    await chmod(own.configFile, 0o644);
    const services = {
      NATS_URL: `nats://user:planted-secret@127.0.0.1:${nobody}`,
      REDIS_URL: `redis://127.0.0.1:${nobody}`,
      DATABASE_URL: `postgresql://user:planted-secret@127.0.0.1:${nobody}/x`,
    };
    const elsewhere = await openOwnGateway(services);
    const { status, found } = await findings(elsewhere).finally(() => elsewhere.remove());
    expect(status).toBe(1);
    expect(of(found, 'error').sort()).toEqual(['nats', 'network', 'postgres']);
    expect(of(found, 'warning').sort()).toEqual(['files', 'redis']);
  });

  it('goes on where the config is broken', async () => {
    await own.configure("{ gateway: { prot: 1, port: 'x' } }");
    const { status, found } = await findings();
    expect(status).toBe(1);
    expect(found.filter(({ level }) => level === 'error').map(({ text }) => text.split(':')[0])).toEqual([
      'gateway.port',
      'gateway.prot',
    ]);
  });
});
