import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, freePort, start, stop, until } from './processes.mjs';

const token = 'bench-token-0123456789';
const wholeModel = 'mock_tokens-20';
const streamModel = 'mock_tokens-200';

function configFor(mockUrl) {
  const model = (id) => ({ id, name: id });
  return {
    gateway: {
      mode: 'local',
      bind: 'loopback',
      auth: { mode: 'token', token },
      http: { endpoints: { chatCompletions: { enabled: true } } },
    },
    agents: {
      entries: {
        whole: { default: true, model: `mock/${wholeModel}` },
        streamed: { model: `mock/${streamModel}` },
      },
    },
    models: {
      providers: {
        mock: {
          baseUrl: `${mockUrl}/v1`,
          api: 'openai-completions',
          apiKey: 'sk-mock',
          models: [model(wholeModel), model(streamModel)],
        },
      },
    },
    logging: { level: 'warn' },
  };
}

const models = { whole: 'openclaw/whole', streamed: 'openclaw/streamed' };

/** The mock without anything before it: what the load itself costs, and the latency others add to. */
async function direct({ mockUrl }) {
  return { url: mockUrl, models: { whole: wholeModel, streamed: streamModel }, token, children: [] };
}

function service(bench, name, flags, env = {}) {
  const environment = { HOME: bench.directory, CLAWMESH_STATE_DIR: join(bench.directory, 'state'), ...env };
  const args = ['bin/clawmesh', ...name.split(' '), '--config', bench.configFile, ...flags];
  return start(process.execPath, args, { env: environment, core: bench.core });
}

async function embedded(bench) {
  const port = await freePort();
  const gateway = service(bench, 'gateway run', ['--port', String(port)]);
  const url = `http://127.0.0.1:${port}`;
  return { url, models, token, children: [gateway], ready: () => until(gateway, () => answers(`${url}/readyz`)) };
}

async function nats(bench) {
  const port = await freePort();
  const child = start('nats-server', ['-js', '-sd', bench.directory, '-a', '127.0.0.1', '-p', String(port)], bench);
  await until(child, () => child.printed.includes('Server is ready'));
  return { child, url: `nats://127.0.0.1:${port}` };
}

async function redis(bench) {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = start('redis-server', [...args, '--dir', bench.directory], bench);
  await until(child, () => child.printed.includes('Ready to accept connections'));
  return { child, url: `redis://127.0.0.1:${port}` };
}

/** A service that is given by URL is used, but its CPU and memory are not in the figures. */
const given = (url) => (url === undefined ? undefined : { url });

async function cluster(bench) {
  const bus = given(process.env.NATS_URL) ?? (await nats(bench));
  const keys = given(process.env.REDIS_URL) ?? (await redis(bench));
  const servers = [bus.child, keys.child].filter((child) => child !== undefined);
  const database = process.env.DATABASE_URL === undefined ? {} : { DATABASE_URL: process.env.DATABASE_URL };
  const CLAWMESH_ENVELOPE_KEY = randomBytes(32).toString('base64');
  const env = { CLAWMESH_ENVELOPE_KEY, NATS_URL: bus.url, REDIS_URL: keys.url, ...database };
  const [port, runnerPort, workerPort] = [await freePort(), await freePort(), await freePort()];
  const services = [
    [port, service(bench, 'api-gateway', ['--port', String(port)], env)],
    [runnerPort, service(bench, 'agent-runner', ['--health-port', String(runnerPort)], env)],
    [workerPort, service(bench, 'provider-worker', ['--health-port', String(workerPort)], env)],
  ];
  const ready = async () => {
    for (const [at, child] of services) await until(child, () => answers(`http://127.0.0.1:${at}/readyz`));
  };
  const children = [...services.map(([, child]) => child), ...servers];
  return { url: `http://127.0.0.1:${port}`, models, token, children, ready };
}

const starters = { direct, embedded, cluster };
export const targetNames = Object.keys(starters);

/** Runs `measure` on a started target, and ends it whatever happens. */
export async function withTarget(name, { mockUrl, core }, measure) {
  const directory = mkdtempSync(join(tmpdir(), 'clawmesh-bench-'));
  const configFile = join(directory, 'openclaw.json');
  writeFileSync(configFile, JSON.stringify(configFor(mockUrl)));
  let target;
  try {
    target = await starters[name]({ directory, configFile, mockUrl, core });
    await target.ready?.();
    return await measure(target);
  } finally {
    await stop(target?.children ?? []);
    rmSync(directory, { recursive: true, force: true });
  }
}
