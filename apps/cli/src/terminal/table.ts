import { printable, type Colour, type Paint } from './paint.js';

export interface Column<Row> {
  readonly title: string;
  text(row: Row): string;
  colour?(row: Row): Colour;
  readonly isNumber?: boolean;
  /** As the last column it is cut where the line ends; others are never cut. */
  readonly isLongText?: boolean;
}

export interface TableStyle {
  readonly paint: Paint;
  /** Characters of a line. */
  readonly width: number;
}

const gap = '  ';
/** Less of a long text says nothing: the line is longer then. */
const leastWidth = 8;

/** Aligned lines under their titles. A column with nothing in it is left out. */
export function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], style: TableStyle): string[] {
  const cells = columns.map((column) => ({ column, texts: rows.map((row) => printable(column.text(row))) }));
  const shown = cells.filter(({ texts }) => texts.some((text) => text !== ''));
  const widths = shown.map(({ column, texts }) => Math.max(column.title.length, ...texts.map(lengthOf)));
  const line = (textOf: (index: number) => string, paintOf: (text: string, index: number) => string): string => {
    let left = style.width;
    const parts = shown.map(({ column }, index) => {
      const isLast = index === shown.length - 1;
      const text = isLast && column.isLongText ? cut(textOf(index), left) : textOf(index);
      const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - lengthOf(text)));
      left -= (widths[index] ?? 0) + gap.length;
      if (column.isNumber) return padding + paintOf(text, index);
      return paintOf(text, index) + (isLast ? '' : padding);
    });
    return parts.join(gap);
  };
  const title = line(
    (index) => shown[index]?.column.title ?? '',
    (text) => style.paint(text, 'bold'),
  );
  const body = rows.map((row, at) =>
    line(
      (index) => shown[index]?.texts[at] ?? '',
      (text, index) => {
        const colour = shown[index]?.column.colour?.(row);
        return colour === undefined ? text : style.paint(text, colour);
      },
    ),
  );
  return [title, ...body];
}

/** Code points: what we show is not wide. */
const lengthOf = (text: string): number => [...text].length;

function cut(text: string, width: number): string {
  const room = Math.max(width, leastWidth);
  return lengthOf(text) <= room ? text : `${[...text].slice(0, room - 1).join('')}…`;
}
