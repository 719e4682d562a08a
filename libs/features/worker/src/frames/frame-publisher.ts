import {
  addUsage,
  channels,
  noUsage,
  type AttemptJob,
  type ModelEvent,
  type RunEvent,
  type RunFrame,
} from '@clawmesh/contracts';
import type { Bus } from '@clawmesh/bus';

/**
 * Sends the events of one attempt to the gateway that has the client: one frame per read, one bus hop. The events stay as
 * the upstream made them: a client sees its chunks, not ours.
 */
export class FramePublisher {
  readonly #bus: Bus;
  readonly #job: AttemptJob;
  /** Invisible events that wait for the first visible one, so that an attempt without content leaves no trace. */
  #held: ModelEvent[] = [];
  #count = 0;

  constructor(bus: Bus, job: AttemptJob) {
    this.#bus = bus;
    this.#job = job;
  }

  get count(): number {
    return this.#count;
  }

  /** A client may have seen something: no other key and no other model from here on (STRM-1). */
  get contentSent(): boolean {
    return this.#count > 0;
  }

  /** Another call of the attempt begins: what an earlier one held back is not its own. */
  restart(): void {
    this.#held = [];
  }

  /** True when these were the first events that a client can see. */
  publish(events: ModelEvent[]): boolean {
    if (events.length === 0) return false;
    if (this.#count > 0) {
      this.#send(events, false);
      return false;
    }
    this.#held.push(...events);
    if (!events.some(isVisible)) return false;
    this.#send(this.#held, false);
    this.#held = [];
    return true;
  }

  /** The last events of a call that succeeded: the `attempt-end` is among them. */
  end(events: readonly ModelEvent[]): void {
    const all: RunEvent[] = [...this.#held, ...events];
    const last = all.at(-1);
    const endsRun = this.#job.endsRun && last?.type === 'attempt-end';
    if (endsRun) all.push(this.#runEnd(last));
    this.#send(all, endsRun);
  }

  #runEnd({ type: _, ...end }: Extract<RunEvent, { type: 'attempt-end' }>): RunEvent {
    const { provider, model, attemptsMade, continuations, usageBefore } = this.#job;
    const runEnd: RunEvent = { type: 'run-end', model: `${provider}/${model}`, attempts: attemptsMade, ...end };
    if (continuations !== undefined) runEnd.continuations = continuations;
    if (usageBefore !== undefined) runEnd.usage = addUsage(usageBefore, end.usage ?? noUsage);
    return runEnd;
  }

  /** What the first frame says of the attempt. */
  #opening(): Pick<RunFrame, 'model' | 'resumesAt'> {
    const { provider, model, call } = this.#job;
    const name = `${provider}/${model}`;
    return call.continues ? { model: name, resumesAt: call.continues.text.length } : { model: name };
  }

  #send(events: RunEvent[], last: boolean): void {
    const { runId, attempt, gatewayId } = this.#job;
    const seq = this.#count++;
    this.#bus.send(channels.runFrames, gatewayId, {
      runId,
      attempt,
      seq,
      ...(seq === 0 && this.#opening()),
      ...(last && { last }),
      events,
    });
  }
}

const isVisible = (event: ModelEvent): boolean => event.type !== 'reasoning-end';
