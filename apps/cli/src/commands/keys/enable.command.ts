import type { Command } from 'commander';
import { orderCommand } from './order-command.js';

/** `clawmesh keys enable`: undoes `disable`. */
export function enableCommand(): Command {
  return orderCommand({ order: 'enable', description: 'use keys again that were disabled', done: 'Enabled' });
}
