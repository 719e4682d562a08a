import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '@clawmesh/testing';
import { clusterServices } from '../targets/cluster-services.js';
import { RunningProcess } from '../targets/running-process.js';
import { closeTarget, endAll, openWorkplace, type Workplace } from '../targets/target.js';
import { targetConfig } from '../targets/target-config.js';
import { secrets, type Mode } from './auth-matrix.js';

/** Gateways that read one config, so that a runner knows its revision; flags make the difference. */
const flagsOf: Readonly<Record<Mode, readonly string[]>> = {
  token: ['--auth', 'token', '--token', secrets.token],
  password: ['--auth', 'password', '--password', secrets.password],
  'trusted-proxy': ['--auth', 'trusted-proxy', '--password', secrets.password],
  none: ['--auth', 'none'],
};

interface ConfigParts {
  readonly gateway: Readonly<Record<string, unknown>>;
}

function configure({ mock, token }: { readonly mock: Workplace['mock']; readonly token: string }): object {
  const config = targetConfig({ mockUrl: mock.url, token }) as ConfigParts; // it has this section
  const trustedProxy = {
    userHeader: 'X-User',
    requiredHeaders: ['X-Sso'],
    allowUsers: ['alice', 'bob'],
    allowLoopback: true,
  };
  return { ...config, gateway: { ...config.gateway, auth: { trustedProxy }, trustedProxies: ['127.0.0.1'] } };
}

export interface Gateways {
  url(mode: Mode): string;
  readonly processes: readonly RunningProcess[];
  stop(): Promise<void>;
}

/** The processes of a suite, and where they are told how they differ. */
class Crew {
  readonly processes: RunningProcess[] = [];

  constructor(
    readonly workplace: Workplace,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  async start(name: string, args: readonly string[], portFlag: string): Promise<string> {
    const port = await freePort();
    const state = join(String(this.workplace.environment['CLAWMESH_STATE_DIR']), String(port));
    const config = ['--config', this.workplace.configFile, portFlag, String(port)];
    const started = new RunningProcess({
      name,
      args: ['bin/clawmesh', ...args, ...config],
      environment: { ...this.workplace.environment, ...this.environment, CLAWMESH_STATE_DIR: state },
    });
    this.processes.push(started);
    await started.untilReady(port);
    return `http://127.0.0.1:${String(port)}`;
  }

  stop(): Promise<void> {
    return closeTarget(this.workplace, this.processes);
  }
}

async function startModes(
  crew: Crew,
  command: readonly string[],
  others: readonly Promise<string>[],
): Promise<Gateways> {
  const urls = new Map<Mode, string>();
  const start = async (mode: Mode): Promise<void> => {
    urls.set(mode, await crew.start(`gateway, ${mode}`, [...command, ...flagsOf[mode]], '--port'));
  };
  const modes = Object.keys(flagsOf) as Mode[]; // the keys of a table by mode
  try {
    await Promise.all([...others, ...modes.map(start)]);
  } catch (error) {
    await crew.stop();
    throw error;
  }
  return { url: (mode) => urls.get(mode) ?? '', processes: crew.processes, stop: () => crew.stop() };
}

/** One process for each mode. */
export async function startEmbeddedGateways(): Promise<Gateways> {
  const crew = new Crew(await openWorkplace(configure, { GATEWAY_PASSWORD: secrets.password }), {});
  return startModes(crew, ['gateway', 'run'], []);
}

/** A gateway for each mode, over one runner and one worker, apart from what else uses these services. */
export async function startClusterGateways(): Promise<Gateways> {
  const { environment } = clusterServices();
  const crew = new Crew(await openWorkplace(configure, { GATEWAY_PASSWORD: secrets.password }), {
    ...environment,
    ...ownNamespace(),
  });
  const services = ['agent-runner', 'provider-worker'].map((service) =>
    crew.start(service, [service], '--health-port'),
  );
  return startModes(crew, ['api-gateway'], services);
}

export interface TwoGateways {
  readonly urls: readonly [string, string];
  /** Ends one, and starts another in its place. */
  restartFirst(): Promise<string>;
  readonly processes: readonly RunningProcess[];
  stop(): Promise<void>;
}

/** Two gateways of one cluster in mode token. Nobody answers behind them. */
export async function startTwoGateways(redisUrl: string): Promise<TwoGateways> {
  const { environment } = clusterServices();
  const crew = new Crew(await openWorkplace(configure, { GATEWAY_PASSWORD: secrets.password }), {
    ...environment,
    ...ownNamespace(),
    REDIS_URL: redisUrl,
  });
  const start = (): Promise<string> => crew.start('gateway', ['api-gateway', ...flagsOf.token], '--port');
  const urls: [string, string] = [await start(), await start()];
  return {
    urls,
    restartFirst: async () => {
      await endAll(crew.processes.slice(0, 1));
      return start();
    },
    processes: crew.processes,
    stop: () => crew.stop(),
  };
}

const ownNamespace = () => ({ CLAWMESH_NATS_NAMESPACE: `auth-${randomBytes(6).toString('hex')}` });
