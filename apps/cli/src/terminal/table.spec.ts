import { coloured, paintFor, plain } from './paint.js';
import { tableLines, type Column } from './table.js';

interface Thing {
  readonly name: string;
  readonly count: string;
  readonly note: string;
}

const columns: readonly Column<Thing>[] = [
  { title: 'NAME', text: ({ name }) => name, colour: () => 'red' },
  { title: 'N', text: ({ count }) => count, isNumber: true },
  { title: 'NOTE', text: ({ note }) => note, isLongText: true },
];
const things = [
  { name: 'a', count: '7', note: 'short' },
  { name: 'longer', count: '12', note: 'a note that is long' },
];

describe('tableLines', () => {
  it('aligns words to the left and numbers to the right', () => {
    expect(tableLines(columns, things, { paint: plain, width: Infinity })).toEqual([
      'NAME     N  NOTE',
      'a        7  short',
      'longer  12  a note that is long',
    ]);
  });

  it('cuts a long text to the width of the terminal, colours not counted', () => {
    const lines = tableLines(columns, things, { paint: coloured, width: 20 });
    expect(lines[2]).toBe('\x1b[31mlonger\x1b[0m  12  a note …');
    expect(lines[2]?.replaceAll(/\x1b\[\d+m/g, '')).toHaveLength(20);
  });

  it('cuts nothing else, and not to nothing', () => {
    const rows = [{ name: 'a long name', count: '1', note: '' }];
    expect(tableLines(columns, rows, { paint: plain, width: 5 })[1]).toBe('a long name  1');
    expect(tableLines(columns, things, { paint: plain, width: 5 })[2]).toBe('longer  12  a note …');
  });

  it('leaves out a column with nothing in it', () => {
    const rows = things.map(({ name, count }) => ({ name, count, note: '' }));
    expect(tableLines(columns, rows, { paint: plain, width: 80 })[0]).toBe('NAME     N');
  });

  it('does not hand control characters of an upstream to the terminal', () => {
    const rows = [{ name: 'a', count: '', note: 'bad\x1b[2J\r\nthing\u202e\u0007' }];
    expect(tableLines(columns, rows, { paint: plain, width: 80 })[1]).toBe('a     bad [2J thing ');
  });
});

describe('paintFor', () => {
  const terminal = { isTTY: true, env: {}, color: true };
  it.each([
    ['a terminal', terminal, coloured],
    ['a pipe', { ...terminal, isTTY: false }, plain],
    ['NO_COLOR', { ...terminal, env: { NO_COLOR: '1' } }, plain],
    ['an empty NO_COLOR', { ...terminal, env: { NO_COLOR: '' } }, coloured],
    ['--no-color', { ...terminal, color: false }, plain],
    ['a terminal that knows none', { ...terminal, env: { TERM: 'dumb' } }, plain],
  ])('CLI-1 %s', (_, surroundings, paint) => expect(paintFor(surroundings)).toBe(paint));
});
