import type { CatalogModel } from '../provider-row.js';
import type { ModelRowSettings } from './model-settings.js';
import { classifyRoute } from './route-class.js';
import type { ModelCost, ModelEntry } from './route.js';

const free: ModelCost = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export interface EntrySources {
  readonly provider: string;
  readonly model: string;
  readonly row: ModelRowSettings | undefined;
  readonly catalog: CatalogModel | undefined;
  /** `models.providers.<id>.maxTokens` (META-4). */
  readonly providerMaxTokens: number | undefined;
  readonly baseUrl: string;
  /** The endpoint is not the one the catalogue row describes: what it says about limits and abilities is void (META-9). */
  readonly rerouted: boolean;
}

/** Config before catalogue before defaults (META-5). */
export function mergeEntry(sources: EntrySources): ModelEntry {
  const { model, row, providerMaxTokens } = sources;
  const described = { ...inherited(sources), ...defined({ maxTokens: providerMaxTokens }), ...configured(row) };
  const merged = {
    ...undescribed(model),
    ...described,
    ...(described.input === undefined && { inputAssumed: true }),
    ...((described.contextTokens ?? described.contextWindow) === undefined && { windowAssumed: true }),
    cost: { ...free, ...inheritedCost(sources), ...defined(row?.cost ?? {}) },
  };
  return { ...merged, maxTokens: outputLimit(merged, sources.provider) };
}

/** META-1: how much of the window is used. A configured cap on all models counts where it is lower. */
export function effectiveWindow({ contextTokens, contextWindow }: ModelEntry, cap = Infinity): number {
  return Math.min(contextTokens ?? contextWindow, cap);
}

/** META-4: some rows state the whole window as their limit, which leaves nothing for the prompt. */
function outputLimit({ id, maxTokens, contextWindow }: ModelEntry, provider: string): number {
  if (provider !== 'mistral' || maxTokens < contextWindow) return Math.min(maxTokens, contextWindow);
  return Math.min(mistralLimits.find(([name]) => id.startsWith(name))?.[1] ?? 8192, contextWindow);
}

const mistralLimits: readonly (readonly [string, number])[] = [
  ['mistral-large-latest', 16_384],
  ['mistral-small-latest', 16_384],
  ['devstral-medium', 32_768],
  ['pixtral-large', 32_768],
  ['magistral-small', 40_000],
];

/** META-3: what is assumed of a model nobody described. */
const undescribed = (model: string): ModelEntry => ({
  id: model,
  name: model,
  reasoning: false,
  input: ['text'],
  cost: free,
  contextWindow: 200_000,
  maxTokens: 8192,
});

function inherited({ catalog, rerouted }: EntrySources): Partial<ModelEntry> {
  if (!catalog) return {};
  const { name, maxTokens, reasoning, input, contextWindow, contextTokens } = catalog;
  return rerouted ? { name, maxTokens } : { name, maxTokens, reasoning, input, contextWindow, contextTokens };
}

function configured(row: ModelRowSettings | undefined): Partial<ModelEntry> {
  if (!row) return {};
  const { name, maxTokens, reasoning, input, contextWindow, contextTokens } = row;
  return {
    ...defined({ name, maxTokens, reasoning, input, contextWindow, contextTokens }),
    // META-1: a configured window comes before what the catalogue says should be used of its own.
    ...(contextWindow !== undefined && { contextTokens }),
  };
}

/** A server of one's own never costs what a vendor's does (USE-8). */
function inheritedCost({ catalog, baseUrl }: EntrySources): ModelCost | undefined {
  const routeClass = classifyRoute(baseUrl);
  return routeClass === 'local' || routeClass === 'self-hosted' ? undefined : catalog?.cost;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the keys whose value is undefined, so that a spread of it overrides only what is said. */
function defined<T extends object>(values: T): Defined<T> {
  // fromEntries cannot express which keys are left; Defined says that any may be missing.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
