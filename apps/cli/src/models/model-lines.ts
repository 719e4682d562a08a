import { tableLines, type Column, type TableStyle } from '../terminal/table.js';
import type { ModelRow } from './model-rows.js';

const yesNo = (claim: boolean | undefined): string => (claim === undefined ? '-' : claim ? 'yes' : 'no');

const columns: readonly Column<ModelRow>[] = [
  { title: 'Model', text: ({ key }) => key },
  { title: 'Input', text: ({ input }) => input.join('+') || '-' },
  { title: 'Ctx', text: contextText },
  { title: 'Local', text: ({ local }) => yesNo(local) },
  {
    title: 'Auth',
    text: ({ auth }) => yesNo(auth),
    colour: ({ auth }) => (auth === undefined ? 'dim' : auth ? 'green' : 'red'),
  },
  { title: 'Tags', text: ({ tags }) => tags.join(','), isLongText: true },
];

/** As the table of CLI-30. */
export function modelLines(rows: readonly ModelRow[], style: TableStyle): string[] {
  return rows.length === 0 ? ['No models.'] : tableLines(columns, rows, style);
}

function contextText({ contextWindow, contextTokens = contextWindow }: ModelRow): string {
  if (contextWindow === undefined || contextTokens === undefined) return '-';
  const [used, whole] = [tokensText(contextTokens), tokensText(contextWindow)];
  return contextTokens === contextWindow ? whole : `${used}/${whole}`;
}

/** `200k`, `1M`. */
export function tokensText(tokens: number): string {
  if (tokens < 1_000) return String(tokens);
  const [size, unit] = tokens < 999_500 ? [1_000, 'k'] : [1_000_000, 'M'];
  const digits = tokens < 999_500 ? 0 : 2;
  return `${Number((tokens / size).toFixed(digits))}${unit}`;
}
