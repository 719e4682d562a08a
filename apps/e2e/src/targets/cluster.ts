import { freePort } from '@clawmesh/testing';
import { clusterServices } from './cluster-services.js';
import { RunningProcess } from './running-process.js';
import { closeTarget, endAll, openWorkplace, type Configure, type Target, type Workplace } from './target.js';

/** What a suite wants otherwise. */
export interface ClusterSettings {
  readonly configure?: Configure;
  /** Of the processes, over what all of them have. */
  readonly environment?: Readonly<Record<string, string>>;
}

type Service = 'api-gateway' | 'agent-runner' | 'provider-worker';

/** Three services as three processes, to which more runners and workers can be added. */
export class Cluster implements Target {
  readonly url: string;
  readonly token: string;
  readonly mock: Workplace['mock'];
  readonly configFile: string;
  readonly #workplace: Workplace;
  readonly #port: number;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #processes: RunningProcess[] = [];
  /** Where each process tells how it is. */
  readonly #ports = new WeakMap<RunningProcess, number>();

  private constructor(workplace: Workplace, port: number, environment: ClusterSettings['environment'] = {}) {
    this.#workplace = workplace;
    this.#environment = environment;
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.token = workplace.token;
    this.mock = workplace.mock;
    this.configFile = workplace.configFile;
  }

  static async start({ configure, environment }: ClusterSettings = {}): Promise<Cluster> {
    const workplace = await openWorkplace(configure, environment);
    const cluster = new Cluster(workplace, await freePort(), environment);
    try {
      await cluster.#migrate();
      await Promise.all([cluster.startGateway(), cluster.startRunner(), cluster.startWorker()]);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  async #migrate(): Promise<void> {
    const { environment } = clusterServices();
    const migration = new RunningProcess({ name: 'migrate', args: ['bin/clawmesh', 'migrate'], environment });
    await migration.untilExit();
    this.#workplace.secrets.look('the output of migrate', migration.output);
    if (migration.exitCode !== 0) throw new Error(`migrate failed:\n${migration.output}`);
  }

  get processes(): readonly RunningProcess[] {
    return this.#processes;
  }

  running(service: Service): RunningProcess[] {
    return this.#processes.filter(({ name, isRunning }) => name === service && isRunning);
  }

  startGateway(): Promise<RunningProcess> {
    return this.#start('api-gateway', this.#port, ['--port', String(this.#port)]);
  }

  async startRunner(): Promise<RunningProcess> {
    return this.#startWithHealthPort('agent-runner');
  }

  async startWorker(): Promise<RunningProcess> {
    return this.#startWithHealthPort('provider-worker');
  }

  /** A path of the port where a process tells how it is, such as `/readyz`. */
  async health(process: RunningProcess, path: string): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.#ports.get(process)}${path}`)).text();
  }

  /** To one of each, whatever died and whatever was added. */
  async restore(): Promise<void> {
    const services = ['api-gateway', 'agent-runner', 'provider-worker'] as const;
    await endAll(services.flatMap((service) => this.running(service).slice(1)));
    const missing = new Set(services.filter((service) => this.running(service).length === 0));
    await Promise.all([
      missing.has('api-gateway') && this.startGateway(),
      missing.has('agent-runner') && this.startRunner(),
      missing.has('provider-worker') && this.startWorker(),
    ]);
  }

  async stop(): Promise<void> {
    await closeTarget(this.#workplace, this.#processes);
  }

  async #startWithHealthPort(service: Service): Promise<RunningProcess> {
    const port = await freePort();
    return this.#start(service, port, ['--health-port', String(port)]);
  }

  #start(service: Service, readyPort: number, flags: readonly string[]): Promise<RunningProcess> {
    const started = new RunningProcess({
      name: service,
      args: ['bin/clawmesh', service, '--config', this.#workplace.configFile, ...flags],
      environment: { ...this.#workplace.environment, ...clusterServices().environment, ...this.#environment },
    });
    this.#processes.push(started);
    this.#ports.set(started, readyPort);
    return started.untilReady(readyPort);
  }
}
