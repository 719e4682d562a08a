import { processEnvironment, readBootSettings } from '@clawmesh/config';
import type { ShownProfile } from '@clawmesh/storage';
import { Command } from 'commander';
import { runCommand } from '../../../command-error.js';
import { loadOwnConfig } from '../../../gateway/gateway-target.js';
import { stateOf } from '../../../models/check-models.js';
import { agentOf, knownProvider, type PlaceOptions } from '../../../profiles/profile-place.js';
import { withProfiles } from '../../../profiles/with-profiles.js';
import { sinceText, untilText } from '../../../terminal/human-time.js';
import { printAnswer } from '../../../terminal/print-answer.js';
import { tableLines, type Column } from '../../../terminal/table.js';
import { terminalStyle } from '../../../terminal/terminal-style.js';
import { withConfigOptions, type ConfigOptions } from '../../config/config-options.js';

interface ListOptions extends PlaceOptions, ConfigOptions {
  readonly config?: string;
}

const columnsAt = (now: number): readonly Column<ShownProfile>[] => [
  { title: 'PROFILE', text: ({ profileId }) => profileId },
  { title: 'PROVIDER', text: ({ provider }) => provider },
  { title: 'AGENT', text: ({ agentId }) => agentId ?? '' },
  { title: 'TYPE', text: ({ type, isReference }) => `${type}${isReference ? ' (reference)' : ''}` },
  {
    title: 'STATE',
    text: (profile) => stateOf(profile, now),
    colour: (profile) => (stateOf(profile, now) === 'ok' ? 'green' : 'red'),
  },
  { title: 'EXPIRES', text: ({ expires }) => (expires === undefined ? '' : untilText(expires, now)) },
  { title: 'STORED', text: ({ updatedAt }) => sinceText(updatedAt, now) },
];

/** `clawmesh models auth list`. */
export function listCommand(): Command {
  const command = new Command('list')
    .description('show the stored profiles, without their secrets; `models auth` alone does it too')
    .option('--provider <id>', 'only those of this provider')
    .option('--agent <id>', 'those that this agent can use');
  return withConfigOptions(command).action((options: ListOptions) => runCommand(options, () => list(options)));
}

async function list(options: ListOptions): Promise<void> {
  const snapshot = await loadOwnConfig(readBootSettings({ config: options.config }, processEnvironment()));
  const provider = options.provider === undefined ? undefined : knownProvider(options.provider, snapshot);
  const agent = agentOf(options.agent, snapshot);
  const { profiles, orders } = await withProfiles((access) => access.list());
  const shown = profiles
    .filter((profile) => provider === undefined || profile.provider === provider)
    .filter(({ agentId }) => agent === undefined || agentId === undefined || agentId === agent);
  const now = Date.now();
  const orderLines = orders
    .filter((order) => provider === undefined || order.provider === provider)
    .map(
      ({ agentId, provider: of, profileIds }) =>
        `Order of ${of}${agentId ? ` for ${agentId}` : ''}: ${profileIds.join(', ')}`,
    );
  const lines = shown.length === 0 ? ['No profiles are stored.'] : tableLines(columnsAt(now), shown, terminalStyle());
  const document = {
    count: shown.length,
    profiles: shown.map((one) => ({ ...one, state: stateOf(one, now) })),
    orders,
  };
  printAnswer(options, document, [...lines, ...orderLines]);
}
