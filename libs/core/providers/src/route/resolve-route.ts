import { findProvider } from '../provider-registry.js';
import type { CatalogModel, ProviderRow } from '../provider-row.js';
import type { Compat } from './compat.js';
import { effectiveCompat } from './effective-compat.js';
import { mergeEntry } from './merge-entry.js';
import type { ModelRowSettings, ModelSettings, ProviderRouteSettings } from './model-settings.js';
import { normalBaseUrl } from './normal-base-url.js';
import { readCompat } from './read-compat.js';
import { classifyRoute } from './route-class.js';
import { type Route, type RouteClass, type WireApiName, wireApiNames } from './route.js';

/** Why a model cannot be called at all. Local: no upstream was asked. */
export interface RouteProblem {
  readonly problem: 'model_not_found' | 'unknown';
  /** Shown to clients: names providers, models and config keys, never a URL or a value. */
  readonly message: string;
}

export const isRouteProblem = (route: Route | RouteProblem): route is RouteProblem => 'problem' in route;

interface Sources {
  readonly provider: string;
  readonly model: string;
  readonly settings: ProviderRouteSettings | undefined;
  readonly row: ModelRowSettings | undefined;
  /** The vendor's facts; its model rows count only in `merge` mode. */
  readonly vendor: ProviderRow | undefined;
  readonly catalog: CatalogModel | undefined;
}

/** Where and how a model is called: catalogue and config merged (META-3…9). Expects canonical ids, as in `ModelRef`. */
export function resolveRoute(settings: ModelSettings, provider: string, model: string): Route | RouteProblem {
  if (settings.disabled?.includes(provider)) return disabled(provider);
  const sources = findSources(settings, provider, model);
  const missing = findMissing(settings.mode, sources);
  if (missing) return missing;

  const endpoint = findEndpoint(sources);
  if ('problem' in endpoint) return endpoint;
  const { api, baseUrl, routeClass } = endpoint;
  const rerouted = isRerouted(sources.vendor, api, baseUrl);
  const entry = mergeEntry({ ...sources, providerMaxTokens: sources.settings?.maxTokens, baseUrl, rerouted });
  const traits = { provider, model, reasoning: entry.reasoning, ...endpoint };
  return {
    provider,
    model,
    api,
    baseUrl,
    routeClass,
    compat: effectiveCompat(declaredCompat(sources, rerouted), traits),
    headers: sources.settings?.headers ?? {},
    entry,
    timeoutMs: milliseconds(sources.settings?.timeoutSeconds),
  };
}

const milliseconds = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : seconds * 1000;

function findSources({ mode, providers }: ModelSettings, provider: string, model: string): Sources {
  const settings = Object.hasOwn(providers, provider) ? providers[provider] : undefined;
  const vendor = findProvider(provider);
  return {
    provider,
    model,
    settings,
    row: settings?.models?.find((row) => row.id === model),
    vendor,
    catalog: mode === 'merge' ? vendor?.models.find((row) => row.id === model) : undefined,
  };
}

const disabled = (provider: string): RouteProblem =>
  notFound(
    `Provider "${provider}" is disabled (plugins.entries.${provider}.enabled, plugins.deny or models.disabled).`,
  );

function findMissing(mode: ModelSettings['mode'], sources: Sources): RouteProblem | undefined {
  const { provider, model, settings, row, vendor } = sources;
  if (!settings && (!vendor || mode === 'replace')) {
    return notFound(`Unknown provider "${provider}": it is neither built in nor under models.providers.`);
  }
  if (row) return undefined;
  if (mode === 'replace') {
    return notFound(`Model "${provider}/${model}" is not configured, and models.mode is "replace".`);
  }
  // Any other id may be new: the provider decides (ALLOW-9).
  return vendor?.suppressedModels?.includes(model)
    ? notFound(`Model "${provider}/${model}" is not offered by its provider.`)
    : undefined;
}

interface Endpoint {
  readonly api: WireApiName;
  readonly baseUrl: string;
  readonly routeClass: RouteClass;
}

function findEndpoint(sources: Sources): Endpoint | RouteProblem {
  const { provider } = sources;
  const api = findApi(sources);
  if (!isWireApiName(api)) return unsupportedApi(provider, api);
  const baseUrl = effectiveBaseUrl(sources, api);
  if (baseUrl === undefined) return noBaseUrl(provider);
  const routeClass = classifyRoute(baseUrl);
  return routeClass === 'invalid' ? invalidBaseUrl(provider) : { api, baseUrl, routeClass };
}

/** Model before provider before vendor (META-8). What a vendor speaks itself, those who resell it may not (META-7). */
function findApi({ row, settings, vendor }: Sources): string {
  const configured = row?.api ?? settings?.api;
  if (configured !== undefined || !vendor) return configured ?? 'openai-completions';
  const baseUrl = configuredBaseUrl(row, settings);
  const isOwn = baseUrl === undefined || classifyRoute(baseUrl) === classifyRoute(vendor.baseUrl ?? baseUrl);
  return isOwn ? vendor.api : (vendor.resellerApi ?? vendor.api);
}

function configuredBaseUrl(row: Sources['row'], settings: Sources['settings']): string | undefined {
  return row?.baseUrl?.trim() || settings?.baseUrl?.trim() || undefined;
}

/** Model before provider before vendor (META-8); an empty URL means the vendor's own (ROUTE-2). */
function effectiveBaseUrl({ row, settings, vendor }: Sources, api: WireApiName): string | undefined {
  const written = configuredBaseUrl(row, settings) ?? vendor?.baseUrl;
  return written === undefined ? undefined : normalBaseUrl(written, api);
}

function isRerouted(vendor: ProviderRow | undefined, api: WireApiName, baseUrl: string): boolean {
  if (!vendor || vendor.baseUrl === undefined) return false;
  return api !== vendor.api || baseUrl.toLowerCase() !== normalBaseUrl(vendor.baseUrl, vendor.api);
}

function declaredCompat({ settings, row, vendor, catalog }: Sources, rerouted: boolean) {
  const inherited = rerouted ? {} : { ...vendor?.compat, ...catalog?.compat };
  return { ...inherited, ...keyForm(settings), ...readCompat(settings?.compat), ...readCompat(row?.compat) };
}

/** CFG-69: tokens are bearer tokens; `authHeader` says so of keys, or that this endpoint is not asked that way. */
function keyForm(settings: ProviderRouteSettings | undefined): Compat {
  const { auth, authHeader } = settings ?? {};
  const isToken = auth === 'token' || auth === 'oauth';
  return authHeader === undefined && !isToken ? {} : { sendsKeyAsBearer: authHeader ?? isToken };
}

const isWireApiName = (api: string): api is WireApiName => (wireApiNames as readonly string[]).includes(api);

const notFound = (message: string): RouteProblem => ({ problem: 'model_not_found', message });

const unsupportedApi = (provider: string, api: string): RouteProblem => ({
  problem: 'unknown',
  message: `Provider "${provider}" is configured with api "${api}", which is not supported. Supported: ${wireApiNames.join(', ')}.`,
});

const noBaseUrl = (provider: string): RouteProblem => ({
  problem: 'unknown',
  message: `Provider "${provider}" has no models.providers.${provider}.baseUrl.`,
});

const invalidBaseUrl = (provider: string): RouteProblem => ({
  problem: 'unknown',
  message: `models.providers.${provider}.baseUrl is not an http or https URL.`,
});
