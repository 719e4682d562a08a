import { processEnvironment, readBootSettings, valueAt, type Config, type ConfigEdit } from '@clawmesh/config';
import { canonicalProviderId } from '@clawmesh/providers';
import { Command } from 'commander';
import { CommandError, runCommand } from '../../command-error.js';
import { changeConfig, type ConfigChange } from '../../config/change-config.js';
import { changeDocument, changeLines } from '../../config/change-lines.js';
import { firstModelEdits } from '../../config/first-edits.js';
import { loadOwnConfig } from '../../gateway/gateway-target.js';
import { printAnswer } from '../../terminal/print-answer.js';
import { withConfigOptions, type ConfigOptions } from '../config/config-options.js';
import { knownPlugin } from './known-plugin.js';

export interface SwitchWords {
  readonly verb: 'enable' | 'disable';
  readonly description: string;
}

/** `clawmesh plugins enable|disable <ids…>`, one after the other up to the first that fails. */
export function switchCommand({ verb, description }: SwitchWords): Command {
  const command = new Command(verb).description(description).argument('<ids...>', 'such as google');
  return withConfigOptions(command).action((names: readonly string[], options: ConfigOptions) =>
    runCommand(options, async () => {
      const isEnabled = verb === 'enable';
      const done: string[] = [];
      let change: ConfigChange | undefined;
      for (const name of names) {
        change = await switchOne(name, isEnabled, options).catch((error: unknown) => {
          throw done.length > 0 && error instanceof CommandError ? after(done, error) : error;
        });
        done.push(knownPlugin(name));
      }
      if (!change) return;
      const plugins = done.map((id) => ({ id, enabled: isEnabled }));
      const said = `${isEnabled ? 'Enabled' : 'Disabled'} ${done.join(', ')}.`;
      printAnswer(options, changeDocument(change, { plugins }), changeLines(change, said));
    }),
  );
}

const after = (done: readonly string[], { message, result }: CommandError): CommandError =>
  new CommandError(`${message} (Done before that: ${done.join(', ')}.)`, result);

async function switchOne(name: string, isEnabled: boolean, options: ConfigOptions): Promise<ConfigChange> {
  const id = knownPlugin(name);
  const env = processEnvironment();
  const { config } = await loadOwnConfig(readBootSettings({ config: options.config }, env), env);
  if (isEnabled) refuseIfBarred(id, config);
  const first = await firstModelEdits(env);
  return changeConfig(
    ({ root, text }) => {
      const entries = valueAt(root, ['plugins', 'entries']).value ?? {};
      const key = Object.keys(entries).find((written) => canonicalProviderId(written) === id) ?? id;
      const edit: ConfigEdit = { kind: 'set', path: ['plugins', 'entries', key, 'enabled'], value: isEnabled };
      return text === undefined ? [...first, edit] : [edit];
    },
    { ...options, begins: true },
  );
}

/** What the operator of this file has said about plugins counts more. */
function refuseIfBarred(id: string, { plugins }: Config): void {
  const isIn = (list: readonly string[]): boolean => list.some((name) => canonicalProviderId(name) === id);
  const cause = !plugins.enabled
    ? 'plugins.enabled is false'
    : isIn(plugins.deny)
      ? 'plugins.deny names it'
      : plugins.allow.length > 0 && !isIn(plugins.allow)
        ? 'plugins.allow does not name it'
        : undefined;
  if (cause !== undefined) throw new CommandError(`'${id}' cannot be enabled: ${cause}.`);
}
