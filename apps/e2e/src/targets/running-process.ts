import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '@clawmesh/testing';

export const root = fileURLToPath(new URL('../../../..', import.meta.url));

export interface ProcessSettings {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A process of the product, its output kept in memory. */
export class RunningProcess {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  #output = '';
  #port: number | undefined;

  constructor({ name, args, environment }: ProcessSettings) {
    this.name = name;
    const { PATH = '' } = process.env;
    // Nothing else of the environment: a provider key of the developer must not change a test.
    this.#process = spawn(process.execPath, [...args], { cwd: root, env: { PATH, ...environment } });
    this.#exited = once(this.#process, 'exit');
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  get exitCode(): number | null {
    return this.#process.exitCode;
  }

  /** Until `probe` holds; rejects with the output if the process ends or stays silent. */
  async until(probe: () => Promise<boolean> | boolean): Promise<this> {
    const report = (why: string) => new Error(`${this.name} ${why}:\n${this.#output}`);
    await waitUntil(async () => {
      const holds = await probe();
      // After the probe: another process may have answered it.
      if (!this.isRunning) throw report(`ended with ${String(this.exitCode)}`);
      return holds;
    }, 30_000).catch((error: unknown) => {
      throw this.isRunning ? report(`is not ready (${String(error)})`) : error;
    });
    return this;
  }

  untilReady(port: number): Promise<this> {
    this.#port = port;
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    return this.until(answers);
  }

  /** What it counts, if it runs and tells. */
  async metrics(): Promise<string> {
    if (!this.isRunning || this.#port === undefined) return '';
    return fetch(`http://127.0.0.1:${this.#port}/metrics`).then(
      (response) => response.text(),
      () => '',
    );
  }

  /** Sends a signal without waiting. */
  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  async untilExit(): Promise<number | null> {
    if (this.isRunning) await this.#exited;
    return this.exitCode;
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.untilExit();
  }
}
