import { agentModelChoice, findAgent, modelDirectory, type BootSettings, type ConfigSnapshot } from '@clawmesh/config';
import { isRouteProblem, parseModelRef, resolveRoute } from '@clawmesh/providers';
import type { ShownProfile } from '@clawmesh/storage';
import { CommandError } from '../command-error.js';
import { withProfiles } from '../profiles/with-profiles.js';
import { hasCredential, knownCredentials } from './known-credentials.js';

export interface ProviderCredentials {
  readonly provider: string;
  readonly state: 'known' | 'missing' | 'cannot be told from here' | 'provider unavailable';
  readonly sources: readonly string[];
}

export interface ProfileState {
  readonly profileId: string;
  readonly provider: string;
  readonly state: 'ok' | 'expiring' | 'expired' | 'unreadable';
}

export interface ModelsReport {
  readonly agent: string;
  readonly default: string;
  readonly fallbacks: readonly string[];
  readonly aliases: readonly { readonly alias: string; readonly model: string }[];
  readonly credentials: readonly ProviderCredentials[];
  /** Only if they were read. */
  readonly profiles: readonly ProfileState[];
}

export interface ModelsQuestion {
  readonly snapshot: ConfigSnapshot;
  readonly boot: BootSettings;
  readonly agentId: string;
  readonly readsProfiles: boolean;
}

/** What an agent runs on, and whether there are credentials for it. */
export async function checkModels({ snapshot, boot, agentId, readsProfiles }: ModelsQuestion): Promise<ModelsReport> {
  const { config } = snapshot;
  if (!findAgent(config, agentId)) throw new CommandError(`there is no agent '${agentId}'.`);
  const { primary, fallbacks } = agentModelChoice(config, agentId);
  const refs = [primary, ...fallbacks].map((ref) => parseModelRef(ref, modelDirectory(snapshot, agentId)));
  const keys = refs.map((ref, index) => ref?.key ?? [primary, ...fallbacks][index] ?? '');
  const known = await knownCredentials(snapshot, boot);
  const byProvider = new Map(refs.flatMap((ref) => (ref ? [[ref.provider, ref] as const] : [])));
  const credentials = [...byProvider.values()].map(({ provider, model }): ProviderCredentials => {
    const route = resolveRoute(config.models, provider, model);
    if (isRouteProblem(route)) return { provider, state: 'provider unavailable', sources: [] };
    const found = hasCredential(known, route);
    const state = found === undefined ? 'cannot be told from here' : found ? 'known' : 'missing';
    return { provider, state, sources: known.sources.get(provider) ?? [] };
  });
  const profiles = readsProfiles ? (await withProfiles((access) => access.list())).profiles : [];
  const aliases = Object.entries(config.agents.defaults.models ?? {}).flatMap(([model, { alias }]) =>
    alias === undefined ? [] : [{ alias, model }],
  );
  return {
    agent: agentId,
    default: keys[0] ?? primary,
    fallbacks: keys.slice(1),
    aliases,
    credentials,
    profiles: profiles.map((profile) => ({
      profileId: profile.profileId,
      provider: profile.provider,
      state: stateOf(profile, Date.now()),
    })),
  };
}

const soonMs = 24 * 3_600_000;

/** Of what can be told from outside; whether an upstream takes it, only a call can tell. */
export function stateOf({ isReadable, expires, type }: ShownProfile, now: number): ProfileState['state'] {
  if (!isReadable) return 'unreadable';
  // A login is renewed by the workers.
  if (expires === undefined || type === 'oauth') return 'ok';
  if (expires <= now) return 'expired';
  return expires - now < soonMs ? 'expiring' : 'ok';
}

/** CLI-32: 1 for what is missing or over, 2 for what soon will be. */
export function exitCodeOf({ credentials, profiles }: ModelsReport): number {
  const isMissing = credentials.some(({ state }) => state === 'missing' || state === 'provider unavailable');
  const states = new Set(profiles.map(({ state }) => state));
  if (isMissing || states.has('expired') || states.has('unreadable')) return 1;
  return states.has('expiring') ? 2 : 0;
}
