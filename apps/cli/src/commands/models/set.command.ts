import { processEnvironment, readBootSettings, type ConfigSnapshot, type RawConfigFile } from '@clawmesh/config';
import { isRouteProblem, resolveRoute } from '@clawmesh/providers';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { changeConfig } from '../../config/change-config.js';
import { changeDocument, changeLines } from '../../config/change-lines.js';
import { loadOwnConfig } from '../../gateway/gateway-target.js';
import { findModel, type FoundModel } from '../../models/find-model.js';
import { hasCredential, knownCredentials, type KnownCredentials } from '../../models/known-credentials.js';
import { beginsAllowlist, primaryEdits } from '../../models/model-edits.js';
import { keyAdvice } from '../../models/key-advice.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { withConfigOptions, type ConfigOptions } from '../config/config-options.js';

interface SetOptions extends ConfigOptions {
  readonly agent?: string;
}

/** `clawmesh models set` (CLI-31). */
export function setCommand(): Command {
  const command = new Command('set')
    .description('make a model the default of all agents that have none of their own')
    .argument('<model>', 'provider/model, or an alias')
    .option('--agent <id>', 'refused: see `clawmesh config set agents.entries`');
  return withConfigOptions(command).action((text: string, options: SetOptions) =>
    runCommand(options, () => set(text, options)),
  );
}

async function set(text: string, options: SetOptions): Promise<void> {
  if (options.agent !== undefined) {
    const path = `agents.entries.${options.agent}.model`;
    throw new CommandError(`this sets what agents share; for one of them: \`clawmesh config set ${path} ${text}\`.`);
  }
  const boot = readBootSettings({ config: options.config }, processEnvironment());
  const snapshot = await loadOwnConfig(boot);
  const found = findModel(text, snapshot);
  const { key, warning } = found;
  const credentials = await knownCredentials(snapshot, boot);
  let before: RawConfigFile | undefined;
  const change = await changeConfig(
    (file) => {
      before = file;
      return primaryEdits(file, key);
    },
    { ...options, begins: true },
  );
  const warnings = [
    ...(warning === undefined ? [] : [warning]),
    ...keyNotes(found, change.snapshot, credentials),
    ...ownModelNotes(change.snapshot),
    ...(before && change.hasChanged && beginsAllowlist(before) ? [allowlistNote] : []),
  ];
  for (const line of warnings) process.stderr.write(`clawmesh: ${line}\n`);
  const document = changeDocument(change, { default: key, warnings });
  printAnswer(options, document, changeLines(change, `Default model: ${key}`));
}

function keyNotes({ provider, model }: FoundModel, { config }: ConfigSnapshot, known: KnownCredentials): string[] {
  const route = resolveRoute(config.models, provider, model);
  if (isRouteProblem(route)) return [route.message];
  return hasCredential(known, route) === false ? [keyAdvice(provider)] : [];
}

const allowlistNote =
  'clients that name a model may now choose only the default, its fallbacks and what agents.defaults.models lists; ' +
  "`clawmesh config set agents.defaults.modelPolicy.allow '[]'` lets them choose any.";

function ownModelNotes({ config }: ConfigSnapshot): string[] {
  const own = config.agents.entries.filter(({ model }) => model !== undefined).map(({ id }) => id);
  return own.length === 0 ? [] : [`these agents have a model of their own, which stays: ${own.join(', ')}.`];
}
