import type { Failure, RunEvent } from '@clawmesh/contracts';

/** An attempt goes on with the answer of another, of which so many characters were shown; `provider/model` of both. */
export interface Resumption {
  readonly from: string;
  readonly to: string;
  readonly chars: number;
}

/** Where a run is shown to its client: one of the renderers, over one HTTP response. */
export interface RunSink {
  /** Whether the client has seen any of the answer. From then on it can only go on, or end in an error. */
  readonly contentShown: boolean;
  /** Bytes written that the client has not taken. */
  readonly backlogBytes: number;
  /** An attempt begins: `provider/model`, as its first frame says. */
  begin(model: string): void;
  /** What follows goes on with what was shown, without a gap. */
  resume(resumption: Resumption): void;
  /** Forget what was not shown; another attempt takes over. */
  restart(): void;
  /** What follows is another message of the same run (HTTP-93). */
  separate(): void;
  /** The events of one frame, in order, including the run's end: one write at most. */
  render(events: readonly RunEvent[]): void;
  /** Ends the answer with this failure. */
  fail(failure: Failure): void;
  /** Called every second while nothing else is. */
  tick(now: number): void;
}
