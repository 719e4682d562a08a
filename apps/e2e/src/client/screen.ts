/** What a terminal shows after these bytes: as much of one as our programs use. Colours are left out. */
export function screenOf(output: string): string {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  const line = (): string[] => {
    while (lines.length <= row) lines.push([]);
    return (lines[row] ??= []);
  };
  const moves: Readonly<Record<string, (count: number) => void>> = {
    A: (count) => (row = Math.max(0, row - count)),
    B: (count) => (row += count),
    C: (count) => (column += count),
    D: (count) => (column = Math.max(0, column - count)),
    G: (count) => (column = count - 1),
    H: () => {
      row = 0;
      column = 0;
    },
  };
  const erase = (command: string, mode: number): void => {
    if (command === 'K') line().splice(mode === 2 ? 0 : column);
    if (command === 'J' && mode === 2) lines.splice(0);
    else if (command === 'J') {
      line().splice(column);
      lines.splice(row + 1);
    }
  };
  for (const [piece, parameters = '', command = ''] of output.matchAll(/\x1b\[([\d;?]*)([a-zA-Z])|[^]/gu)) {
    if (command !== '') {
      moves[command]?.(Number(parameters) || 1);
      erase(command, Number(parameters) || 0);
    } else if (piece === '\n') row += 1;
    else if (piece === '\r') column = 0;
    else if (piece >= ' ') {
      const cells = line();
      while (cells.length < column) cells.push(' ');
      cells[column] = piece;
      column += 1;
    }
  }
  return lines
    .map((cells) => cells.join('').trimEnd())
    .join('\n')
    .trim();
}
