import { chmod } from 'node:fs/promises';
import { freePort } from '@clawmesh/testing';
import { describeCluster } from './targets/available-targets.js';
import { clusterServices } from './targets/cluster-services.js';
import { openOwnGateway } from './targets/own-gateway.js';
import { useOwnGateway } from './targets/use-own-gateway.js';

interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'error';
  readonly text: string;
  readonly advice?: string;
}

describe('clawmesh doctor', () => {
  const used = useOwnGateway();

  const configure = (baseUrl: string) =>
    used.own.configure({
      gateway: {
        mode: 'local',
        auth: { token: 'doctor-token-0123456789' },
        http: { endpoints: { chatCompletions: { enabled: true } } },
      },
      agents: { defaults: { model: 'acme/m' } },
      models: { providers: { acme: { baseUrl, apiKey: 'sk-planted-doctor-0123', models: [{ id: 'm' }] } } },
    });

  async function findings(env = used.own, flags = ['--config', used.own.configFile]) {
    const { status, stdout } = await env.run('doctor', ...flags, '--json');
    const { findings: found } = JSON.parse(stdout) as { findings: Finding[] };
    for (const { level, advice } of found) expect(Boolean(advice)).toBe(level !== 'ok');
    expect(stdout).not.toContain('planted');
    return { status, found };
  }
  const of = (found: readonly Finding[], level: Finding['level']) =>
    found.filter((finding) => finding.level === level).map(({ check }) => check);

  it('finds nothing where all is well, also of a gateway that runs', async () => {
    await configure(`${used.mock.url}/v1`);
    await chmod(used.own.configFile, 0o600);
    await used.own.run('gateway', 'start', '--config', used.own.configFile);
    const { status, found } = await findings();
    expect([status, of(found, 'error'), of(found, 'warning')]).toEqual([0, [], []]);
    expect(of(found, 'ok')).toEqual(expect.arrayContaining(['node', 'config', 'gateway', 'keys', 'network']));
    expect((await used.own.run('doctor', '--config', used.own.configFile)).stdout).toContain('All is well.');
  });

  it('names every mistake, and what to do about it', async () => {
    const nobody = await freePort();
    await configure(`http://127.0.0.1:${nobody}/v1`);
    await chmod(used.own.configFile, 0o644);
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

  it('has no config to look at where a gateway runs without one', async () => {
    await used.own.run('gateway', 'start');
    const { found } = await findings(used.own, []);
    expect(of(found, 'ok')).toEqual(expect.arrayContaining(['version', 'gateway']));
    expect(found).toContainEqual(expect.objectContaining({ check: 'config', level: 'warning' }));
    expect(JSON.parse((await used.own.run('models', '--json')).stdout)).toMatchObject({ agent: 'main' });
  });

  describeCluster('in a cluster', () => {
    it('finds each of its services', async () => {
      await configure(`${used.mock.url}/v1`);
      const inCluster = await openOwnGateway(clusterServices().environment);
      try {
        expect((await inCluster.run('migrate')).status).toBe(0);
        const { found } = await findings(inCluster);
        expect(of(found, 'ok')).toEqual(expect.arrayContaining(['nats', 'redis', 'postgres']));
      } finally {
        await inCluster.remove();
      }
    });
  });

  it('goes on where the config is broken', async () => {
    await used.own.configure("{ gateway: { prot: 1, port: 'x' } }");
    const { status, found } = await findings();
    expect(status).toBe(1);
    expect(found.filter(({ level }) => level === 'error').map(({ text }) => text.split(':')[0])).toEqual([
      'gateway.port',
      'gateway.prot',
    ]);
  });
});
