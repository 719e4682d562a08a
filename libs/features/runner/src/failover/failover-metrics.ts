import { modelLabel, type ConfigStore } from '@clawmesh/config';
import type { Failure, RunClaimReply } from '@clawmesh/contracts';
import type { EventCounter, Metrics } from '@clawmesh/telemetry';
import type { Candidate } from '../model/candidate-chain.js';
import type { NextStep } from './decide-next.js';
import { candidateOf, type FailoverState } from './failover-state.js';

/** OBS-6: what became of failed candidates. */
export class FailoverMetrics {
  readonly #failovers: EventCounter<'from' | 'to' | 'reason'>;
  readonly #exhausted: EventCounter<'reason'>;
  readonly #brokenOff: EventCounter<'verdict'>;
  readonly #config: ConfigStore;

  constructor(metrics: Metrics, config: ConfigStore) {
    this.#config = config;
    this.#failovers = metrics.counter({
      name: 'cm_failover_total',
      help: 'Runs that went on with another model, by the models and why the first did not answer.',
      labels: ['from', 'to', 'reason'],
    });
    this.#brokenOff = metrics.counter({
      name: 'clawmesh_mid_stream_failovers_total',
      help: 'Answers that broke off, by what the gateway said to going on with another attempt.',
      labels: ['verdict'],
    });
    this.#exhausted = metrics.counter({
      name: 'cm_chain_exhausted_total',
      help: 'Runs without an answer because every model failed, by the last failure.',
      labels: ['reason'],
    });
  }

  /** An answer broke off after content was sent, and its agent wants it to be gone on with. */
  brokeOff(verdict: RunClaimReply['verdict']): void {
    this.#brokenOff.increment({ verdict });
  }

  count(state: FailoverState, { reason }: Failure, step: NextStep): void {
    if (step.type === 'exhausted') this.#exhausted.increment({ reason });
    const next = step.type === 'advance' ? state.chain[step.index] : undefined;
    if (next) this.#failovers.increment({ from: this.#label(candidateOf(state)), to: this.#label(next), reason });
  }

  #label(candidate: Candidate): string {
    return modelLabel(this.#config.current(), candidate).model === 'other' ? 'other' : candidate.key;
  }
}
