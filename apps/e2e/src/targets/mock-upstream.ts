import { RunningProcess } from './running-process.js';

/** A request as it arrived, its credentials masked. */
export interface MockRequest {
  readonly path: string;
  readonly transport: 'http' | 'websocket';
  readonly model: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly tokensSent: number;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly abortedAt: number | null;
  readonly finishedAt: number | null;
}

/** The mock upstream as a process of its own, as an upstream is. */
export class MockUpstream {
  readonly url: string;
  readonly #process: RunningProcess;

  private constructor(process: RunningProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  static async start(): Promise<MockUpstream> {
    const mock = new RunningProcess({ name: 'mock upstream', args: ['tools/bench/mock/main.mjs'], environment: {} });
    await mock.until(() => mock.output.includes('\n'));
    const { url } = JSON.parse(mock.output) as { url: string };
    return new MockUpstream(mock, url);
  }

  /** The requests whose prompt carried this seed; without one, all. */
  requests(seed?: string): Promise<MockRequest[]> {
    return this.#ask('requests', seed === undefined ? {} : { seed });
  }

  /** The tokens the mock says to a seed. */
  words(seed: string, tokens: number): Promise<string[]> {
    return this.#ask('words', { seed, tokens });
  }

  async text(seed: string, tokens: number): Promise<string> {
    return (await this.words(seed, tokens)).join('');
  }

  /** What the mock embeds a text as. */
  vector(text: string, dims: number): Promise<number[]> {
    return this.#ask('vector', { text, dims });
  }

  /** From now on this key is answered 429, with a Retry-After of so many seconds. */
  async limit(key: string, afterSeconds: number): Promise<void> {
    await this.#ask('limit', { key, after: afterSeconds });
  }

  async unlimit(key: string): Promise<void> {
    await this.#ask('limit', { key });
  }

  /** When a key was used, in epoch milliseconds. */
  async calls(key: string): Promise<readonly number[]> {
    return this.#ask('calls', { key });
  }

  stop(): Promise<void> {
    return this.#process.kill();
  }

  async #ask<T>(what: string, parameters: Readonly<Record<string, string | number>>): Promise<T> {
    const query = new URLSearchParams(
      Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return (await fetch(`${this.url}/mock/${what}?${query}`)).json() as Promise<T>; // the mock is ours
  }
}
