import { processEnvironment } from '@clawmesh/config';
import { paintFor } from './paint.js';
import type { TableStyle } from './table.js';

/** As wide as the terminal, and coloured if it is one. */
export function terminalStyle(color = true): TableStyle {
  const { isTTY, columns } = process.stdout;
  return { paint: paintFor({ isTTY, env: processEnvironment(), color }), width: isTTY ? columns || 80 : Infinity };
}
