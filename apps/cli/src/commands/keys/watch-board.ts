import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from '../../command-error.js';
import type { Board } from './key-board.js';

export interface Watch {
  read(signal: AbortSignal): Promise<Board>;
  show(board: Board): void;
  /** The gateway is away for once; the next look may find it again. */
  complain(message: string): void;
  readonly everyMs: number;
}

/** Looks again and again until `end` aborts, which is how it is meant to end. Rejects when the first look fails. */
export async function watchBoard({ read, show, complain, everyMs }: Watch, end: AbortSignal): Promise<void> {
  try {
    show(await read(end));
    for (;;) {
      await delay(everyMs, undefined, { signal: end });
      await read(end).then(show, (error: unknown) => {
        if (!(error instanceof CommandError)) throw error;
        complain(error.message);
      });
    }
  } catch (error) {
    if (!end.aborted) throw error;
  }
}
