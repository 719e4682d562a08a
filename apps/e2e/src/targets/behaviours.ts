/** The wire APIs of upstreams, by the names that agents carry. */
export const wires = ['openai', 'anthropic', 'responses', 'google', 'ollama', 'bedrock'] as const;
export type Wire = (typeof wires)[number];

/** What the upstream of an agent does, as the name of its model: see tools/bench/mock/behaviour.mjs. */
export const behaviours = {
  plain: 'mock_tokens-20',
  long: 'mock_tokens-200',
  slow: 'mock_tokens-100_gap-40',
  continued: 'mock_tokens-100_gap-40_goeson',
  /** Goes on too, for longer than a job of a runner that died takes to be delivered again. */
  enduring: 'mock_tokens-100_gap-100_goeson',
  paced: 'mock_tokens-40_gap-20',
  late: 'mock_tokens-20_first-6000',
  /** Later than a job of a runner that died is delivered again. */
  latest: 'mock_tokens-20_first-12000',
  tools: 'mock_tools-2_gap-15',
  echo: 'mock_tools-1_echo',
  thinking: 'mock_tools-1_echo_think-5',
  split: 'mock_tokens-40_split-7',
  flaky: 'mock_tokens-20_fail-1',
  cut: 'mock_tokens-30_cut-12',
  half: 'mock_tokens-30_half-12',
  broken: 'mock_tokens-30_broken-12',
  unfinished: 'mock_tokens-30_stop-12',
  'bad-request': 'mock_status-400_leak',
  unauthorized: 'mock_status-401_leak',
  missing: 'mock_status-404_leak',
  limited: 'mock_status-429_after-7_leak',
  crashed: 'mock_status-500_leak',
  html: 'mock_html',
  reset: 'mock_reset',
  hang: 'mock_hang',
} as const;

export type Behaviour = keyof typeof behaviours;

/** The wire APIs that know embeddings, and the model their agents embed with. */
export const embeddingWires = ['openai', 'google', 'ollama'] as const satisfies readonly Wire[];
export type EmbeddingWire = (typeof embeddingWires)[number];
export const embeddingModel = 'mock_dims-8_most-100';

/** Models of built-in providers, with no key in the environment of a target, and what each would be read from first. */
export const keyless = {
  openai: { model: 'openai/gpt-5.4', variable: 'OPENAI_API_KEY' },
  anthropic: { model: 'anthropic/claude-opus-4-6', variable: 'ANTHROPIC_API_KEY' },
  google: { model: 'google/gemini-3-flash-preview', variable: 'GEMINI_API_KEY' },
} as const;

/** The keys of `openai-keyed`, in their order; the mock can limit each of them. */
export const keyedKeys = ['first', 'second', 'third', 'fourth', 'fifth'].map(
  (name) => `sk-mock-${name}-0123456789abcdef`,
);
export const keyedProvider = 'mock-keyed';

/** Behaviours of an upstream that is asked over a WebSocket, with OpenAI's Responses. */
export const socketBehaviours = ['plain', 'long', 'slow', 'cut', 'limited'] as const satisfies readonly Behaviour[];
export type SocketBehaviour = (typeof socketBehaviours)[number];

/** Nobody listens at the provider of `refused`. */
export type Agent =
  | `${Wire}-${Behaviour | 'refused'}`
  | `socket-${SocketBehaviour}`
  | 'openai-keyed'
  | `${keyof typeof keyless}-keyless`
  | 'chained'
  | `${EmbeddingWire}-embed`;

export interface WireTraits {
  /** As the config names it. */
  readonly api: string;
  /** What the base URL of an upstream ends with. */
  readonly path: string;
  /** The protocol has ids of tool calls. Where it has none the gateway makes them up. */
  readonly hasToolIds: boolean;
  /** Arguments of a tool call come piece by piece, not whole. */
  readonly streamsArguments: boolean;
  /** Of a prompt of ten tokens, where the protocol says so. */
  readonly cachedTokens: number | undefined;
  /** Quirk flags of an endpoint that is not its vendor's own. */
  readonly compat?: Readonly<Record<string, boolean>>;
}

export const traits: Readonly<Record<Wire, WireTraits>> = {
  openai: {
    ...{ api: 'openai-completions', path: '/v1', hasToolIds: true, streamsArguments: true, cachedTokens: 3 },
  },
  anthropic: {
    ...{ api: 'anthropic-messages', path: '', hasToolIds: true, streamsArguments: true, cachedTokens: 3 },
  },
  responses: {
    ...{ api: 'openai-responses', path: '/v1', hasToolIds: true, streamsArguments: true, cachedTokens: 3 },
  },
  google: {
    ...{ api: 'google-generative-ai', path: '/v1beta', hasToolIds: false, streamsArguments: false, cachedTokens: 3 },
  },
  ollama: {
    ...{ api: 'ollama', path: '', hasToolIds: false, streamsArguments: false, cachedTokens: undefined },
  },
  bedrock: {
    ...{ api: 'bedrock-converse-stream', path: '', hasToolIds: true, streamsArguments: true, cachedTokens: 3 },
    compat: { takesAnthropicFields: true },
  },
};
