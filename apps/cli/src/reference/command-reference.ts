import type { Command } from 'commander';
import { createProgram } from '../program.js';

/** Every command with its flags, as a page (docs/cli.generated.md). */
export function renderCommandReference(): string {
  const program = createProgram();
  return [
    '# Commands',
    '',
    'What the commands are for is in [cli.md](cli.md). Every command answers `--help`; these flags are known to all of them:',
    '',
    ...optionLines(program),
    ...below(program).flatMap((command) => sectionOf(command, [])),
  ].join('\n');
}

const below = (command: Command): Command[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== 'help');

function sectionOf(command: Command, path: readonly string[]): string[] {
  const name = [...path, command.name()];
  const commands = below(command);
  const own = [
    '',
    `${path.length === 0 ? '##' : '###'} ${name.join(' ')}`,
    '',
    `${sentence(command.description())}`,
    ...(commands.length > 0 ? [] : ['', '```sh', `clawmesh ${name.join(' ')} ${command.usage()}`, '```']),
    ...argumentLines(command),
    ...optionLines(command),
  ];
  return [...own, ...commands.flatMap((one) => sectionOf(one, name))];
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function argumentLines(command: Command): string[] {
  const described = command.registeredArguments.filter(({ description }) => description !== '');
  return described.length === 0
    ? []
    : ['', ...described.map((one) => `- \`${one.name()}\`: ${command.createHelp().argumentDescription(one)}`)];
}

function optionLines(command: Command): string[] {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  if (options.length === 0) return [];
  const rows = options.map(
    (one) => `| \`${one.flags.replaceAll('|', String.raw`\|`)}\` | ${cell(help.optionDescription(one))} |`,
  );
  return ['', '| Flag | |', '| --- | --- |', ...rows];
}

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll(/<([^>]*)>/g, '`<$1>`');
