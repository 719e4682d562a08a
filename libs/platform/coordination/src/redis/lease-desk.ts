import { createHash, randomUUID } from 'node:crypto';
import type { InProcessKeyRing } from '../key-ring.in-process.js';
import type { KeyLease, LeaseAnswer, LeaseQuestion } from '../key-ring.js';
import type { KeyRingSettings } from '../key-ring-settings.js';
import type { ClusterView } from './cluster-view.js';
import type { KeyReports } from './key-reports.js';
import { LeaseInquiry, type Offer } from './lease-inquiry.js';
import type { OpenCalls } from './open-calls.js';
import type { RedisClock } from './redis-clock.js';
import type { Answered, RedisLink } from './redis-link.js';
import type { RingEvents } from './ring-events.js';
import type { LeaseInput, LeaseReply, RingScripts } from './ring-scripts.js';
import { WaitingLines } from './waiting-line.js';

const dayMs = 24 * 3_600_000;
/** A lease outlives the deadline of its call by this much (CLU-4). */
const graceMs = 30_000;
const sayAgainMs = 2_000;

export interface LeaseDeskOptions {
  readonly link: RedisLink;
  readonly scripts: RingScripts;
  readonly clock: RedisClock;
  readonly view: ClusterView;
  readonly local: InProcessKeyRing;
  readonly calls: OpenCalls;
  readonly reports: KeyReports;
  readonly events: RingEvents;
  readonly settings: () => KeyRingSettings;
  readonly onFailure: () => 'local' | 'fail';
  /** Deadlines are by the machine's clock. */
  readonly wall: () => number;
}

interface Ask extends Pick<LeaseInput, 'probeKeyId' | 'probeRev'> {
  readonly isWaiting: boolean;
}

type Granted = Extract<LeaseReply, { result: 'leased' }>;

/** Where questions are answered: by Redis, and without it by what this worker knows. */
export class LeaseDesk {
  readonly #options: LeaseDeskOptions;
  readonly #lines = new WaitingLines();
  readonly #processId = randomUUID();
  #hasStarted = false;

  constructor(options: LeaseDeskOptions) {
    this.#options = options;
  }

  async lease(question: LeaseQuestion, signal?: AbortSignal): Promise<LeaseAnswer> {
    if (!this.#hasStarted) await this.#options.link.started();
    this.#hasStarted = true;
    const { settings, wall, clock } = this.#options;
    const inquiry = new LeaseInquiry(question, settings(), Math.max(0, question.deadlineAt - wall()));
    const isFinal = ({ waitUntil = 0 }: Offer): boolean => waitUntil <= clock.now();
    let offer = await this.#ask(inquiry, { isWaiting: false }, signal);
    if (isFinal(offer)) return offer.answer;
    const line = lineOf(question);
    const isAnswered = await this.#lines.wait(line, {
      ask: async () => {
        offer = await this.#ask(inquiry, { isWaiting: true }, signal);
        return isFinal(offer) || undefined;
      },
      isOver: () => isFinal(offer),
      signal,
    });
    // Only the first of a line has looked lately.
    if (!isAnswered && !signal?.aborted) offer = await this.#ask(inquiry, { isWaiting: false }, signal);
    if (!offer.answer.granted && this.#lines.lengthOf(line) === 0) this.#leave(question.provider, line);
    return offer.answer;
  }

  /** A key may be free now. */
  released(): void {
    this.#lines.wake();
  }

  /** Much may be different now. */
  everythingChanged(): void {
    this.#lines.wakeAll();
  }

