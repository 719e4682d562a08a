import { failureFacts } from './key-facts.js';
import { newRecord, type KeyIdentity, type KeyRecord } from './key-record.js';
import type { KeyReport } from './key-ring.js';
import type { KeyRingSettings } from './key-ring-settings.js';
import type { StandingAt } from './key-standing.js';
import { failed, succeeded, withoutOld, withoutProbe, type KeyUse } from './key-verdict.js';
import { OpenLeases, type OpenLease } from './open-leases.js';
import { nextSlowStep, slowStartLimit } from './slow-start.js';
import { tellChange, type WindowEvents } from './window-events.js';

/** The records of all keys that one process knows, and the calls under way. */
export class KeyBook {
  readonly leases = new OpenLeases();
  readonly #records = new Map<string, KeyRecord>();
  readonly #settings: () => KeyRingSettings;
  readonly #events: WindowEvents | undefined;

  constructor(settings: () => KeyRingSettings, events?: WindowEvents) {
    this.#settings = settings;
    this.#events = events;
  }

  all(): readonly KeyRecord[] {
    return [...this.#records.values()];
  }

  of(key: KeyIdentity, now: number): KeyRecord {
    const known = this.#records.get(key.keyId) ?? newRecord(key);
    const identified = key.isProfile && !known.isProfile ? { ...known, isProfile: true } : known;
    const record = withoutOld(identified, now, this.#settings());
    this.#records.set(key.keyId, record);
    return record;
  }

  save(record: KeyRecord): void {
    this.#records.set(record.keyId, record);
  }

  standingAt(record: KeyRecord, now: number): StandingAt {
    const settings = this.#settings();
    const most = settings.maxInFlight(record.provider);
    const limit = settings.slowStart ? Math.min(most, slowStartLimit(record, now)) : most;
    return { now, inFlight: this.leases.inFlight(record.keyId), limit };
  }

  /** When a key that recovers takes more calls at a time (CLU-18). */
  nextSlowStep(provider: string, now: number): number | undefined {
    const steps = this.all()
      .filter((record) => record.provider === provider)
      .flatMap((record) => nextSlowStep(record, now) ?? []);
    return steps.length === 0 ? undefined : Math.min(...steps);
  }

  /** What a call says about its key; nothing, if an operator has given orders since it began (CLU-11). */
  judge(open: OpenLease, report: KeyReport, now: number): void {
    const { keyId, leaseId } = open.lease;
    const record = this.#records.get(keyId);
    if (!record) return;
    if (record.gen !== open.gen) return this.save(withoutProbe(record, leaseId));
    const judged = this.#judged(record, { open, report, now });
    this.save(judged);
    if (this.#events) tellChange(this.#events, { before: record, after: judged, leaseId });
  }

  #judged(record: KeyRecord, { open, report, now }: { open: OpenLease; report: KeyReport; now: number }): KeyRecord {
    const { leaseId, model, provider } = open.lease;
    const use: KeyUse = { leaseId, model, leasedAt: open.leasedAt, isProbe: open.isProbe, observedAt: now };
    // Good news is as old as the first event of the answer (CLU-10).
    if (report.result === 'success')
      return succeeded(record, { ...use, observedAt: open.answeredAt ?? open.leasedAt }, now);
    if (report.result === 'released') return withoutProbe(record, leaseId);
    const { failure, started = false } = report;
    const rules = this.#settings();
    const facts = failureFacts({ failure, started, provider, model }, rules);
    if (facts === 'none') return withoutProbe(record, leaseId);
    return failed(record, { facts, message: failure.message }, { use, now, rules });
  }
}
