import type { Compat } from './compat.js';

/** The protocols of upstreams. A configured `api` outside this list is refused by name. */
export const wireApiNames = [
  'openai-completions',
  'openai-responses',
  'anthropic-messages',
  'google-generative-ai',
  'ollama',
  'bedrock-converse-stream',
] as const;
export type WireApiName = (typeof wireApiNames)[number];

/** The class of an endpoint, from the host of its effective base URL alone (ROUTE-1). */
export type RouteClass =
  | 'openai-public'
  | 'codex'
  | 'azure-openai'
  | 'anthropic-public'
  | 'openrouter'
  | 'google-ai'
  | 'google-vertex'
  | 'xai'
  | 'minimax'
  | 'named-native'
  | 'local'
  | 'self-hosted'
  | 'custom'
  | 'invalid';

export interface ModelCost {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** One row of the catalogue after the merge with config (META-1…5). Costs in USD per million tokens. */
export interface ModelEntry {
  readonly id: string;
  readonly name: string;
  readonly reasoning: boolean;
  readonly input: readonly ('text' | 'image')[];
  /** Nobody said what it takes: `input` is the default, images are sent and may be refused by the upstream. */
  readonly inputAssumed?: boolean;
  readonly cost: ModelCost;
  readonly contextWindow: number;
  /** Nobody said how large its window is: `contextWindow` is the default. */
  readonly windowAssumed?: boolean;
  readonly contextTokens?: number | undefined;
  /** Undefined: no limit is sent unless the client gave one, and the wire API does not demand it. */
  readonly maxTokens: number;
}

/** A provider with its endpoint as configured, for one model: all an encoder and the HTTP client need but the key. */
export interface Route {
  readonly provider: string;
  /** The id sent upstream. */
  readonly model: string;
  readonly api: WireApiName;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly routeClass: RouteClass;
  readonly compat: Compat;
  /** Configured headers, values already resolved; they may carry a credential (CRED-5). */
  readonly headers: Readonly<Record<string, string>>;
  readonly entry: ModelEntry;
  /** Replaces connect, header and idle timeouts (TIME-4). */
  readonly timeoutMs?: number | undefined;
}
