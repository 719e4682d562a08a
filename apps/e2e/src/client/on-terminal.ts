import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../targets/running-process.js';

/** True if a pseudo terminal can be had. Says why not, in one line, or throws under REQUIRE_SERVICES=1. */
function hasTerminal(): boolean {
  if (spawnSync('script', ['--version']).status === 0) return true;
  const reason = 'the tests on a terminal need `script` of util-linux';
  if (process.env['REQUIRE_SERVICES'] === '1') throw new Error(reason);
  process.stderr.write(`skipped: ${reason}\n`);
  return false;
}

/** `it`, or nothing where no pseudo terminal can be had. */
export const itOnTerminal = hasTerminal() ? it : it.skip;

/** What a person does. */
export interface Viewer {
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed when something is seen, in turn. */
  readonly types?: readonly { readonly at: RegExp; readonly text: string }[];
  /** Presses Ctrl-C when it has seen this. */
  isEnough?(output: string): boolean;
}

export interface Shown {
  readonly status: number | null;
  /** Every byte that came, colours and all. */
  readonly output: string;
}

/** It waits for something that nobody types. */
const patienceMs = 60_000;
/** As large as a terminal is that nobody has changed. */
const size = 'stty cols 100 rows 30';

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** `clawmesh …` on a terminal, to its end. */
export async function onTerminal(args: readonly string[], viewer: Viewer = {}): Promise<Shown> {
  // `exec`, or the status would be the shell's own.
  const command = `${size}; exec ${[process.execPath, 'bin/clawmesh', ...args].map(quoted).join(' ')}`;
  const { PATH = '' } = process.env;
  const env = { PATH, TERM: 'xterm', SHELL: '/bin/sh', ...viewer.env };
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { cwd: root, env });
  const left = [...(viewer.types ?? [])];
  let output = '';
  let seen = 0;
  let isOver = false;
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const next = left[0];
    if (next?.at.test(output.slice(seen))) {
      seen = output.length;
      left.shift();
      terminal.stdin.write(next.text);
    }
    if (isOver || !viewer.isEnough?.(output)) return;
    isOver = true;
    terminal.stdin.write('\x03');
  });
  const giveUp = setTimeout(() => terminal.kill(), patienceMs);
  const [status] = (await once(terminal, 'close')) as [number | null];
  clearTimeout(giveUp);
  return { status, output };
}
