import { CommandError } from '../../command-error.js';
import type { Board } from './key-board.js';
import { watchBoard } from './watch-board.js';

const boardAt = (nowMs: number): Board => ({ nowMs, data: [], document: {} });

describe('watchBoard', () => {
  /** What is shown of these looks, in turn; it is ended after the last. */
  async function watch(...looks: (Board | Error)[]): Promise<(number | string)[]> {
    const shown: (number | string)[] = [];
    const end = new AbortController();
    const read = (): Promise<Board> => {
      const look = looks.shift();
      if (look === undefined) end.abort();
      return look === undefined || look instanceof Error
        ? Promise.reject(look ?? new Error('ended'))
        : Promise.resolve(look);
    };
    const show = ({ nowMs }: Board): void => void shown.push(nowMs);
    await watchBoard({ read, show, complain: (message) => void shown.push(message), everyMs: 0 }, end.signal);
    return shown;
  }

  it('shows every look, and ends well when it is told to', async () => {
    expect(await watch(boardAt(1), boardAt(2))).toEqual([1, 2]);
  });

  it('goes on when the gateway is away for once', async () => {
    expect(await watch(boardAt(1), new CommandError('no gateway'), boardAt(3))).toEqual([1, 'no gateway', 3]);
  });

  it('ends with the error when there is nothing to see in the first place, or with a bug', async () => {
    await expect(watch(new CommandError('no gateway'))).rejects.toThrow('no gateway');
    await expect(watch(boardAt(1), new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});
