import { agentModelChoice, defaultAgentId, modelDirectory, type ConfigSnapshot } from '@clawmesh/config';
import {
  endpointLocality,
  isRouteProblem,
  modelKey,
  parseModelRef,
  providerRegistry,
  resolveRoute,
} from '@clawmesh/providers';
import { hasCredential, type KnownCredentials } from './known-credentials.js';

/** A model as `models list` shows it. */
export interface ModelRow {
  /** `provider/model`. */
  readonly key: string;
  readonly provider: string;
  readonly name?: string;
  readonly input: readonly string[];
  readonly contextWindow?: number;
  readonly contextTokens?: number;
  readonly local?: boolean;
  /** Whether there is a credential for it; absent: that cannot be told from here. */
  readonly auth?: boolean;
  readonly tags: readonly string[];
}

export interface RowQuestion {
  readonly snapshot: ConfigSnapshot;
  readonly credentials: KnownCredentials;
  /** Absent: the default agent, or what agents share. */
  readonly agentId?: string | undefined;
  /** Also what is built in and named nowhere in the config. */
  readonly all: boolean;
}

/** Default and fallbacks first, then what the config names, then the rest of the catalogue. */
export function modelRows(question: RowQuestion): ModelRow[] {
  const tags = tagsOf(question);
  const keys = [...new Set([...tags.keys(), ...configuredKeys(question.snapshot), ...catalogKeys(question)])];
  return keys.map((key) => rowOf(key, tags.get(key) ?? [], question));
}

function tagsOf({ snapshot, agentId = defaultAgentId(snapshot.config) ?? '' }: RowQuestion): Map<string, string[]> {
  const { config } = snapshot;
  const directory = modelDirectory(snapshot, agentId);
  const choice = agentModelChoice(config, agentId);
  const tags = new Map<string, string[]>();
  const add = (ref: string, ...more: readonly string[]): void => {
    const key = parseModelRef(ref, directory)?.key;
    if (key !== undefined) tags.set(key, [...(tags.get(key) ?? []), ...more]);
  };
  add(choice.primary, 'default');
  choice.fallbacks.forEach((ref, index) => add(ref, `fallback#${index + 1}`));
  const own = config.agents.entries.find(({ id }) => id === agentId)?.models ?? {};
  for (const [ref, { alias }] of Object.entries({ ...config.agents.defaults.models, ...own })) {
    if (!ref.endsWith('*')) add(ref, ...(alias === undefined ? [] : [`alias:${alias}`]));
  }
  return tags;
}

const configuredKeys = ({ config }: ConfigSnapshot): string[] =>
  Object.entries(config.models.providers).flatMap(([id, { models = [] }]) => models.map((row) => modelKey(id, row.id)));

function catalogKeys({ all, snapshot: { config } }: RowQuestion): string[] {
  if (!all || config.models.mode === 'replace') return [];
  const offered = providerRegistry.filter(({ id }) => !config.models.disabled?.includes(id));
  return offered.flatMap(({ id, models }) => models.map((row) => modelKey(id, row.id)));
}

function rowOf(key: string, tags: readonly string[], { snapshot, credentials }: RowQuestion): ModelRow {
  const [provider = '', ...rest] = key.split('/');
  const route = resolveRoute(snapshot.config.models, provider, rest.join('/'));
  if (isRouteProblem(route)) return { key, provider, input: [], tags: [...tags, 'unavailable'] };
  const { entry, baseUrl, model } = route;
  const auth = hasCredential(credentials, route);
  return {
    ...{ key, provider, name: entry.name, input: entry.input, contextWindow: entry.contextWindow },
    ...(entry.contextTokens !== undefined && { contextTokens: entry.contextTokens }),
    local: endpointLocality(baseUrl, provider, model) !== 'cloud',
    ...(auth !== undefined && { auth }),
    tags,
  };
}
