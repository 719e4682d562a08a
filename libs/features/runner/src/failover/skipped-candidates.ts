import type { AgentRun, Failure, FailureReason } from '@clawmesh/contracts';
import type { Candidate } from '../model/candidate-chain.js';
import { candidateOf, isSkipped, skippedCode, type FailoverState } from './failover-state.js';

const refusals: ReadonlySet<FailureReason> = new Set(['auth', 'auth_permanent']);
const maxEntries = 10_000;

/**
 * Fallbacks that refused their credentials a moment ago, by session: passed over for a while instead of asked again
 * (FAIL-11). Each runner process has its own; a session that comes to another one costs a refused call there.
 */
export class SkippedCandidates {
  readonly #until = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Why the current candidate is not asked; undefined: it is. The run's own choice always is. */
  skip(run: AgentRun, state: FailoverState): Failure | undefined {
    if (state.index === 0 || this.#until.size === 0) return undefined;
    const candidate = candidateOf(state);
    const until = this.#until.get(keyOf(run, candidate));
    if (until === undefined || until <= this.#now()) return undefined;
    const message = 'it refused its credentials a moment ago';
    const { provider, model } = candidate;
    return { reason: 'auth', code: skippedCode, message, origin: 'local', provider, model };
  }

  /** Remembers that the current candidate failed so. */
  note(run: AgentRun, { state, failure, ttlMs }: { state: FailoverState; failure: Failure; ttlMs: number }): void {
    if (ttlMs === 0 || state.index === 0 || isSkipped(failure) || !refusals.has(failure.reason)) return;
    const key = keyOf(run, candidateOf(state));
    // Behind the others: the oldest make room.
    this.#until.delete(key);
    this.#until.set(key, this.#now() + ttlMs);
    const [oldest] = this.#until.keys();
    if (this.#until.size > maxEntries && oldest !== undefined) this.#until.delete(oldest);
  }
}

function keyOf({ agentId, sessionKey }: AgentRun, { key, profileId = '' }: Candidate): string {
  return [agentId, sessionKey, key, profileId].join('\n');
}
