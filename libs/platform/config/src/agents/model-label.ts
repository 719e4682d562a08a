import { canonicalProviderId, parseModelRef, providerRegistry } from '@clawmesh/providers';
import { type ConfigSnapshot, perSnapshot } from '../config-snapshot.js';
import { agentModelChoice, sharedChoice } from './agent-model-choice.js';
import { modelDirectory } from './model-directory.js';

export interface ModelLabel {
  readonly provider: string;
  readonly model: string;
}

interface Known {
  readonly providers: ReadonlySet<string>;
  /** `provider/model`. */
  readonly models: ReadonlySet<string>;
}

const known = perSnapshot((snapshot): Known => {
  const configured = Object.entries(snapshot.config.models.providers);
  const rows = [
    ...providerRegistry.flatMap(({ id, models }) => models.map((model) => `${id}/${model.id}`)),
    ...configured.flatMap(([id, { models = [] }]) => models.map((row) => `${canonicalProviderId(id)}/${row.id}`)),
  ];
  const providers = [...providerRegistry.map(({ id }) => id), ...configured.map(([id]) => canonicalProviderId(id))];
  return { providers: new Set(providers), models: new Set([...rows, ...agentModels(snapshot)]) };
});

/**
 * A model by names that a metric may carry: those of the catalogue and of the config. Clients may ask for others, of which
 * there is no end: they are `other` (HTTP-168).
 */
export function modelLabel(snapshot: ConfigSnapshot, { provider, model }: ModelLabel): ModelLabel {
  const { providers, models } = known(snapshot);
  return {
    provider: providers.has(provider) ? provider : 'other',
    model: models.has(`${provider}/${model}`) ? model : 'other',
  };
}

/** What agents run on, or are allowed to: it need not be in any list of models. */
function agentModels(snapshot: ConfigSnapshot): string[] {
  const { agents } = snapshot.config;
  const choices = [
    sharedChoice(snapshot.config),
    ...agents.entries.map(({ id }) => agentModelChoice(snapshot.config, id)),
  ];
  const named = [agents.defaults, ...agents.entries].flatMap(({ models = {} }) => Object.keys(models));
  const refs = [...choices.flatMap(({ primary, fallbacks }) => [primary, ...fallbacks]), ...named];
  return refs.flatMap((text) => {
    const ref = parseModelRef(text, modelDirectory(snapshot));
    return ref ? `${ref.provider}/${ref.model}` : [];
  });
}
