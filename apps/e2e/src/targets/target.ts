import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterServices } from './cluster-services.js';
import { MockUpstream } from './mock-upstream.js';
import { SecretWatch, secretsOf } from './planted-secrets.js';
import { RunningProcess } from './running-process.js';
import { keyedEnvironment, mockKey, targetConfig } from './target-config.js';
import { ResponseWatch } from './watch-responses.js';

/** A running product with its upstream. */
export interface Target {
  /** Without `/v1`. */
  readonly url: string;
  readonly token: string;
  readonly mock: MockUpstream;
  /** The file that its processes follow. */
  readonly configFile: string;
  readonly processes: readonly RunningProcess[];
  stop(): Promise<void>;
}

/** What a target is started with: its files, its upstream, and the environment of its processes. */
export interface Workplace {
  readonly mock: MockUpstream;
  readonly token: string;
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Has seen what upstreams were sent and what clients got back, and is shown the rest at the end. */
  readonly secrets: SecretWatch;
  remove(): Promise<void>;
}

/** The config of a target, as a file holds it. */
export type Configure = (parts: { readonly mock: MockUpstream; readonly token: string }) => object | Promise<object>;

const usualConfig: Configure = ({ mock, token }) => targetConfig({ mockUrl: mock.url, token });

const profileKey = `e2e:${Buffer.from('e2e-profile-key-0123456789abcdef').toString('base64')}`;

/** `environment`: of its processes, where it holds more secrets. */
export async function openWorkplace(
  configure = usualConfig,
  environment: Readonly<Record<string, string>> = {},
): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), 'clawmesh-e2e-'));
  const mock = await MockUpstream.start();
  const token = 'e2e-token-0123456789abcdef';
  const configFile = join(directory, 'openclaw.json');
  await writeFile(configFile, JSON.stringify(await configure({ mock, token }), null, 2));
  const keys = { CLAWMESH_PROFILE_KEY: profileKey, CLAWMESH_ENVELOPE_KEY: 'e2e-envelope-key-0123456789abcdef' };
  const own = { ...keyedEnvironment, ...keys };
  const inConfig = { GATEWAY_TOKEN: token, MOCK_KEY: mockKey };
  const secrets = new SecretWatch(secretsOf({ ...own, ...inConfig, ...clusterServices().environment, ...environment }));
  const responses = new ResponseWatch(secrets);
  const usual = { HOME: directory, CLAWMESH_STATE_DIR: join(directory, 'state'), NODE_ENV: 'test' };
  return {
    ...{ mock, token, configFile, secrets },
    // Debug: what is never logged is in no line of it either.
    environment: { ...usual, ...own, OPENCLAW_LOG_LEVEL: 'debug' },
    async remove() {
      secrets.lookAtRequests(await mock.requests());
      await responses.stop();
      await mock.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Ends a target. Rejects if one of its secrets was to be seen in what it logged, answered, counted or passed on (AUTH-81). */
export async function closeTarget(workplace: Workplace, processes: readonly RunningProcess[]): Promise<void> {
  const { secrets } = workplace;
  for (const running of processes) secrets.look(`the metrics of ${running.name}`, await running.metrics());
  await endAll(processes);
  for (const { name, output } of processes) secrets.look(`the output of ${name}`, output);
  await workplace.remove();
  secrets.expectNoLeak();
}

/** Ends processes politely, and after five seconds otherwise. */
export async function endAll(processes: readonly RunningProcess[]): Promise<void> {
  await Promise.all(processes.map(end));
}

async function end(running: RunningProcess): Promise<void> {
  running.signal('SIGTERM');
  const giveUp = setTimeout(() => running.signal('SIGKILL'), 5_000);
  await running.untilExit();
  clearTimeout(giveUp);
}

/** A test on a target: when it fails, the error carries what the processes wrote. */
export function onTarget<A extends unknown[]>(
  target: () => Target,
  body: (...args: A) => Promise<void>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      await body(...args);
    } catch (error) {
      const logs = target().processes.map(({ name, output }) => `--- ${name}\n${output.slice(-6_000)}`);
      if (error instanceof Error) error.message += `\n${logs.join('\n')}`;
      throw error;
    }
  };
}
