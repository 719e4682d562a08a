import { z } from 'zod';
import { secretInput } from '../secrets/secret-ref.js';
import { bag, field } from './field.js';

const positive = z.number().int().positive();
const price = z.number().nonnegative();

export const modelRowSchema = z.strictObject({
  id: field(z.string().min(1), 'Sent to the provider exactly as written.'),
  name: field(z.string().optional(), 'Shown in lists; the id when absent.'),
  api: field(z.string().optional(), "The protocol of this model, instead of the provider's."),
  baseUrl: field(z.string().optional(), "The endpoint of this model, instead of the provider's."),
  reasoning: field(z.boolean().optional(), 'The model thinks before it answers. Not built in: false.'),
  input: field(z.array(z.enum(['text', 'image'])).optional(), 'What it reads. Not built in: text.'),
  cost: field(
    z
      .strictObject({
        input: field(price.optional(), 'What it reads.'),
        output: field(price.optional(), 'What it writes.'),
        cacheRead: field(price.optional(), 'Read from its prompt cache.'),
        cacheWrite: field(price.optional(), 'Written to its prompt cache.'),
      })
      .optional(),
    'USD per million tokens. Not built in: 0.',
  ),
  contextWindow: field(positive.optional(), 'The native window in tokens. Not built in: 200000.'),
  contextTokens: field(positive.optional(), 'How much of the window to use.'),
  maxTokens: field(positive.optional(), 'The most the model writes. Not built in: 8192.'),
  params: field(bag.optional(), 'Request parameters of this model, below those of agents.'),
  compat: field(bag.optional(), 'Quirk flags, e.g. `supportsUsageInStreaming`, `maxTokensField`.'),
});

export const providerSchema = z.strictObject({
  baseUrl: field(z.string().optional(), "The endpoint; a built-in provider's own when absent."),
  apiKey: field(secretInput.optional(), 'The key, `${VAR}` or a reference. Environment keys come first.', {
    secret: true,
  }),
  api: field(
    z.string().optional(),
    "The protocol. A built-in provider's own; `openai-completions` for others, and for `openai` at another `baseUrl`.",
  ),
  auth: field(z.enum(['api-key', 'aws-sdk', 'oauth', 'token']).optional(), 'How requests are authenticated.'),
  authHeader: field(z.boolean().optional(), 'Send the key as `Authorization: Bearer` whatever the protocol says.'),
  headers: field(z.record(z.string(), secretInput).optional(), 'Headers of every request.', { secret: true }),
  timeoutSeconds: field(z.number().positive().optional(), 'Replaces the connect, header and idle timeouts.'),
  maxTokens: field(positive.optional(), 'The output limit of its models that state none.'),
  compat: field(bag.optional(), 'Quirk flags of all its models.'),
  models: field(z.array(modelRowSchema).optional(), 'Models to add or to describe differently.'),
});

export const modelsSchema = z.strictObject({
  mode: field(
    z.enum(['merge', 'replace']).default('merge'),
    '`merge`: built-in models and these. `replace`: only these.',
  ),
  disabled: field(z.array(z.string()).optional(), 'Providers that serve no model; `plugins` adds its own to them.'),
  providers: field(z.record(z.string(), providerSchema).default({}), 'By provider id.'),
});
