import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockUpstream } from './mock-upstream.js';
import { RunningProcess } from './running-process.js';
import { keyedEnvironment, targetConfig } from './target-config.js';

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
  remove(): Promise<void>;
}

/** The config of a target, as a file holds it. */
export type Configure = (parts: { readonly mock: MockUpstream; readonly token: string }) => object | Promise<object>;

const usualConfig: Configure = ({ mock, token }) => targetConfig({ mockUrl: mock.url, token });

export async function openWorkplace(configure = usualConfig): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), 'clawmesh-e2e-'));
  const mock = await MockUpstream.start();
  const token = 'e2e-token-0123456789abcdef';
  const configFile = join(directory, 'openclaw.json');
  await writeFile(configFile, JSON.stringify(await configure({ mock, token }), null, 2));
  return {
    mock,
    token,
    configFile,
    environment: {
      ...{
        HOME: directory,
        CLAWMESH_STATE_DIR: join(directory, 'state'),
        NODE_ENV: 'test',
        CLAWMESH_ENVELOPE_KEY: 'e2e-envelope-key-0123456789abcdef',
        OPENCLAW_LOG_LEVEL: 'debug',
      },
      ...keyedEnvironment,
    },
    async remove() {
      await mock.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
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
