import type { AttemptJob, AttemptReply, RunCancel } from '@clawmesh/contracts';
import { runAttempt, type AttemptContext, type AttemptDeps, type AttemptStop } from './run-attempt.js';
import { SilenceWatch } from '../upstream/silence-watch.js';
import type { KeyInUse } from './key-in-use.js';
import { SeenAttempts } from './seen-attempts.js';

interface ActiveAttempt {
  readonly job: AttemptJob;
  readonly abort: AbortController;
  contentSent: boolean;
  /** Of the last call that began. */
  key?: KeyInUse;
  reply(message: AttemptReply): void;
}

const tickMs = 1_000;

/** The attempts of this process: starts them, tells their runners that they live, ends them early. */
export class ActiveAttempts {
  readonly #deps: AttemptDeps;
  readonly #active = new Set<ActiveAttempt>();
  readonly #seen = new SeenAttempts();
  readonly #silence = new SilenceWatch();
  #timer: NodeJS.Timeout | undefined;
  #whenIdle: (() => void)[] = [];

  constructor(deps: AttemptDeps) {
    this.#deps = deps;
  }

  get count(): number {
    return this.#active.size;
  }

  /** Replies with heartbeats and one outcome. A pair of run and attempt that was seen before is dropped (CLU-36). */
  start(job: AttemptJob, reply: (message: AttemptReply) => void): void {
    if (this.#seen.add(`${job.runId}:${job.attempt}`)) return;
    const attempt: ActiveAttempt = { job, abort: new AbortController(), contentSent: false, reply };
    this.#active.add(attempt);
    this.#timer ??= setInterval(() => this.#tick(), tickMs).unref();
    void this.#run(attempt);
  }

  cancel({ runId, beforeAttempt }: RunCancel): void {
    for (const { job, abort } of this.#active)
      if (job.runId === runId && (beforeAttempt === undefined || job.attempt < beforeAttempt))
        abort.abort('cancelled' satisfies AttemptStop);
  }

  /** Resolves when no attempt is under way (CLU-39). */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
      this.#settleIdle();
    });
  }

  /** Ends what is still under way; its runners are told. */
  async stop(): Promise<void> {
    for (const { abort } of this.#active) abort.abort('shutdown' satisfies AttemptStop);
    await this.idle();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #run(attempt: ActiveAttempt): Promise<void> {
    const { job, abort, reply } = attempt;
    const context: AttemptContext = {
      signal: abort.signal,
      silence: this.#silence,
      onKey: (key) => (attempt.key = key),
      onContent: () => this.#beatFirst(attempt),
    };
    reply(await runAttempt(job, this.#deps, context));
    this.#active.delete(attempt);
    this.#settleIdle();
  }

  /** At once, because a run whose client has seen content must not be repeated if this process dies now. */
  #beatFirst(attempt: ActiveAttempt): void {
    attempt.contentSent = true;
    if (attempt.job.call.stream) attempt.reply({ type: 'heartbeat', contentSent: true });
  }

  #tick(): void {
    const now = this.#deps.now();
    this.#silence.sweep(now);
    for (const attempt of this.#active) {
      const { job, abort, contentSent, key, reply } = attempt;
      if (job.deadlineAt <= now) abort.abort('deadline' satisfies AttemptStop);
      else if (key?.isRevoked(this.#deps)) this.#endRevoked(attempt, key);
      else reply({ type: 'heartbeat', contentSent });
    }
  }

  /** CRED-8: who removed a credential wants nothing more to be done with it. */
  #endRevoked({ job, abort }: ActiveAttempt, { keyId }: KeyInUse): void {
    const { runId, attempt } = job;
    this.#deps.logger.warn({ runId, attempt, keyId }, 'an attempt ends: its credential was removed');
    abort.abort('auth-revoked' satisfies AttemptStop);
  }

  #settleIdle(): void {
    if (this.#active.size > 0) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
