/** Where progress is shown: stderr, so that stdout stays one answer (CLI-1, CLI-2). */
export interface ProgressScreen {
  readonly isTTY: boolean;
  write(text: string): void;
  /** Calls every second, until what it returns is called. */
  everySecond(tick: () => void): () => void;
}

const stderr: ProgressScreen = {
  get isTTY() {
    return process.stderr.isTTY;
  },
  write: (text) => void process.stderr.write(text),
  everySecond: (tick) => {
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  },
};

/** Does work that may take a while, and says so once it takes more than a second. */
export async function withProgress<T>(what: string, work: () => Promise<T>, screen = stderr): Promise<T> {
  let seconds = 0;
  const end = screen.everySecond(() => {
    seconds += 1;
    if (screen.isTTY) screen.write(`\r${what} … ${seconds} s\x1b[K`);
    else if (seconds === 1) screen.write(`${what} …\n`);
  });
  try {
    return await work();
  } finally {
    end();
    if (seconds > 0 && screen.isTTY) screen.write('\r\x1b[K');
  }
}
