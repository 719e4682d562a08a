import type { Command } from 'commander';

/** What can follow the words of a command, once its own words are said. */
export interface WordList {
  /** `gateway start`; empty for the program itself. */
  readonly path: string;
  readonly words: readonly string[];
}

/** Of a program and all its commands, hidden ones left out. */
export function wordLists(program: Command, path: readonly string[] = []): WordList[] {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const options = help.visibleOptions(program).flatMap(({ long }) => long ?? []);
  const words = [...commands.map((command) => command.name()), ...options];
  const below = commands.filter((command) => command.name() !== 'help');
  return [
    { path: path.join(' '), words },
    ...below.flatMap((command) => wordLists(command, [...path, command.name()])),
  ];
}
