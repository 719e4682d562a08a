import type { ModelLabel } from '@clawmesh/config';
import type { AttemptOutcome, FailureReason } from '@clawmesh/contracts';
import { Metrics, type EventCounter, type ValueHistogram } from '@clawmesh/telemetry';
import { Injectable } from '@nestjs/common';

/** What a worker counts (CLU-40, OBS-6). Labels are as `modelLabel` gives them (HTTP-168). */
@Injectable()
export class WorkerMetrics {
  readonly #rotations: EventCounter<'provider' | 'reason'>;
  readonly #attempts: EventCounter<'provider' | 'model' | 'outcome' | 'reason'>;
  readonly #firstEvents: ValueHistogram<'provider' | 'model'>;

  constructor(metrics: Metrics) {
    this.#rotations = metrics.counter({
      name: 'cm_key_rotations_total',
      help: 'Calls that went on with another credential, by why the one before failed.',
      labels: ['provider', 'reason'],
    });
    this.#attempts = metrics.counter({
      name: 'cm_model_attempts_total',
      help: 'Attempts by how they ended, and why if they failed.',
      labels: ['provider', 'model', 'outcome', 'reason'],
    });
    this.#firstEvents = metrics.histogram({
      name: 'clawmesh_time_to_first_event_seconds',
      help: 'From the request to the first event of the answer, or to the whole of one that does not stream.',
      labels: ['provider', 'model'],
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    });
  }

  keyRotated({ provider }: ModelLabel, reason: FailureReason): void {
    this.#rotations.increment({ provider, reason });
  }

  attemptEnded({ provider, model }: ModelLabel, outcome: AttemptOutcome): void {
    const reason = outcome.status === 'failed' ? outcome.failure.reason : 'none';
    this.#attempts.increment({ provider, model, outcome: outcome.status, reason });
  }

  answered({ provider, model }: ModelLabel, afterMs: number): void {
    this.#firstEvents.observe({ provider, model }, afterMs / 1_000);
  }
}
