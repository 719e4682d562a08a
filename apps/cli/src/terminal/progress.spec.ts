import { withProgress } from './progress.js';

describe('withProgress', () => {
  /** What is written while work takes so many seconds. */
  async function written(seconds: number, isTTY: boolean, work = () => Promise.resolve(7)): Promise<string> {
    let text = '';
    let isTicking = false;
    const everySecond = (tick: () => void) => {
      isTicking = true;
      for (let second = 0; second < seconds; second += 1) tick();
      return () => (isTicking = false);
    };
    const screen = { isTTY, write: (more: string) => void (text += more), everySecond };
    try {
      expect(await withProgress('Starting', work, screen)).toBe(7);
    } finally {
      expect(isTicking).toBe(false);
    }
    return text;
  }

  it('says nothing of what is done within a second', async () => {
    expect(await written(0, true)).toBe('');
  });

  it('counts on a terminal, and wipes it out after', async () => {
    expect(await written(2, true)).toBe('\rStarting … 1 s\x1b[K\rStarting … 2 s\x1b[K\r\x1b[K');
  });

  it('says one line where nobody looks', async () => {
    expect(await written(3, false)).toBe('Starting …\n');
  });

  it('passes on what fails, and stops counting', async () => {
    await expect(written(1, true, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
