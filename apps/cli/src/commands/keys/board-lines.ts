import { sinceText, untilText } from '../../terminal/human-time.js';
import type { Colour } from '../../terminal/paint.js';
import { tableLines, type Column, type TableStyle } from '../../terminal/table.js';
import type { Board, ShownKey } from './key-board.js';

const colours: Readonly<Record<string, Colour>> = {
  usable: 'green',
  cooling: 'yellow',
  busy: 'yellow',
  probing: 'cyan',
  disabled: 'red',
  blocked: 'red',
};

const numberText = (count: number): string => (count === 0 ? '' : String(count));

const timeText = (time: number | null | undefined, nowMs: number, textOf: typeof untilText): string =>
  typeof time === 'number' ? textOf(time, nowMs) : '';

/** Times are told from the gateway's clock, which may not be ours. */
const columnsAt = (nowMs: number): readonly Column<ShownKey>[] => [
  { title: 'PROVIDER', text: ({ provider }) => provider },
  { title: 'KEY', text: ({ key }) => key },
  { title: 'SOURCE', text: ({ source }) => source },
  { title: 'STATE', text: ({ state }) => state, colour: ({ state }) => colours[state] ?? 'dim' },
  { title: 'REASON', text: ({ reason }) => reason ?? '' },
  { title: 'MODEL', text: ({ model }) => model ?? '' },
  { title: 'USABLE', text: ({ untilMs }) => timeText(untilMs, nowMs, untilText) },
  { title: 'LAST USED', text: ({ lastUsedAtMs }) => timeText(lastUsedAtMs, nowMs, sinceText) },
  { title: 'CALLS', text: ({ inFlight }) => numberText(inFlight), isNumber: true },
  { title: 'FAILURES', text: ({ errorCount }) => numberText(errorCount), isNumber: true },
  { title: 'LAST ERROR', text: ({ lastError }) => lastError ?? '', colour: () => 'dim', isLongText: true },
];

/** The board as a person reads it. */
export function boardLines({ data, nowMs }: Board, style: TableStyle): string[] {
  return data.length === 0 ? ['There are no keys.'] : tableLines(columnsAt(nowMs), data, style);
}