  async #ask(inquiry: LeaseInquiry, ask: Ask, signal: AbortSignal | undefined): Promise<Offer> {
    const { question } = inquiry;
    const answered = await this.#askRedis(question, ask);
    if (!answered) return { answer: await this.#withoutRedis(question, signal) };
    const reply = answered.value;
    if (reply.result === 'leased') return { answer: this.#granted(question, { ...answered, value: reply }) };
    if (reply.result === 'lost') return { answer: await this.#withoutRedis(question, signal) };
    const refused = inquiry.refusedBy(ask.probeKeyId === undefined ? reply : { ...reply, isThrottled: true });
    if ('answer' in refused) return refused;
    return this.#ask(inquiry, { ...ask, ...refused }, signal);
  }

  async #askRedis(question: LeaseQuestion, ask: Ask): Promise<Answered<LeaseReply> | undefined> {
    const { link, scripts, view, reports } = this.#options;
    const { provider } = question;
    for (let tries = 0; tries < 2; tries++) {
      const input = this.#input(question, ask);
      const answered = await link.call(
        () => scripts.lease(input),
        (late) => {
          if (late.value.result === 'leased') reports.releaseUnused(input, late.value);
        },
      );
      if (!answered) return undefined;
      view.learnTime(answered);
      if (answered.value.result !== 'lost') {
        const { value } = answered;
        if (value.result === 'refused')
          view.shown(
            provider,
            value,
            value.records.flatMap((record) => record ?? []),
          );
        view.noticed(provider, value);
        return answered;
      }
      if (!(await view.restore(provider))) return undefined;
    }
    return undefined;
  }

  #input(question: LeaseQuestion, { isWaiting, probeKeyId, probeRev }: Ask): LeaseInput {
    const { provider, model, session, isRetry, neededTokens, excludedKeyIds, preferredKeyId } = question;
    const { slowStart, failureWindowMs, maxInFlight } = this.#options.settings();
    const most = maxInFlight(provider);
    const line = lineOf(question);
    return {
      ...{
        provider,
        model,
        session: session && hashOf(session),
        isRetry,
        neededTokens,
        preferred: preferredKeyId,
        isWaiting,
      },
      ...{ probeKeyId, probeRev },
      ...{ slowStart, failureWindowMs, maxInFlight: Number.isFinite(most) ? most : 0 },
      ...this.#options.view.seen(provider),
      leaseId: randomUUID(),
      waiterId: this.#waiterId(line),
      ahead: isWaiting ? 0 : this.#lines.lengthOf(line),
      isFirst: excludedKeyIds.length === 0,
      ttlMs: this.#endsInMs(question),
      candidates: question.candidates.map((candidate) =>
        excludedKeyIds.includes(candidate.keyId) ? { ...candidate, excluded: true } : candidate,
      ),
    };
  }

  #granted(question: LeaseQuestion, { value, sentAt, receivedAt }: Answered<Granted>): LeaseAnswer {
    const { keyId, probe, gen, now, isCounted, leaseId } = value;
    const lease: KeyLease = {
      leaseId,
      keyId,
      provider: question.provider,
      model: question.model,
      ...(probe && { probe }),
    };
    const endsInMs = this.#endsInMs(question);
    const call = { lease, gen, leasedAt: now, sentAt, receivedAt, endsInMs, isCounted, isLocal: false };
    this.#options.calls.add({ ...call, ...sourceOf(question, keyId), isProbe: probe !== undefined });
    return { granted: true, lease };
  }

  async #withoutRedis(question: LeaseQuestion, signal: AbortSignal | undefined): Promise<LeaseAnswer> {
    const { onFailure, events, local, calls, clock, view, wall } = this.#options;
    if (onFailure() === 'fail') {
      return { granted: false, why: 'unavailable', reason: 'overloaded', soonestInMs: sayAgainMs };
    }
    events.leasedLocally(question.provider);
    // The ring of this worker goes by the time of Redis.
    const deadlineAt = clock.now() + question.deadlineAt - wall();
    const answer = await local.lease({ ...question, deadlineAt }, signal);
    if (!answer.granted) return answer;
    const { lease } = answer;
    const gen = view.recordOf(lease.keyId)?.gen ?? 0;
    const at = calls.now();
    const times = { leasedAt: clock.now(), sentAt: at, receivedAt: at, endsInMs: this.#endsInMs(question) };
    const call = { lease, gen, ...times, isCounted: false, isLocal: true };
    calls.add({ ...call, ...sourceOf(question, lease.keyId), isProbe: lease.probe !== undefined });
    return answer;
  }

  #endsInMs({ deadlineAt }: LeaseQuestion): number {
    return Math.ceil(Math.min(dayMs, Math.max(0, deadlineAt - this.#options.wall())) + graceMs);
  }

  /** The place in Redis is that of the whole line. */
  #leave(provider: string, line: string): void {
    const { link, scripts } = this.#options;
    void link.call(() => scripts.leaveQueue(provider, this.#waiterId(line)));
  }

  #waiterId(line: string): string {
    return `${this.#processId} ${line}`;
  }
}

/** Nothing of a request is kept in Redis (CLU-2). */
function hashOf(session: string): string {
  return createHash('sha256').update(session).digest('base64url');
}

/** Those who would take the same keys stand in one line. */
function lineOf({ provider, model, candidates }: LeaseQuestion): string {
  return [provider, model, ...candidates.map(({ keyId }) => keyId)].join(' ');
}

function sourceOf({ candidates }: LeaseQuestion, keyId: string) {
  const candidate = candidates.find((other) => other.keyId === keyId);
  return { source: candidate?.source ?? '', isProfile: candidate?.isProfile };
}
