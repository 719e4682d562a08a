import { formatConfigPath, parseConfigValue, valueAt, type ConfigEdit, type ConfigPath } from '@clawmesh/config';
import { Command, Option } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { changeConfig } from '../../config/change-config.js';
import { configPath, withWriteOptions, type WriteOptions } from './config-options.js';
import { printWritten } from './print-written.js';

interface SetOptions extends WriteOptions {
  readonly strictJson?: boolean;
  readonly merge?: boolean;
  readonly replace?: boolean;
}

/** `clawmesh config set`. */
export function setCommand(): Command {
  const command = new Command('set')
    .description('write a value, if the whole config is valid with it')
    .argument('<path>', 'such as gateway.port', configPath)
    .argument('<value>', 'JSON5; what is none is taken as text. A secret is better a reference: ${NAME}')
    .option('--strict-json', 'refuse a value that is not JSON')
    .addOption(new Option('--merge', 'key by key into the object that is there').conflicts('replace'))
    .option('--replace', 'in place of the object that is there');
  return withWriteOptions(command).action((path: ConfigPath, text: string, options: SetOptions) =>
    runCommand(options, () => set(path, text, options)),
  );
}

async function set(path: ConfigPath, text: string, options: SetOptions): Promise<void> {
  const { strictJson = false, merge = false, replace = false } = options;
  const value = parseConfigValue(text, { strict: strictJson });
  const edit: ConfigEdit = { kind: merge ? 'merge' : 'set', path, value };
  const written = formatConfigPath(path);
  const change = await changeConfig(({ root }) => {
    if (!merge && !replace && isFilled(valueAt(root, path).value) && isFilled(value)) {
      throw new CommandError(`${written} holds an object already: say --merge or --replace.`);
    }
    return [edit];
  }, options);
  printWritten(options, change, { path: written, said: `Set ${written}.` });
}

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
