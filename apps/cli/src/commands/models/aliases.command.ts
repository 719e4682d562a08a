import { processEnvironment, readBootSettings } from '@clawmesh/config';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { changeConfig } from '../../config/change-config.js';
import { changeDocument, changeLines } from '../../config/change-lines.js';
import { loadOwnConfig } from '../../gateway/gateway-target.js';
import { findModel } from '../../models/find-model.js';
import { aliasEdits } from '../../models/model-edits.js';
import { factLines } from '../../terminal/fact-lines.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { terminalStyle } from '../../terminal/terminal-style.js';
import { withConfigOptions, type ConfigOptions } from '../config/config-options.js';

/** `clawmesh models aliases` (CLI-34): short names of models. */
export function aliasesCommand(): Command {
  const list = new Command('list').description('show them; `models aliases` alone does it too');
  const add = new Command('add').description('give a model a short name').argument('<alias>').argument('<model>');
  const remove = new Command('remove').description('take a short name away').argument('<alias>');
  withConfigOptions(list).action((options: ConfigOptions) => runCommand(options, () => show(options)));
  withConfigOptions(add).action((alias: string, model: string, options: ConfigOptions) =>
    runCommand(options, () => change(alias, model, options)),
  );
  withConfigOptions(remove).action((alias: string, options: ConfigOptions) =>
    runCommand(options, () => change(alias, undefined, options)),
  );
  return new Command('aliases')
    .description('short names of models')
    .addCommand(list, { isDefault: true })
    .addCommand(add)
    .addCommand(remove);
}

async function show(options: ConfigOptions): Promise<void> {
  const { config } = await loadOwnConfig(readBootSettings({ config: options.config }, processEnvironment()));
  const entries = Object.entries(config.agents.defaults.models ?? {});
  const aliases = entries.flatMap(([model, { alias }]) => (alias === undefined ? [] : [{ alias, model }]));
  const facts = aliases.map(({ alias, model }) => [alias, model] as const);
  const lines = facts.length === 0 ? ['No aliases.'] : factLines(facts, terminalStyle());
  printAnswer(options, { count: aliases.length, aliases }, lines);
}

async function change(alias: string, model: string | undefined, options: ConfigOptions): Promise<void> {
  if (!/^[^\s/@]+$/.test(alias)) throw new CommandError(`'${alias}' is no alias: it has no blank, '/' or '@'.`);
  const snapshot = await loadOwnConfig(readBootSettings({ config: options.config }, processEnvironment()));
  const key = model === undefined ? undefined : findModel(model, snapshot).key;
  const changed = await changeConfig(
    (file) => {
      const edits = aliasEdits(file, alias, key);
      if (edits.length === 0) throw new CommandError(`there is no alias '${alias}'.`);
      return edits;
    },
    { ...options, begins: key !== undefined },
  );
  const said = key === undefined ? `Removed ${alias}.` : `${alias} is ${key}.`;
  printAnswer(options, changeDocument(changed, { alias, model: key ?? null }), changeLines(changed, said));
}
