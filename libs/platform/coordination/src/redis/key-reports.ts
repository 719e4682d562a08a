import type { Failure } from '@clawmesh/contracts';
import { failureFacts, type KeyFacts } from '../key-facts.js';
import type { InProcessKeyRing } from '../key-ring.in-process.js';
import { newRecord, type KeyRecord } from '../key-record.js';
import type { KeyLease, KeyReport } from '../key-ring.js';
import type { KeyRingSettings } from '../key-ring-settings.js';
import { failed, succeeded, type KeyUse } from '../key-verdict.js';
import { tellChange } from '../window-events.js';
import type { ClusterView } from './cluster-view.js';
import type { LongWindows } from './long-windows.js';
import { settlementOf, type OpenCall, type OpenCalls } from './open-calls.js';
import type { RedisClock } from './redis-clock.js';
import type { RedisLink } from './redis-link.js';
import type { KeyNews, RingEvents } from './ring-events.js';
import type { FailReply, LeaseInput, ProviderState, RingScripts, SettleItem } from './ring-scripts.js';
import { Settlements } from './settlements.js';

const mendMs = 250;
const mostErrorLength = 200;

export interface KeyReportsOptions {
  readonly link: RedisLink;
  readonly scripts: RingScripts;
  readonly clock: RedisClock;
  readonly view: ClusterView;
  readonly local: InProcessKeyRing;
  readonly calls: OpenCalls;
  readonly longWindows: LongWindows;
  readonly events: RingEvents;
  readonly settings: () => KeyRingSettings;
  readonly announce: (news: KeyNews) => void;
}

/** What calls say about their keys, on its way to Redis, to the other workers, and into this worker's own view. */
export class KeyReports {
  readonly #options: KeyReportsOptions;
  readonly #settlements: Settlements;
  readonly #mending = new Set<string>();

