import type { RunClaimReply, RunEvent, RunFrame } from '@clawmesh/contracts';

/**
 * What to do with a frame that arrived.
 * `show`: these events are next. With `from`: they open another attempt, which replaces what was not shown
 * (`replace`), goes on after a completed one (`continue`), or with one that broke off after a part was shown (`resume`).
 * `superseded`: an attempt started over although the client has seen some of an earlier one.
 */
export type Assembly =
  | { readonly step: 'hold' }
  | {
      readonly step: 'show';
      readonly events: readonly RunEvent[];
      readonly from?: Opening;
      readonly model?: string;
    }
  | { readonly step: 'superseded' };

type Opening = 'replace' | 'continue' | 'resume';

const hold: Assembly = { step: 'hold' };
const superseded: Assembly = { step: 'superseded' };

/** Frames of one attempt that may arrive before those they follow; the bus reorders only messages sent by reference. */
const maxHeldFrames = 256;

/**
 * Puts the frames of one run in order: only the newest attempt, each `seq` once, nothing after the end. Whether the
 * client has been shown content is the renderer's knowledge, so it is asked for; so is how many characters of a text
 * that can be gone on with.
 */
export class FrameAssembler {
  #attempt = 0;
  #nextSeq = 0;
  #opening: Opening | undefined;
  #completed = false;
  #ended = false;
  readonly #held = new Map<number, RunFrame>();

  constructor(
    private readonly contentShown: () => boolean,
    private readonly charsShown: () => number | undefined = () => undefined,
  ) {}

  /** The last frame was assembled, or the run was superseded: every later frame is ignored. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Later frames are here, but not the next one. */
  get missesFrame(): boolean {
    return this.#held.size > 0;
  }

  accept(frame: RunFrame): Assembly {
    if (this.#ended || frame.attempt < this.#attempt) return hold;
    if (frame.attempt > this.#attempt) this.#begin(frame.attempt);
    if (frame.seq !== this.#nextSeq) return this.#keep(frame);
    if (frame.seq === 0 && !this.#mayOpen(frame)) {
      this.#ended = true;
      return superseded;
    }
    return this.#assemble(frame);
  }

  /**
   * Whether a run may be answered with `attempt` and up; if so, earlier attempts are fenced off. `resumes`: it can go on
   * with what was shown.
   */
  claim(attempt: number, resumes = false): RunClaimReply['verdict'] {
    if (this.#ended || attempt < this.#attempt) return 'gone';
    const isShown = this.contentShown();
    if (isShown && !(resumes && this.charsShown() !== undefined)) return 'content-sent';
    if (attempt > this.#attempt) this.#begin(attempt);
    return isShown ? 'resume' : 'granted';
  }

  /** An attempt begins as it says it does, or the run is over: nothing may be shown twice, or left out. */
  #mayOpen(frame: RunFrame): boolean {
    if (frame.resumesAt !== undefined) {
      this.#opening = 'resume';
      return this.contentShown() && frame.resumesAt === this.charsShown();
    }
    return this.#opening !== 'replace' || !this.contentShown() || endsInFailure(frame);
  }

  #begin(attempt: number): void {
    if (this.#attempt > 0) this.#opening = this.#completed ? 'continue' : 'replace';
    this.#attempt = attempt;
    this.#nextSeq = 0;
    this.#completed = false;
    this.#held.clear();
  }

  #keep(frame: RunFrame): Assembly {
    if (frame.seq > this.#nextSeq && this.#held.size < maxHeldFrames) this.#held.set(frame.seq, frame);
    return hold;
  }

  #assemble(first: RunFrame): Assembly {
    const from = this.#opening;
    this.#opening = undefined;
    const events = this.#held.size === 0 ? this.#take(first) : this.#takeAll(first);
    if (from === undefined && first.model === undefined) return { step: 'show', events };
    return { step: 'show', events, ...(from && { from }), ...(first.model && { model: first.model }) };
  }

  #takeAll(first: RunFrame): readonly RunEvent[] {
    const events: RunEvent[] = [];
    for (let next: RunFrame | undefined = first; next && !this.#ended; next = this.#held.get(this.#nextSeq)) {
      this.#held.delete(next.seq);
      events.push(...this.#take(next));
    }
    return events;
  }

  #take(frame: RunFrame): readonly RunEvent[] {
    this.#nextSeq = frame.seq + 1;
    if (frame.last) this.#ended = true;
    if (frame.events.some((event) => event.type === 'attempt-end')) this.#completed = true;
    return frame.events;
  }
}

/** The runner ends a run whose attempt was lost from a new attempt: that is the end, not a second answer. */
function endsInFailure(frame: RunFrame): boolean {
  return frame.events.length === 1 && frame.events[0]?.type === 'run-failed';
}
