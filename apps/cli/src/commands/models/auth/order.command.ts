import { Command } from 'commander';
import { CommandError, runCommand } from '../../../command-error.js';
import { placeOf, type PlaceOptions } from '../../../profiles/profile-place.js';
import { withProfiles } from '../../../profiles/with-profiles.js';
import { printAnswer } from '../../../terminal/print-answer.js';
import { withConfigOptions, type ConfigOptions } from '../../config/config-options.js';

interface OrderOptions extends PlaceOptions, ConfigOptions {
  readonly config?: string;
}

/** `clawmesh models auth order get|set|clear`: which profiles of a provider are used, in which order (ORD-1). */
export function orderCommand(): Command {
  const get = withPlace(new Command('get').description('show the stored order of a provider'));
  const set = withPlace(new Command('set').description('use these profiles, in this order, and no others'));
  const clear = withPlace(new Command('clear').description('take the stored order away'));
  get.action((options: OrderOptions) => runCommand(options, () => show(options)));
  set
    .argument('<profiles...>', 'such as acme:work')
    .action((profileIds: readonly string[], options: OrderOptions) =>
      runCommand(options, () => change(profileIds, options)),
    );
  clear.action((options: OrderOptions) => runCommand(options, () => change([], options)));
  return new Command('order')
    .description('which profiles of a provider are used, and in which order')
    .addCommand(get)
    .addCommand(set)
    .addCommand(clear);
}

function withPlace(command: Command): Command {
  return withConfigOptions(
    command
      .requiredOption('--provider <id>', 'of this provider')
      .option('--agent <id>', 'for this agent alone (default: for all)'),
  );
}

async function show(options: OrderOptions): Promise<void> {
  const { provider, agentId, snapshot } = await placeOf(options);
  const { orders } = await withProfiles((access) => access.list());
  const stored = orders.find((order) => order.provider === provider && order.agentId === agentId)?.profileIds;
  const order = stored ?? snapshot.config.auth.order[provider] ?? [];
  const source = stored ? 'stored' : order.length > 0 ? 'config' : 'none';
  const line = source === 'none' ? 'There is no order: all are used.' : `${order.join(', ')} (${source})`;
  printAnswer(options, { provider, agent: agentId ?? null, order, source }, [line]);
}

async function change(profileIds: readonly string[], options: OrderOptions): Promise<void> {
  const { provider, agentId } = await placeOf(options);
  const place = { provider, ...(agentId !== undefined && { agentId }) };
  await withProfiles(async (access) => {
    const { profiles } = await access.list();
    const ids = profiles.filter((profile) => profile.provider === provider).map(({ profileId }) => profileId);
    const missing = profileIds.find((id) => !ids.includes(id));
    if (missing !== undefined) throw new CommandError(`there is no profile '${missing}' of ${provider}.`);
    await access.setOrder({ ...place, profileIds });
  });
  const line =
    profileIds.length === 0 ? `No order of ${provider} is stored.` : `Order of ${provider}: ${profileIds.join(', ')}`;
  printAnswer(options, { ok: true, ...place, order: profileIds }, [line]);
}
