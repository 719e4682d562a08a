import { Command } from 'commander';
import { runCommand } from '../../command-error.js';
import { factLines } from '../../terminal/fact-lines.js';
import { printable } from '../../terminal/paint.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { terminalStyle } from '../../terminal/terminal-style.js';
import { readGatewayFacts } from '../gateway/gateway-facts.js';
import { withConfigOptions, type ConfigOptions } from './config-options.js';

/** `clawmesh config validate`: every mistake at once (CFG-11). */
export function validateCommand(): Command {
  const command = new Command('validate').description(
    'name every mistake in the config file; exit code 1 if there is one',
  );
  return withConfigOptions(command).action((options: ConfigOptions) => runCommand(options, () => validate(options)));
}

async function validate(options: ConfigOptions): Promise<void> {
  const { config } = await readGatewayFacts(options);
  const { path: file, exists, valid, issues, warnings } = config;
  const state = exists ? (valid ? 'valid' : 'invalid') : valid ? 'there is none: defaults apply' : 'there is none';
  const lines = [
    ...factLines([[file, state]], terminalStyle()),
    ...issues.map(({ path, reason }) => `  ${path === '' ? '(file)' : path}: ${reason}`),
    ...warnings.map((warning) => `  warning: ${warning}`),
  ];
  printAnswer(options, { valid, file, exists, issues, warnings }, lines.map(printable));
  if (!valid) process.exitCode = 1;
}
