import type { Command } from 'commander';
import { orderCommand } from './order-command.js';

/** `clawmesh keys disable`: nobody uses a key until it is enabled. */
export function disableCommand(): Command {
  return orderCommand({ order: 'disable', description: 'use keys no more, until they are enabled', done: 'Disabled' });
}
