import { printable } from './paint.js';
import type { TableStyle } from './table.js';

export type Fact = readonly [name: string, text: string | undefined];

/** Names and what there is to say of them, below one another; a fact without text is left out. */
export function factLines(facts: readonly Fact[], { paint }: TableStyle): string[] {
  const shown = facts.filter(([, text]) => text !== undefined);
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, text = '']) => `${paint(name.padEnd(width), 'bold')}  ${printable(text)}`);
}
