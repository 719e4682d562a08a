import { modelDirectory, processEnvironment, readBootSettings, type ConfigSnapshot } from '@clawmesh/config';
import { parseModelRef } from '@clawmesh/providers';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { changeConfig } from '../../config/change-config.js';
import { changeDocument, changeLines } from '../../config/change-lines.js';
import { loadOwnConfig } from '../../gateway/gateway-target.js';
import { findModel } from '../../models/find-model.js';
import { fallbackEdits } from '../../models/model-edits.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { withConfigOptions, type ConfigOptions } from '../config/config-options.js';

/** `clawmesh models fallbacks` (CLI-34): what is tried when the default fails. */
export function fallbacksCommand(): Command {
  const list = new Command('list').description('show them in their order; `models fallbacks` alone does it too');
  const add = new Command('add').description('put models at the end').argument('<models...>');
  const remove = new Command('remove').description('take models out').argument('<models...>');
  const clear = new Command('clear').description('take all of them out');
  withConfigOptions(list).action((options: ConfigOptions) => runCommand(options, () => show(options)));
  withConfigOptions(add).action((names: readonly string[], options: ConfigOptions) =>
    runCommand(options, () => change(options, (current, keys) => [...new Set([...current, ...keys(names)])])),
  );
  withConfigOptions(remove).action((names: readonly string[], options: ConfigOptions) =>
    runCommand(options, () => change(options, (current, keys) => without(current, keys(names)))),
  );
  withConfigOptions(clear).action((options: ConfigOptions) => runCommand(options, () => change(options, () => [])));
  return new Command('fallbacks')
    .description('what is tried, in order, when the default model fails')
    .addCommand(list, { isDefault: true })
    .addCommand(add)
    .addCommand(remove)
    .addCommand(clear);
}

function without(current: readonly string[], keys: readonly string[]): string[] {
  const missing = keys.find((key) => !current.includes(key));
  if (missing !== undefined) throw new CommandError(`${missing} is no fallback.`);
  return current.filter((key) => !keys.includes(key));
}

async function snapshotOf({ config }: ConfigOptions): Promise<ConfigSnapshot> {
  return loadOwnConfig(readBootSettings({ config }, processEnvironment()));
}

function fallbacksIn(snapshot: ConfigSnapshot): string[] {
  const { model } = snapshot.config.agents.defaults;
  const written = typeof model === 'object' ? (model.fallbacks ?? []) : [];
  return written.map((ref) => parseModelRef(ref, modelDirectory(snapshot))?.key ?? ref);
}

async function show(options: ConfigOptions): Promise<void> {
  const fallbacks = fallbacksIn(await snapshotOf(options));
  printAnswer(options, { fallbacks }, fallbacks.length === 0 ? ['No fallbacks.'] : fallbacks);
}

type NextList = (current: readonly string[], keys: (names: readonly string[]) => string[]) => readonly string[];

async function change(options: ConfigOptions, nextOf: NextList): Promise<void> {
  const snapshot = await snapshotOf(options);
  const fallbacks = nextOf(fallbacksIn(snapshot), (names) => names.map((name) => findModel(name, snapshot).key));
  const changed = await changeConfig((file) => fallbackEdits(file, fallbacks), { ...options, begins: true });
  const said = fallbacks.length === 0 ? 'No fallbacks.' : `Fallbacks: ${fallbacks.join(', ')}`;
  printAnswer(options, changeDocument(changed, { fallbacks }), changeLines(changed, said));
}
