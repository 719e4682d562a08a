import { readFile } from 'node:fs/promises';
import type { Target } from '../targets/target.js';

/** The histogram behind the metric counts every pause from its last sample, and samples so often when nothing happens. */
const resolutionMs = 10;

/** What the main thread of a process had of the processor, and how long it waited for it, in milliseconds. */
interface Share {
  readonly runMs: number;
  readonly waitMs: number;
}

/** Looks at the event loop of the process that answers HTTP. */
export class EventLoop {
  readonly #target: Target;
  #last: Share = { runMs: 0, waitMs: 0 };

  constructor(target: Target) {
    this.#target = target;
  }

  /**
   * The longest it stood still since this was last asked, in milliseconds: of that, what it would have been on a machine
   * with nothing else to do.
   */
  async longestPauseMs(): Promise<number> {
    const text = await (await fetch(`${this.#target.url}/metrics`)).text();
    const seconds = /^nodejs_eventloop_lag_max_seconds\{[^}]*\} (\S+)$/m.exec(text)?.[1];
    if (seconds === undefined) throw new Error('no nodejs_eventloop_lag_max_seconds in the metrics');
    const before = this.#last;
    this.#last = await this.#share();
    const runMs = this.#last.runMs - before.runMs;
    const waitMs = this.#last.waitMs - before.waitMs;
    const alone = ((Number(seconds) * 1_000 - resolutionMs) * runMs) / (runMs + waitMs);
    // A loop that mostly sleeps waits for the processor rarely, and then long: but it cannot work longer than it had it.
    return Math.min(alone, runMs);
  }

  /** From Linux; elsewhere nothing is known of waiting. */
  async #share(): Promise<Share> {
    const gateway = this.#target.processes.find(({ name, isRunning }) => isRunning && name.includes('gateway'));
    const pid = String(gateway?.pid);
    const file = await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').catch(() => undefined);
    const [runNs, waitNs] = file?.split(' ').map(Number) ?? [];
    return { runMs: (runNs ?? performance.now() * 1e6) / 1e6, waitMs: (waitNs ?? 0) / 1e6 };
  }
}
