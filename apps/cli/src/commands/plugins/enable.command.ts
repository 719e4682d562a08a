import type { Command } from 'commander';
import { switchCommand } from './switch-command.js';

/** `clawmesh plugins enable` (CLI-40). */
export function enableCommand(): Command {
  return switchCommand({ verb: 'enable', description: 'take providers into use' });
}
