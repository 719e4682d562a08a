import { formatConfigPath, parseConfigValue, valueAt, type ConfigEdit, type ConfigPath } from '@clawmesh/config';
import { Command, Option } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { changeConfig } from '../../config/change-config.js';
import { changeDocument, changeLines } from '../../config/change-lines.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { configPath, withConfigOptions, type ConfigOptions } from './config-options.js';

interface SetOptions extends ConfigOptions {
  readonly strictJson?: boolean;
  readonly merge?: boolean;
  readonly replace?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/** `clawmesh config set`. */
export function setCommand(): Command {
  const command = new Command('set')
    .description('write a value, if the whole config is valid with it')
    .argument('<path>', 'such as gateway.port', configPath)
    .argument('<value>', 'JSON5; what is none is taken as text. A secret is better a reference: ${NAME}')
    .option('--strict-json', 'refuse a value that is not JSON')
    .addOption(new Option('--merge', 'key by key into the object that is there').conflicts('replace'))
    .option('--replace', 'in place of the object that is there')
    .option('--dry-run', 'check it, write nothing')
    .option('--force', 'also if settings get lost');
  return withConfigOptions(command).action((path: ConfigPath, text: string, options: SetOptions) =>
    runCommand(options, () => set(path, text, options)),
  );
}

async function set(path: ConfigPath, text: string, options: SetOptions): Promise<void> {
  const { strictJson = false, merge = false, replace = false, dryRun = false } = options;
  const value = parseConfigValue(text, { strict: strictJson });
  const edit: ConfigEdit = { kind: merge ? 'merge' : 'set', path, value };
  const change = await changeConfig(({ root }) => {
    if (!merge && !replace && isFilled(valueAt(root, path).value) && isFilled(value)) {
      throw new CommandError(`${formatConfigPath(path)} holds an object already: say --merge or --replace.`);
    }
    return [edit];
  }, options);
  const said = dryRun ? 'The config would be valid; nothing was written.' : `Set ${formatConfigPath(path)}.`;
  const document = changeDocument(change, { path: formatConfigPath(path), dryRun });
  printAnswer(options, document, dryRun ? [said] : changeLines(change, said));
}

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
