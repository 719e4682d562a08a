import type { ProviderRow } from '../provider-row.js';

/** Mistral's own endpoint. Source: docs.mistral.ai, models and API reference. */
export const mistral = {
  id: 'mistral',
  name: 'Mistral',
  api: 'openai-completions',
  baseUrl: 'https://api.mistral.ai/v1',
  envKeys: ['MISTRAL_API_KEY'],
  envPrefix: 'MISTRAL',
  defaultModel: 'mistral-large-latest',
  compat: {
    supportsDeveloperRole: false,
    supportsStore: false,
    maxTokensField: 'max_tokens',
    prefillFormat: 'prefix',
    toolCallIdPattern: '^[A-Za-z0-9]{9}$',
  },
  models: [
    {
      id: 'mistral-large-latest',
      name: 'Mistral Large (latest)',
      reasoning: false,
      input: ['text', 'image'],
      cost: { input: 0.5, output: 1.5, cacheRead: 0, cacheWrite: 0 },
      contextWindow: 262_144,
      maxTokens: 16_384,
    },
    {
      id: 'mistral-medium-latest',
      name: 'Mistral Medium (latest)',
      reasoning: false,
      input: ['text', 'image'],
      cost: { input: 0.4, output: 2, cacheRead: 0, cacheWrite: 0 },
      contextWindow: 128_000,
      maxTokens: 16_384,
    },
    {
      id: 'mistral-small-latest',
      name: 'Mistral Small (latest)',
      reasoning: true,
      input: ['text', 'image'],
      cost: { input: 0.1, output: 0.3, cacheRead: 0, cacheWrite: 0 },
      contextWindow: 128_000,
      maxTokens: 16_384,
    },
    {
      id: 'codestral-latest',
      name: 'Codestral (latest)',
      reasoning: false,
      input: ['text'],
      cost: { input: 0.3, output: 0.9, cacheRead: 0, cacheWrite: 0 },
      contextWindow: 256_000,
      maxTokens: 4_096,
    },
  ],
  embedding: { defaultModel: 'mistral-embed', api: 'mistral-embeddings' },
} as const satisfies ProviderRow;
