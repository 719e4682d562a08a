import type { ModelCost } from './route.js';

type Bag = Readonly<Record<string, unknown>>;

/** One row of `models.providers.<id>.models`. Absent fields are inherited or take the defaults of META-3. */
export interface ModelRowSettings {
  readonly id: string;
  readonly name?: string | undefined;
  readonly api?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly reasoning?: boolean | undefined;
  readonly input?: readonly ('text' | 'image')[] | undefined;
  readonly cost?: { readonly [K in keyof ModelCost]?: number | undefined } | undefined;
  readonly contextWindow?: number | undefined;
  readonly contextTokens?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly compat?: Bag | undefined;
}

/** `models.providers.<id>`, as far as a route depends on it. */
export interface ProviderRouteSettings {
  readonly baseUrl?: string | undefined;
  readonly api?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly auth?: string | undefined;
  readonly authHeader?: boolean | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly compat?: Bag | undefined;
  readonly models?: readonly ModelRowSettings[] | undefined;
}

/** The `models` section of a config, provider ids canonical. */
export interface ModelSettings {
  readonly mode: 'merge' | 'replace';
  readonly providers: Readonly<Record<string, ProviderRouteSettings>>;
  /** Serve no model, whatever else is known of them. */
  readonly disabled?: readonly string[] | undefined;
}
