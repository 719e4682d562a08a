import type { KeyBoardRow, KeyLease, KeyOrder, KeyReport, KnownKey, LeaseAnswer, LeaseQuestion } from './key-ring.js';
import { KeyRing } from './key-ring.js';
import { KeyHealth, mainReason, soonestEnd, type KeyUse } from './key-health.js';
import { mayBeProbed, type KeyWindow, type WindowSettings } from './key-window.js';

const probeThrottleMs = 30_000;

export interface InProcessKeyRingOptions {
  readonly now: () => number;
  /** Read at each failure: a new config affects future windows only (COOL-24). */
  readonly settings: () => WindowSettings;
}

interface KeyRecord extends KnownKey {
  readonly health: KeyHealth;
  inFlight: number;
  isDisabled: boolean;
}

interface OpenLease {
  readonly record: KeyRecord;
  readonly use: KeyUse;
}

/** The key ring of one process: for embedded mode, and for a worker that lost its coordinator. */
export class InProcessKeyRing implements KeyRing {
  readonly #options: InProcessKeyRingOptions;
  readonly #records = new Map<string, KeyRecord>();
  readonly #leases = new Map<string, OpenLease>();
  /** When a provider was last probed. */
  readonly #probedAt = new Map<string, number>();
  #leaseCount = 0;

  constructor(options: InProcessKeyRingOptions) {
    this.#options = options;
  }

  lease(question: LeaseQuestion): Promise<LeaseAnswer> {
    const now = this.#options.now();
    const healthy = this.#choose(question, now);
    const record = healthy ?? this.#chooseProbe(question, now);
    if (!record) return Promise.resolve(this.#refusal(question, now));
    return Promise.resolve(this.#grant(record, question.model, { leasedAt: now, isProbe: !healthy }));
  }

  report({ leaseId, model }: KeyLease, report: KeyReport): Promise<void> {
    const open = this.#leases.get(leaseId);
    if (open) {
      this.#leases.delete(leaseId);
      open.record.inFlight--;
      this.#judge(open, model, report);
    }
    return Promise.resolve();
  }

  /** Verdicts come with the report here. */
  answered(): void {}

  board(known: readonly KnownKey[] = []): Promise<readonly KeyBoardRow[]> {
    const now = this.#options.now();
    for (const key of known) this.#recordOf(key, key.provider);
    return Promise.resolve([...this.#records.values()].map((record) => boardRow(record, now)));
  }

  command(order: KeyOrder, keys: readonly KnownKey[]): Promise<number> {
    for (const key of keys) {
      if (order === 'reset') this.#records.delete(key.keyId);
      else this.#recordOf(key, key.provider).isDisabled = order === 'disable';
    }
    return Promise.resolve(keys.length);
  }

  /** The preferred key while it is healthy, else the first healthy one in the order given (KEY-11). */
  #choose({ candidates, excludedKeyIds, preferredKeyId, ...asked }: LeaseQuestion, now: number): KeyRecord | undefined {
    let first: KeyRecord | undefined;
    for (const candidate of candidates) {
      if (excludedKeyIds.includes(candidate.keyId)) continue;
      const record = this.#recordOf(candidate, asked.provider);
      if (record.isDisabled || record.health.windowsFor(asked.model, now).length > 0) continue;
      if (preferredKeyId === undefined || candidate.keyId === preferredKeyId) return record;
      first ??= record;
    }
    return first;
  }

  /** The first cooling key that may be tried, once per provider and throttle (PROBE-6, CLU-20). */
  #chooseProbe(question: LeaseQuestion, now: number): KeyRecord | undefined {
    const { provider, model, candidates, excludedKeyIds, mayProbe } = question;
    const isThrottled = now - (this.#probedAt.get(provider) ?? -Infinity) < probeThrottleMs;
    if (!mayProbe || isThrottled || excludedKeyIds.length > 0) return undefined;
    for (const candidate of candidates) {
      const record = this.#recordOf(candidate, provider);
      if (!record.health.windowsFor(model, now).every((window) => mayBeProbed(window, now))) continue;
      this.#probedAt.set(provider, now);
      return record;
    }
    return undefined;
  }

  #grant(record: KeyRecord, model: string, use: KeyUse): LeaseAnswer {
    const leaseId = `lease-${++this.#leaseCount}`;
    this.#leases.set(leaseId, { record, use });
    record.inFlight++;
    return { granted: true, lease: { leaseId, keyId: record.keyId, provider: record.provider, model } };
  }

  #refusal({ candidates, excludedKeyIds, provider, model }: LeaseQuestion, now: number): LeaseAnswer {
    const why = candidates.every(({ keyId }) => excludedKeyIds.includes(keyId)) ? 'exhausted' : 'cooling';
    const windowsOfKeys = candidates.map((candidate) =>
      this.#recordOf(candidate, provider).health.windowsFor(model, now),
    );
    const reason = mainReason(windowsOfKeys.map(decisive).filter((window) => window !== undefined));
    // A key without a window is usable for others right now.
    const soonest = windowsOfKeys.every((windows) => windows.length > 0) ? soonestEnd(windowsOfKeys) : undefined;
    return { granted: false, why, reason, ...(soonest !== undefined && { soonestInMs: soonest - now }) };
  }

  #judge({ record, use }: OpenLease, model: string, report: KeyReport): void {
    const now = this.#options.now();
    if (report.result === 'success') record.health.succeeded(use, now);
    if (report.result !== 'failure') return;
    const { failure, started = false } = report;
    record.health.failed({ failure, started, model, now }, this.#options.settings());
  }

  #recordOf({ keyId, source }: Omit<KnownKey, 'provider'>, provider: string): KeyRecord {
    const known = this.#records.get(keyId);
    if (known) return known;
    const health = new KeyHealth({ isProfile: !/^(?:env|inline|header|none):/.test(keyId) });
    const record = { keyId, source, provider, health, inFlight: 0, isDisabled: false };
    this.#records.set(keyId, record);
    return record;
  }
}

/** A disabled key's reason counts before that of its cooldown (PROBE-1). */
const decisive = (windows: readonly KeyWindow[]): KeyWindow | undefined => windows[0];

function boardRow({ keyId, provider, source, health, inFlight, isDisabled }: KeyRecord, now: number): KeyBoardRow {
  const window = decisive(health.windows(now));
  const common = { keyId, provider, source, inFlight, errorCount: health.errorCount };
  if (isDisabled) return { ...common, state: 'disabled', reason: 'operator' };
  if (!window) return { ...common, state: 'usable' };
  const { kind, reason, until, model } = window;
  return {
    ...common,
    state: kind === 'disable' ? 'disabled' : 'cooling',
    reason,
    until,
    ...(model !== undefined && { model }),
  };
}
