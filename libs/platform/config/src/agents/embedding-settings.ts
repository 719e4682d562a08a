import { canonicalProviderId, defaultEmbeddingProvider } from '@clawmesh/providers';
import { type ConfigSnapshot, perSnapshot } from '../config-snapshot.js';
import type { Config } from '../schema/config.schema.js';
import { findAgent } from './default-agent-id.js';

type MemorySearch = NonNullable<NonNullable<Config['memory']>['search']>;

/** How an agent's texts become vectors (HTTP-101). */
export interface EmbeddingSettings {
  /** Canonical. */
  readonly provider: string;
  /** Absent: the provider's usual one. */
  readonly model?: string | undefined;
  readonly dimensions?: number | undefined;
  readonly inputType?: string | undefined;
  readonly remote: NonNullable<MemorySearch['remote']>;
  /** The key or a header of `remote` is a reference that leads nowhere: nothing may stand in for it (CFG-24). */
  readonly isUnavailable?: true;
}

const built = perSnapshot(() => new Map<string, EmbeddingSettings>());

/** The agent's own `memory.search` over the shared ones, key by key. One object per agent and config. */
export function embeddingSettings(snapshot: ConfigSnapshot, agentId: string): EmbeddingSettings {
  const settings = built(snapshot);
  const known = settings.get(agentId);
  if (known) return known;
  const made = settingsOf(snapshot, agentId);
  if (findAgent(snapshot.config, agentId)) settings.set(agentId, made);
  return made;
}

function settingsOf({ config, unavailable }: ConfigSnapshot, agentId: string): EmbeddingSettings {
  const agent = findAgent(config, agentId);
  const blocks = [config.memory, config.agents.defaults.memory, agent?.memory];
  const places = ['', 'agents.defaults.', `agents.entries.${agent?.id}.`].map((at) => `${at}memory.search.remote`);
  const layers = blocks.map((block) => block?.search ?? {});
  const lastGap = places.findLastIndex((place) => unavailable.has(place));
  const lastKey = layers.findLastIndex(({ remote }) => remote?.apiKey !== undefined);
  const search = merged<MemorySearch>(layers);
  const provider = canonicalProviderId(search.provider ?? 'auto');
  return {
    provider: provider === 'auto' || provider === '' ? defaultEmbeddingProvider : provider,
    model: search.model?.trim() || undefined,
    dimensions: search.outputDimensionality,
    inputType: search.inputType?.trim() || undefined,
    remote: merged<EmbeddingSettings['remote']>(layers.map(({ remote }) => remote ?? {})),
    // A key of a later block replaces one that is missing in an earlier one.
    ...(lastGap >= 0 && lastKey <= lastGap && { isUnavailable: true }),
  };
}

/** Later layers win per key; a key without a value does not count. */
function merged<T extends object>(layers: readonly Partial<T>[]): Partial<T> {
  const present = layers.flatMap((layer) => Object.entries(layer).filter(([, value]) => value !== undefined));
  return Object.fromEntries(present) as Partial<T>; // entries of the layers themselves
}
