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

/** Looks again and again until Ctrl-C, which is how it is meant to end. Rejects only when the first look fails. */
export async function watchBoard({ read, show, complain, everyMs }: Watch): Promise<void> {
  const end = new AbortController();
  const stop = (): void => end.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  process.stdout.once('error', stop); // whoever read our output has left
  try {
    show(await read(end.signal));
    for (;;) {
      await delay(everyMs, undefined, { signal: end.signal });
      await read(end.signal).then(show, (error: unknown) => {
        if (!(error instanceof CommandError)) throw error;
        complain(error.message);
      });
    }
  } catch (error) {
    if (!end.signal.aborted) throw error;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    process.stdout.off('error', stop);
  }
}
