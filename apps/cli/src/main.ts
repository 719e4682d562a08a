import { CommanderError, type Command } from 'commander';
import { printError } from './command-error.js';
import { createProgram } from './program.js';

/** What is not a service. A service is started by `bin/clawmesh` itself; here it is only listed. */
export async function main(argv: readonly string[], name?: string): Promise<void> {
  const program = createProgram(name);
  const json = argv.includes('--json');
  for (const command of withAllBelow(program)) {
    command.exitOverride();
    // Said again as the one document of the answer (CLI-2).
    if (json) command.configureOutput({ outputError: () => undefined });
  }
  await program.parseAsync(argv, { from: 'user' }).catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode;
    if (json && error.exitCode !== 0) printError({ json }, error.message.replace(/^error: /, ''));
  });
}

const withAllBelow = (command: Command): Command[] => [command, ...command.commands.flatMap(withAllBelow)];