  constructor(options: KeyReportsOptions) {
    this.#options = options;
    this.#settlements = new Settlements({
      send: (provider, items) => this.#settle(provider, items),
      onKept: (item) => this.#judgeSuccess(item),
    });
  }

  answered(lease: KeyLease): void {
    const { calls, local } = this.#options;
    const call = calls.get(lease.leaseId);
    if (!call) return;
    call.answeredAt ??= calls.succeededAt(call);
    if (call.isLocal) local.answered(lease);
    if (!call.isProbe) return;
    this.#settlements.add(lease.provider, settlementOf(call, false, call.answeredAt));
    call.isProbe = false;
    void this.#settlements.flush(lease.provider);
  }

  async report(lease: KeyLease, report: KeyReport): Promise<void> {
    const { calls, local, settings } = this.#options;
    const call = calls.end(lease.leaseId);
    if (!call) return;
    if (call.isLocal) await local.report(lease, report);
    if (report.result === 'failure') {
      const { failure, started = false } = report;
      const facts = failureFacts({ failure, started, provider: lease.provider, model: lease.model }, settings());
      if (facts !== 'none') return this.#fail(call, failure, facts);
    }
    const succeededAt = report.result === 'success' ? (call.answeredAt ?? call.leasedAt) : undefined;
    this.#settlements.add(lease.provider, settlementOf(call, true, succeededAt));
    // Others wait for what counts (CLU-7, CLU-15).
    if (call.isCounted) await this.#settlements.flush(lease.provider);
  }

  /** A lease that came too late for whoever asked. */
  releaseUnused(
    { provider, model, leaseId }: LeaseInput,
    { keyId, gen, now }: { keyId: string; gen: number; now: number },
  ) {
    const item = { leaseId, keyId, gen, model, source: '', leasedAt: now, isProbe: false, ends: true };
    this.#settlements.add(provider, item);
  }

  flush(): Promise<void> {
    return this.#settlements.flushAll();
  }

  async #settle(provider: string, items: readonly SettleItem[]): Promise<boolean> {
    const { link, scripts, view, settings, events } = this.#options;
    const { failureWindowMs } = settings();
    const answered = await link.call(() => scripts.settle(provider, { items, failureWindowMs }));
    if (!answered) return false;
    view.learnTime(answered);
    const { cleared } = answered.value;
    if (cleared.length === 0) view.noticed(provider, answered.value);
    else this.#tell(provider, answered.value, cleared);
    for (const record of cleared) events.windowsCleared(record);
    return true;
  }

  async #fail(call: OpenCall, failure: Failure, facts: KeyFacts): Promise<void> {
    const { link, scripts, calls, settings } = this.#options;
    const { lease, gen, source, isProfile, endsInMs } = call;
    const { provider, leaseId, keyId, model } = lease;
    const { failureWindowMs, modelScope } = settings();
    // What ended before is told before.
    void this.#settlements.flush(provider);
    const answered = await link.call(() =>
      scripts.fail({
        ...{ provider, facts, failureWindowMs, widens: modelScope === 'widen', rememberMs: endsInMs },
        lease: { leaseId, keyId, gen, model, source, isProfile },
        observedAt: calls.failedAt(call),
        lastError: failure.message.slice(0, mostErrorLength),
      }),
    );
    if (!answered) return this.#failWithoutRedis(call, failure, facts);
    this.#options.view.learnTime(answered);
    this.#heardOf(answered.value, call, facts);
  }

  #heardOf(reply: FailReply, { lease }: OpenCall, facts: KeyFacts): void {
    const { view, events } = this.#options;
    if (reply.epoch === '') void view.restore(lease.provider);
    if (reply.result !== 'opened' && reply.result !== 'extended') return view.noticed(lease.provider, reply);
    this.#tell(lease.provider, reply, [reply.record]);
    if (reply.result !== 'opened') return;
    const window = Object.values(reply.record.windows).find(
      ({ kind, openedAt }) => kind === facts.kind && openedAt === reply.now,
    );
    if (window) events.windowOpened(reply.record, window, lease.leaseId);
  }

  /** The same rules, for this worker's view alone; Redis is told when it can be (CLU-25). */
  #failWithoutRedis(call: OpenCall, failure: Failure, facts: KeyFacts): void {
    const { local, clock, calls, settings, events } = this.#options;
    const { provider, leaseId } = call.lease;
    const now = clock.now();
    const before = this.#recordOf(call);
    // Mending does not tell of calls that are over. A probe's ends by its time, so that no other goes out before the window
    // is known.
    if (!call.isProbe) this.#settlements.add(provider, settlementOf(call, true));
    if (before.gen > call.gen) return; // CLU-11
    // What this worker's own ring granted it has judged already.
    if (!call.isLocal) {
      const use = { ...useOf(settlementOf(call, true)), observedAt: Math.min(now, calls.failedAt(call)) };
      const after = failed(before, { facts, message: failure.message }, { use, now, rules: settings() });
      local.adopt(after);
      tellChange(events, { before, after, leaseId });
    }
    this.#tell(provider, { epoch: '', rev: 0, now }, [this.#recordOf(call)]);
    this.#mendSoon(provider);
  }

  #judgeSuccess(item: SettleItem): void {
    const { local, clock, view } = this.#options;
    const record = view.recordOf(item.keyId);
    if (!record || item.succeededAt === undefined || record.gen > item.gen) return;
    local.adopt(succeeded(record, { ...useOf(item), observedAt: item.succeededAt }, clock.now()));
  }

  #tell(provider: string, { epoch, rev, now }: ProviderState, records: readonly KeyRecord[]): void {
    const { view, announce, longWindows } = this.#options;
    for (const record of records) longWindows.note(record, view.recordOf(record.keyId), now);
    if (epoch !== '') view.changed(provider, { epoch, rev }, records);
    announce({ provider, epoch, rev, at: now, records });
  }

  #recordOf({ lease, source, isProfile }: OpenCall): KeyRecord {
    const { keyId, provider } = lease;
    return this.#options.view.recordOf(keyId) ?? newRecord({ keyId, provider, source, isProfile });
  }

  /** One answer was late, and Redis is not given up yet. */
  #mendSoon(provider: string): void {
    if (this.#mending.has(provider)) return;
    this.#mending.add(provider);
    const mend = async (): Promise<void> => {
      const { link, view } = this.#options;
      const isMended = link.state !== 'up' || (await view.restore(provider));
      this.#mending.delete(provider);
      if (!isMended) this.#mendSoon(provider);
    };
    setTimeout(() => void mend(), mendMs).unref();
  }
}

function useOf({ leaseId, model, leasedAt, isProbe }: SettleItem): Omit<KeyUse, 'observedAt'> {
  return { leaseId, model, leasedAt, isProbe };
}
