import type { Command } from 'commander';
import { orderCommand } from './order-command.js';

/** `clawmesh keys reset`: a key starts anew, usable at once (COOL-21). */
export function resetCommand(): Command {
  const description = 'forget the failures of keys: they are usable at once';
  return orderCommand({ order: 'reset', description, done: 'Reset' }).alias('clear');
}
