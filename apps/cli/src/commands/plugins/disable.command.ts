import type { Command } from 'commander';
import { switchCommand } from './switch-command.js';

/** `clawmesh plugins disable` (CLI-41). */
export function disableCommand(): Command {
  return switchCommand({ verb: 'disable', description: 'take providers out of use: they serve no model then' });
}
