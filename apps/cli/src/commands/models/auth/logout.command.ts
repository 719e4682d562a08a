import { Command } from 'commander';
import { CommandError, runCommand } from '../../../command-error.js';
import { placeOf, type PlaceOptions } from '../../../profiles/profile-place.js';
import { withProfiles } from '../../../profiles/with-profiles.js';
import { printAnswer } from '../../../terminal/print-answer.js';
import { withConfigOptions, type ConfigOptions } from '../../config/config-options.js';

interface LogoutOptions extends PlaceOptions, ConfigOptions {
  readonly config?: string;
}

/** `clawmesh models auth logout`. */
export function logoutCommand(): Command {
  const command = new Command('logout')
    .description('delete the profiles of a provider, or one of them')
    .option('--provider <id>', 'all of this provider')
    .option('--profile-id <provider:name>', 'this one')
    .option('--agent <id>', 'those of this agent (default: those of all agents)');
  return withConfigOptions(command).action((options: LogoutOptions) => runCommand(options, () => logout(options)));
}

async function logout(options: LogoutOptions): Promise<void> {
  const { provider, agentId } = await placeOf(options);
  const { profileId } = options;
  const removed = await withProfiles(async (access) => {
    const { profiles } = await access.list();
    const chosen = profiles.filter(
      (profile) =>
        profile.provider === provider &&
        profile.agentId === agentId &&
        (profileId === undefined || profile.profileId === profileId),
    );
    for (const profile of chosen) await access.remove(profile);
    return chosen.map((profile) => profile.profileId);
  });
  if (removed.length === 0) throw new CommandError(`there is no profile ${profileId ?? `of ${provider}`} to delete.`);
  printAnswer(options, { ok: true, provider, removed }, [`Deleted ${removed.join(', ')}.`]);
}
