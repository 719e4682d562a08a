import { Argument, Command } from 'commander';
import { completionScript, shells, type Shell } from '../completion/scripts.js';
import { wordLists } from '../completion/word-lists.js';

/** `clawmesh completion bash|zsh|fish`. */
export function completionCommand(): Command {
  const command = new Command('completion')
    .description('print a script that completes commands and flags')
    .addArgument(new Argument('<shell>', 'of this shell').choices(shells));
  return command.action((shell: Shell) => {
    process.stdout.write(completionScript(shell, wordLists(programOf(command))));
  });
}

const programOf = (command: Command): Command => (command.parent === null ? command : programOf(command.parent));
