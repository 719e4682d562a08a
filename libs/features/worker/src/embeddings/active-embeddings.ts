import type { EmbeddingJob, EmbeddingReply, RunCancel } from '@clawmesh/contracts';
import type { CallStop } from '../attempt/run-attempt.js';
import { runEmbedding, type EmbeddingDeps } from './run-embedding.js';

interface ActiveEmbedding {
  readonly job: EmbeddingJob;
  readonly abort: AbortController;
  reply(message: EmbeddingReply): void;
}

const tickMs = 1_000;

/** The embeddings of this process: starts them, tells their gateways that they live, ends them early. */
export class ActiveEmbeddings {
  readonly #deps: EmbeddingDeps;
  readonly #active = new Set<ActiveEmbedding>();
  #timer: NodeJS.Timeout | undefined;
  #whenIdle: (() => void)[] = [];

  constructor(deps: EmbeddingDeps) {
    this.#deps = deps;
  }

  get count(): number {
    return this.#active.size;
  }

  /** Replies with signs of life and one result; with no result once it was cancelled. */
  start(job: EmbeddingJob, reply: (message: EmbeddingReply) => void): void {
    const embedding: ActiveEmbedding = { job, abort: new AbortController(), reply };
    this.#active.add(embedding);
    this.#timer ??= setInterval(() => this.#tick(), tickMs).unref();
    void this.#run(embedding);
  }

  cancel({ runId }: RunCancel): void {
    for (const { job, abort } of this.#active) if (job.runId === runId) abort.abort('cancelled' satisfies CallStop);
  }

  /** Resolves when none is under way (CLU-39). */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
      this.#settleIdle();
    });
  }

  /** Ends what is still under way; its gateways are told, and ask another worker. */
  async stop(): Promise<void> {
    for (const { abort } of this.#active) abort.abort('shutdown' satisfies CallStop);
    await this.idle();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #run(embedding: ActiveEmbedding): Promise<void> {
    const { job, abort, reply } = embedding;
    const result = await runEmbedding(job, this.#deps, abort.signal);
    if (result) reply(result);
    this.#active.delete(embedding);
    this.#settleIdle();
  }

  #tick(): void {
    const now = this.#deps.now();
    for (const { job, abort, reply } of this.#active) {
      if (job.deadlineAt <= now) abort.abort('deadline' satisfies CallStop);
      else reply({ status: 'working' });
    }
  }

  #settleIdle(): void {
    if (this.#active.size > 0) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
