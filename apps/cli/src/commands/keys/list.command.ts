import { Command, InvalidArgumentError } from 'commander';
import { runCommand } from '../../command-error.js';
import {
  findGateway,
  withGatewayOptions,
  type GatewayOptions,
  type GatewayTarget,
} from '../../gateway/gateway-target.js';
import { terminalStyle } from '../../terminal/terminal-style.js';
import { boardLines } from './board-lines.js';
import { readBoard, type Board } from './key-board.js';
import { watchBoard } from './watch-board.js';

interface ListOptions extends GatewayOptions {
  readonly provider?: string;
  readonly json?: boolean;
  readonly color: boolean;
  /** Seconds. */
  readonly watch?: number | true;
}

const usualSeconds = 2;

/** `clawmesh keys list`: the board. */
export function listCommand(): Command {
  const command = new Command('list')
    .description('show every key: what state it is in, why, and until when; `clawmesh keys` alone does it too')
    .option('--provider <id>', 'only the keys of this provider')
    .option('--json', 'print JSON; with --watch a line of it each time')
    .option('--watch [seconds]', `look again every so often, until Ctrl-C (default: ${usualSeconds})`, seconds)
    .option('--no-color', 'no colours; NO_COLOR does the same');
  return withGatewayOptions(command).action((options: ListOptions) => runCommand(options, () => list(options)));
}

async function list(options: ListOptions): Promise<void> {
  const target = await findGateway(options);
  const read = (signal?: AbortSignal): Promise<Board> => readBoard(target, options.provider, signal);
  if (options.watch === undefined) return print(await read(), options);
  const everySeconds = options.watch === true ? usualSeconds : options.watch;
  const redraws = process.stdout.isTTY && options.json !== true;
  const watch = {
    read,
    show: (board: Board) => (redraws ? redraw(board, { target, options, everySeconds }) : append(board, options)),
    complain: (message: string) => void process.stderr.write(`clawmesh: ${message}\n`),
    everyMs: everySeconds * 1_000,
  };
  await watchBoard(watch, untilLeft());
}

/** Aborts on Ctrl-C, and when whoever read our output has left. */
function untilLeft(): AbortSignal {
  const left = new AbortController();
  const leave = (): void => left.abort();
  process.once('SIGINT', leave).once('SIGTERM', leave);
  process.stdout.once('error', leave);
  return left.signal;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 0.1 && value <= 86_400)) throw new InvalidArgumentError('It is a number of seconds, 0.1 or more.');
  return value;
}

function print(board: Board, options: ListOptions): void {
  const text = options.json
    ? JSON.stringify(board.document, null, 2)
    : boardLines(board, terminalStyle(options.color)).join('\n');
  process.stdout.write(`${text}\n`);
}

function append(board: Board, options: ListOptions): void {
  const text = options.json
    ? JSON.stringify(board.document)
    : `${boardLines(board, terminalStyle(options.color)).join('\n')}\n`;
  process.stdout.write(`${text}\n`);
}

interface Screen {
  readonly target: GatewayTarget;
  readonly options: ListOptions;
  readonly everySeconds: number;
}

/** From the top of the screen; what does not fit below is counted, or it would scroll at every look. */
function redraw(board: Board, { target, options, everySeconds }: Screen): void {
  const style = terminalStyle(options.color);
  const title = style.paint(`${target.url}, every ${everySeconds} s; Ctrl-C ends`, 'dim');
  const lines = [title, '', ...boardLines(board, style)];
  const room = Math.max((process.stdout.rows || 24) - 1, 4);
  const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), `… ${lines.length - room + 1} more`];
  process.stdout.write(`\x1b[H\x1b[2J${shown.join('\n')}\n`);
}
