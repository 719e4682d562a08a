import { z } from 'zod';
import { field } from './field.js';
import { keyHealthSchema, keysSchema } from './keys.schema.js';

const milliseconds = z.number().int().positive();

export const clawmeshSchema = z.strictObject({
  defaults: z
    .strictObject({ model: field(z.string().default('openai/gpt-5.4'), 'The model if the config names none at all.') })
    .prefault({}),
  http: z
    .strictObject({ timeoutSeconds: field(z.number().positive().default(600), 'The longest a request may take.') })
    .prefault({}),
  worker: z
    .strictObject({
      lostAfterMs: field(milliseconds.default(10_000), 'A worker silent for this long has lost its attempt.'),
    })
    .prefault({}),
  retry: z
    .strictObject({
      maxAttempts: field(z.number().int().nonnegative().default(2), 'Further calls of the same model after a failure.'),
      order: field(
        z.enum(['rotate-first', 'retry-first']).default('rotate-first'),
        'Whether fallbacks come before or after further calls of the same model.',
      ),
    })
    .prefault({}),
  failover: z
    .strictObject({
      formatErrors: field(z.enum(['stop', 'advance']).default('stop'), 'After a request the provider calls malformed.'),
      midStream: field(
        z.boolean().default(false),
        'When an upstream dies after text was shown, another call continues from there. Agents may say otherwise.',
      ),
      explicitOverride: field(
        z.enum(['strict', 'chain']).default('strict'),
        'Whether a model chosen by header has fallbacks.',
      ),
      agentPrimaryInheritsFallbacks: field(
        z.boolean().default(false),
        "An agent's own model without fallbacks uses the shared ones.",
      ),
    })
    .prefault({}),
  keys: keysSchema.prefault({}),
  auth: keyHealthSchema.prefault({}),
  redis: z
    .strictObject({
      onFailure: field(
        z.enum(['local', 'fail']).default('local'),
        'Without Redis, workers go on with what they know (`local`) or refuse with 503 (`fail`).',
      ),
    })
    .prefault({}),
  responses: z
    .strictObject({
      retentionDays: field(z.number().positive().default(30), 'How long a stored response can be gone on from.'),
    })
    .prefault({}),
  anthropic: z
    .strictObject({
      serviceTierForOAuth: field(
        z.boolean().default(true),
        'Whether requests with a subscription token name a service tier too.',
      ),
    })
    .prefault({}),
  attribution: z
    .strictObject({
      enabled: field(z.boolean().default(true), 'Name clawmesh to providers that ask for it.'),
      siteUrl: field(
        z.url().optional(),
        'Sent to OpenRouter as `HTTP-Referer`: the address it lists this installation by.',
      ),
    })
    .prefault({}),
});
