import { findAgent, processEnvironment, readBootSettings, type ConfigSnapshot } from '@clawmesh/config';
import { credentialProviderId, findProvider, providerRegistry } from '@clawmesh/providers';
import { CommandError } from '../command-error.js';
import { loadOwnConfig } from '../gateway/gateway-target.js';

export interface PlaceOptions {
  readonly provider?: string;
  readonly profileId?: string;
  readonly agent?: string;
  readonly config?: string;
}

/** Whose credential it is, and what it is called. */
export interface Place {
  readonly provider: string;
  readonly profileId: string;
  /** Absent: of all agents. */
  readonly agentId?: string;
  readonly snapshot: ConfigSnapshot;
}

/** From flags; a profile has the name `<provider>:default` if it has none. Throws `CommandError`. */
export async function placeOf(options: PlaceOptions): Promise<Place> {
  const snapshot = await loadOwnConfig(readBootSettings({ config: options.config }, processEnvironment()));
  const name = options.provider ?? options.profileId?.split(':')[0];
  if (name === undefined) throw new CommandError('whose credential is it? Name its --provider.');
  const provider = knownProvider(name, snapshot);
  const profileId = options.profileId ?? `${provider}:default`;
  if (!/^[^\s:@]+:[^\s@]+$/.test(profileId)) {
    throw new CommandError(`'${profileId}' is no name of a profile: it is written ${provider}:name.`);
  }
  const agentId = agentOf(options.agent, snapshot);
  return { provider, profileId, snapshot, ...(agentId !== undefined && { agentId }) };
}

export function knownProvider(name: string, { config }: ConfigSnapshot): string {
  const provider = credentialProviderId(name);
  if (findProvider(provider) || Object.hasOwn(config.models.providers, provider)) return provider;
  const known = [...new Set([...providerRegistry.map(({ id }) => id), ...Object.keys(config.models.providers)])];
  throw new CommandError(`there is no provider '${name}'. There are: ${known.join(', ')}.`);
}

export function agentOf(name: string | undefined, { config }: ConfigSnapshot): string | undefined {
  if (name === undefined) return undefined;
  const agentId = name.toLowerCase();
  if (findAgent(config, agentId)) return agentId;
  throw new CommandError(`there is no agent '${name}'.`);
}
