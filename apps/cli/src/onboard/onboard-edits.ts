import { randomBytes } from 'node:crypto';
import { firstGateway, valueAt, type ConfigEdit, type ConfigPath, type Environment } from '@clawmesh/config';
import {
  canonicalProviderId,
  credentialProviderId,
  findProvider,
  type AuthChoice,
  type Surface,
} from '@clawmesh/providers';
import type { OnboardOptions } from './onboard-options.js';

export interface OnboardFacts {
  /** The file as it is written. */
  readonly root: unknown;
  readonly options: OnboardOptions;
  readonly env: Environment;
  /** What a gateway that runs here made for itself. */
  readonly ownToken?: string | undefined;
  /** Absent: only the gateway is set up. */
  readonly provider?: {
    readonly choice: AuthChoice;
    /** The one that answered. */
    readonly surface: Surface;
    readonly hasProfile: boolean;
    /** Take its model though there is another. */
    readonly takesDefault: boolean;
  };
}

/** What is to be written, and nothing that is so already, or that nobody asked for (CLI-20…23). */
export function onboardEdits(facts: OnboardFacts): ConfigEdit[] {
  const { provider, options } = facts;
  const workspace =
    options.workspace === undefined ? [] : [set(['agents', 'defaults', 'workspace'], options.workspace)];
  const edits = [...gatewayEdits(facts), ...workspace, ...(provider ? providerEdits(facts.root, provider) : [])];
  return edits.filter((edit) => edit.kind !== 'set' || !isSo(facts.root, edit.path, edit.value));
}

const set = (path: ConfigPath, value: unknown): ConfigEdit => ({ kind: 'set', path, value });

function isSo(root: unknown, path: ConfigPath, value: unknown): boolean {
  const { found, value: written } = valueAt(root, path);
  return found && JSON.stringify(written) === JSON.stringify(value);
}

function gatewayEdits(facts: OnboardFacts): ConfigEdit[] {
  const { root, options } = facts;
  const { gatewayPort, gatewayBind } = options;
  const usual = firstGateway(undefined);
  const hasEndpoints = valueAt(root, ['gateway', 'http', 'endpoints']).found;
  const hasBind = valueAt(root, ['gateway']).found || gatewayBind !== undefined;
  return [
    set(['gateway', 'mode'], 'local'),
    ...(gatewayPort === undefined ? [] : [set(['gateway', 'port'], Number(gatewayPort))]),
    ...(gatewayBind === undefined ? [] : [set(['gateway', 'bind'], gatewayBind)]),
    ...(hasBind ? [] : [set(['gateway', 'bind'], usual['bind'])]),
    ...authEdits(facts),
    ...(hasEndpoints ? [] : [set(['gateway', 'http'], usual['http'])]),
  ];
}

const auth = ['gateway', 'auth'] as const;

function authEdits(facts: OnboardFacts): ConfigEdit[] {
  const { gatewayAuth, gatewayToken, gatewayTokenRefEnv, gatewayPassword } = facts.options;
  if (gatewayAuth === 'password' || gatewayPassword !== undefined) {
    const password = gatewayPassword === undefined ? [] : [set([...auth, 'password'], gatewayPassword)];
    return [set([...auth, 'mode'], 'password'), ...password];
  }
  const token = gatewayTokenRefEnv === undefined ? gatewayToken : reference(gatewayTokenRefEnv);
  if (token !== undefined) return [set([...auth, 'mode'], 'token'), set([...auth, 'token'], token)];
  const mode = gatewayAuth === undefined ? [] : [set([...auth, 'mode'], gatewayAuth)];
  return hasSecret(facts) ? mode : [set([...auth, 'mode'], 'token'), ...ownTokenEdits(facts)];
}

/** A password stays one, and what the environment says needs no word in the file (CLI-23). */
function hasSecret({ root, env, options: { gatewayAuth } }: OnboardFacts): boolean {
  if (gatewayAuth !== undefined) return valueAt(root, [...auth, 'token']).found;
  const isInEnvironment = env.OPENCLAW_GATEWAY_TOKEN?.trim() || env.OPENCLAW_GATEWAY_PASSWORD?.trim();
  return Boolean(isInEnvironment) || ['token', 'password', 'mode'].some((key) => valueAt(root, [...auth, key]).found);
}

function ownTokenEdits({ env, ownToken }: OnboardFacts): ConfigEdit[] {
  if (env.OPENCLAW_GATEWAY_TOKEN?.trim()) return [];
  return [set([...auth, 'token'], ownToken ?? randomBytes(24).toString('hex'))];
}

/** As the config refers to a variable (CFG-20). */
export const reference = (id: string) => ({ source: 'env', provider: 'default', id }) as const;

type ProviderFacts = NonNullable<OnboardFacts['provider']>;

function providerEdits(root: unknown, { choice, surface, hasProfile, takesDefault }: ProviderFacts): ConfigEdit[] {
  const owner = credentialProviderId(surface.provider);
  const profile = set(['auth', 'profiles', `${owner}:default`], { provider: owner, mode: 'api_key' });
  const surfaces = choice.registersAll ? [surface, ...choice.surfaces.filter((one) => one !== surface)] : [surface];
  const unique = surfaces.filter((one, at) => surfaces.findIndex(({ provider }) => provider === one.provider) === at);
  const model = ['agents', 'defaults', 'model'] as const;
  const written = valueAt(root, model).value;
  const hasDefault = typeof written === 'string' ? written.trim() !== '' : valueAt(root, [...model, 'primary']).found;
  const primary = `${surface.provider}/${surface.model}`;
  const isObject = typeof written === 'object' && written !== null;
  const choosesModel = !hasDefault || takesDefault;
  return [
    ...unique.flatMap((one) => settingsEdits(root, one)),
    ...unique.flatMap(({ provider }) => enabledEdits(root, provider)),
    ...(hasProfile ? [profile] : []),
    ...(choosesModel ? [isObject ? set([...model, 'primary'], primary) : set(model, { primary })] : []),
  ];
}

/** What no catalogue says of a provider; rows that are there already stay as they are. */
function settingsEdits(root: unknown, { provider, settings, model }: Surface): ConfigEdit[] {
  if (!settings) return [];
  const path = [...['models', 'providers'], keyOf(root, ['models', 'providers'], provider)];
  const { models, api, ...rest } = settings;
  const written = valueAt(root, [...path, 'models']).value;
  const rows = Array.isArray(written) ? (written as readonly { readonly id?: unknown }[]) : [];
  const isBuiltIn = findProvider(provider) !== undefined;
  const named = model === undefined || isBuiltIn || models.some(({ id }) => id === model) ? [] : [{ id: model }];
  const missing = [...models, ...named].filter(({ id }) => !rows.some((row) => row.id === id));
  const facts = { ...rest, ...(api && { api }) };
  return [
    ...Object.entries(facts).map(([key, value]) => set([...path, key], value)),
    ...(missing.length === 0 ? [] : [set([...path, 'models'], [...rows, ...missing])]),
  ];
}

function enabledEdits(root: unknown, provider: string): ConfigEdit[] {
  const path = [...['plugins', 'entries'], keyOf(root, ['plugins', 'entries'], provider), 'enabled'];
  return valueAt(root, path).value === false ? [set(path, true)] : [];
}

/** As the file spells a provider, if it does. */
function keyOf(root: unknown, path: ConfigPath, provider: string): string {
  const { value } = valueAt(root, path);
  const keys = Object.keys(typeof value === 'object' && value !== null ? value : {});
  return keys.find((key) => canonicalProviderId(key) === provider) ?? provider;
}
