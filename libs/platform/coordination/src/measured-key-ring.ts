import type { EventCounter, Metrics, ValueHistogram } from '@clawmesh/telemetry';
import type { KeyBoardRow, KeyLease, KeyOrder, KeyReport, KnownKey, LeaseAnswer, LeaseQuestion } from './key-ring.js';
import { KeyRing } from './key-ring.js';

/** Round trips of Redis at the left, waits for a key at the right. */
const leaseBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10];

/** A key ring whose leases and probes are counted (CLU-40). */
export class MeasuredKeyRing implements KeyRing {
  readonly #ring: KeyRing;
  readonly #leases: EventCounter<'provider' | 'result'>;
  readonly #seconds: ValueHistogram<never>;
  readonly #probes: EventCounter<'provider' | 'kind' | 'result'>;
  /** Probes that have their verdict; their calls go on. */
  readonly #decided = new Set<string>();

  constructor(ring: KeyRing, metrics: Metrics) {
    this.#ring = ring;
    this.#leases = metrics.counter({
      name: 'cm_lease_total',
      help: 'Questions for a key, by what became of them.',
      labels: ['provider', 'result'],
    });
    this.#seconds = metrics.histogram({
      name: 'cm_lease_seconds',
      help: 'How long a question for a key took, waits included.',
      labels: [],
      buckets: leaseBuckets,
    });
    this.#probes = metrics.counter({
      name: 'cm_probe_total',
      help: 'Calls that were to show whether a key is well again.',
      labels: ['provider', 'kind', 'result'],
    });
  }

  async lease(question: LeaseQuestion, signal?: AbortSignal): Promise<LeaseAnswer> {
    const startedAt = performance.now();
    const answer = await this.#ring.lease(question, signal);
    this.#seconds.observe({}, (performance.now() - startedAt) / 1_000);
    this.#leases.increment({ provider: question.provider, result: answer.granted ? 'leased' : answer.why });
    return answer;
  }

  answered(lease: KeyLease): void {
    this.#decide(lease, 'success');
    this.#ring.answered(lease);
  }

  async report(lease: KeyLease, report: KeyReport): Promise<void> {
    this.#decide(lease, report.result);
    this.#decided.delete(lease.leaseId);
    await this.#ring.report(lease, report);
  }

  board(known?: readonly KnownKey[]): Promise<readonly KeyBoardRow[]> {
    return this.#ring.board(known);
  }

  command(order: KeyOrder, keys: readonly KnownKey[]): Promise<number> {
    return this.#ring.command(order, keys);
  }

  #decide({ leaseId, provider, probe }: KeyLease, result: KeyReport['result']): void {
    if (!probe || this.#decided.has(leaseId)) return;
    this.#decided.add(leaseId);
    this.#probes.increment({ provider, kind: probe, result });
  }
}
