import {
  authChoices,
  customCompatibilities,
  isKeyOptional,
  loginChoices,
  type AuthChoice,
  type Surface,
} from '@clawmesh/providers';
import { CommandError } from '../command-error.js';
import { askChoice, askText } from '../terminal/ask.js';
import type { OnboardOptions } from './onboard-options.js';

/** What is to be set up; undefined: only the gateway. */
export type Setup = AuthChoice | undefined;

const customId = 'custom-api-key';
const skipId = 'skip';
/** By flag, or by asking. Throws `CommandError` for what is unknown or needs a login. */
export async function chooseSetup(options: OnboardOptions, isInteractive: boolean): Promise<Setup> {
  const id = options.authChoice ?? (isInteractive ? await askForChoice() : missingChoice());
  if (id === skipId) return undefined;
  if (id === customId) return customSetup(options, isInteractive);
  const login = loginChoices.find((choice) => choice.id === id);
  if (login) throw new CommandError(`${login.label} (${id}) needs a login, which is not in this version yet.`);
  const choice = authChoices.find((known) => known.id === id);
  if (!choice) throw new CommandError(`there is no --auth-choice '${id}'. There are: ${choiceIds().join(', ')}.`);
  return { ...choice, surfaces: await withNamedModel(choice.surfaces, options, isInteractive) };
}

export const choiceIds = (): string[] => [...authChoices.map(({ id }) => id), customId, skipId];

function missingChoice(): never {
  throw new CommandError(`--non-interactive needs an --auth-choice. There are: ${choiceIds().join(', ')}.`);
}

function askForChoice(): Promise<string> {
  return askChoice('Whose models shall answer?', [
    ...authChoices.map(({ id, label }) => ({ value: id, label, hint: id })),
    { value: customId, label: 'Another endpoint', hint: customId },
    { value: skipId, label: 'None now: only the gateway', hint: skipId },
  ]);
}

type Surfaces = AuthChoice['surfaces'];

/** At another endpoint, with another model, if that is asked for; an own server has to be asked for its model. */
async function withNamedModel(surfaces: Surfaces, options: OnboardOptions, isInteractive: boolean): Promise<Surfaces> {
  const [first, ...others] = surfaces;
  const label = `Which model does ${first.provider} serve? Its id:`;
  const named =
    options.customModelId ?? (first.model === undefined && isInteractive ? await askText(label) : undefined);
  if (first.model === undefined && !named) {
    throw new CommandError(`${first.provider} serves the models that you run: name one with --custom-model-id.`);
  }
  const placed = (surface: Surface): Surface => ({
    ...surface,
    ...(named && { model: named }),
    ...(options.customBaseUrl !== undefined && { settings: atEndpoint(surface, endpointOf(options.customBaseUrl)) }),
  });
  return [placed(first), ...(options.customBaseUrl === undefined ? others.map(placed) : [])];
}

/** The settings of a surface elsewhere: what speaks for its models there is what it said of its own. */
function atEndpoint({ settings }: Surface, url: string): Surface['settings'] & object {
  const models = (settings?.models ?? []).map(({ baseUrl: _own, ...row }) => row);
  return { ...settings, api: settings?.api ?? '', baseUrl: url, models };
}

async function customSetup(options: OnboardOptions, isInteractive: boolean): Promise<AuthChoice> {
  const ask = (question: string) => (isInteractive ? askText(question) : undefined);
  const url = options.customBaseUrl ?? (await ask('The base URL of the endpoint:'));
  const model = options.customModelId ?? (await ask('The id of its model:'));
  if (!url || !model) throw new CommandError(`${customId} needs --custom-base-url and --custom-model-id.`);
  const { api = '', addsVersion = false } = customCompatibilities[options.customCompatibility] ?? {};
  const endpoint = addsVersion ? endpointOf(url).replace(/\/v1$/, '') : endpointOf(url);
  const provider = customProvider(endpoint, options.customProviderId);
  const input = options.customImageInput ? (['text', 'image'] as const) : (['text'] as const);
  const row = { id: model, name: model, reasoning: false, input, contextWindow: 200_000, maxTokens: 8_192 };
  return {
    ...{ id: customId, label: provider, envKeys: ['CUSTOM_API_KEY'], flag: customId },
    ...(isKeyOptional({ baseUrl: endpoint, provider, model }) && { keyOptional: true }),
    surfaces: [{ provider, model, settings: { baseUrl: endpoint, api, models: [row] } }],
  };
}

function customProvider(endpoint: string, id?: string): string {
  const provider = id ?? `custom-${new URL(endpoint).hostname.replaceAll(/[^a-z0-9]+/gi, '-')}`;
  if (/^[a-z0-9][a-z0-9._-]*$/.test(provider)) return provider;
  throw new CommandError(`--custom-provider-id: '${provider}' is no id: it has a-z, 0-9, '.', '_' and '-'.`);
}

/** As it is written, but for a slash at the end. */
function endpointOf(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, '');
  throw new CommandError(`--custom-base-url: '${url}' is not an http or https URL.`);
}
