import { modelDirectory, type ConfigSnapshot } from '@clawmesh/config';
import { canonicalModelKey, findProvider, parseModelRef, providerRegistry } from '@clawmesh/providers';
import { CommandError } from '../command-error.js';

export interface FoundModel {
  /** `provider/model`. */
  readonly key: string;
  readonly provider: string;
  readonly model: string;
  /** Worth a look: nobody has heard of it, or the name was not whole. */
  readonly warning?: string;
}

/** The model a person means: `provider/model`, an alias, or an id that is told. Throws `CommandError` for none. */
export function findModel(text: string, snapshot: ConfigSnapshot): FoundModel {
  const ref = parseModelRef(text, modelDirectory(snapshot));
  if (!ref) throw new CommandError(`'${text}' names no model: it is written provider/model, or an alias.`);
  const { provider, model, key } = ref;
  const isKnown = modelsOf(provider, snapshot).includes(model);
  const warning = isKnown ? ref.warning : `${key} is in no list of models: it is taken as it is.`;
  return { key, provider, model, ...(warning !== undefined && { warning }) };
}

/** Of a provider that is there and in use. */
function modelsOf(provider: string, { config: { models } }: ConfigSnapshot): string[] {
  const vendor = models.mode === 'merge' ? findProvider(provider) : undefined;
  const settings = models.providers[provider];
  if (!vendor && !settings) {
    const known = [...new Set([...providerRegistry.map(({ id }) => id), ...Object.keys(models.providers)])];
    throw new CommandError(`there is no provider '${provider}'. There are: ${known.join(', ')}.`);
  }
  if (models.disabled?.includes(provider)) {
    throw new CommandError(`provider '${provider}' is not in use: \`clawmesh plugins enable ${provider}\`.`);
  }
  return [...(vendor?.models ?? []), ...(settings?.models ?? [])].map(({ id }) => id);
}

/** The key in a map of models that means this one, if there is one. */
export function keyIn(map: unknown, key: string): string | undefined {
  return Object.keys(typeof map === 'object' && map !== null ? map : {}).find(
    (written) => written === key || canonicalModelKey(written, () => false) === key,
  );
}
