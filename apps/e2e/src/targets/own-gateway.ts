import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@clawmesh/testing';
import { clawmesh, type CommandResult } from '../client/clawmesh.js';
import { onTerminal, type Shown, type Viewer } from '../client/on-terminal.js';

/** The home of a person who uses the command line, with no gateway yet. */
export interface OwnGateway {
  readonly stateDir: string;
  readonly configFile: string;
  readonly port: number;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  run(...args: string[]): Promise<CommandResult>;
  onTerminal(args: readonly string[], viewer?: Viewer): Promise<Shown>;
  configure(config: object | string): Promise<void>;
  log(): Promise<string>;
  /** Stops what still runs, and removes everything. */
  remove(): Promise<void>;
}

export async function openOwnGateway(more: Readonly<Record<string, string>> = {}): Promise<OwnGateway> {
  const home = await mkdtemp(join(tmpdir(), 'clawmesh-own-'));
  const stateDir = join(home, '.clawmesh');
  const configFile = join(home, 'openclaw.json');
  const port = await freePort();
  const env = { HOME: home, OPENCLAW_GATEWAY_PORT: String(port), NODE_ENV: 'test', ...more };
  const own: OwnGateway = {
    stateDir,
    configFile,
    port,
    url: `http://127.0.0.1:${port}`,
    env,
    run: (...args) => clawmesh(args, env),
    onTerminal: (args, viewer = {}) => onTerminal(args, { ...viewer, env: { ...env, ...viewer.env } }),
    configure: (config) => writeFile(configFile, typeof config === 'string' ? config : JSON.stringify(config)),
    log: () => readFile(join(stateDir, 'logs', 'gateway.log'), 'utf8'),
    remove: async () => {
      await own.run('gateway', 'stop', '--force');
      await rm(home, { recursive: true, force: true });
    },
  };
  return own;
}
