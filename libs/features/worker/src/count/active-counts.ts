import type { CallCountRequest, CountReply, RunCancel } from '@clawmesh/contracts';
import { loadTokenizer } from '@clawmesh/wire';
import type { CallStop } from '../attempt/run-attempt.js';
import { countCall, type CountDeps } from './count-call.js';

interface ActiveCount {
  readonly runId: string;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** The counts of this process: starts them, and ends them when nobody waits any more. */
export class ActiveCounts {
  readonly #active = new Set<ActiveCount>();

  constructor(private readonly deps: CountDeps) {}

  /** To be called before there is traffic, which loading the tokenizer would hold up. */
  async prepare(): Promise<void> {
    const { gateway } = this.deps.config.current().config;
    if (gateway.http.endpoints.messages.enabled) await loadTokenizer();
  }

  /** Replies once, unless it is cancelled: then nobody waits. */
  start(request: CallCountRequest, reply: (message: CountReply) => void): void {
    const abort = new AbortController();
    const done = countCall(request, this.deps, abort.signal).then((result) => {
      this.#active.delete(count);
      if (result) reply(result);
    });
    const count: ActiveCount = { runId: request.runId, abort, done };
    this.#active.add(count);
  }

  cancel({ runId }: RunCancel): void {
    for (const count of this.#active) if (count.runId === runId) count.abort.abort('cancelled' satisfies CallStop);
  }

  /** Ends what is still under way; its runners are told. */
  async stop(): Promise<void> {
    const counts = [...this.#active];
    for (const { abort } of counts) abort.abort('shutdown' satisfies CallStop);
    await Promise.all(counts.map(({ done }) => done));
  }
}
