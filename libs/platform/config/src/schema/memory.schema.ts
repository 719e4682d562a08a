import { z } from 'zod';
import { secretInput } from '../secrets/secret-ref.js';
import { field } from './field.js';

const searchSchema = z.strictObject({
  enabled: field(z.boolean().optional(), 'Accepted; the embeddings endpoint works either way. True when absent.'),
  provider: field(z.string().optional(), 'Whose embeddings are served; `openai` when absent, and for `auto`.'),
  model: field(z.string().optional(), "The embedding model; the provider's usual one when absent."),
  outputDimensionality: field(
    z.number().int().positive().optional(),
    "The length of vectors; the model's own when absent.",
  ),
  inputType: field(z.string().optional(), "What texts are for, in the provider's words, e.g. `RETRIEVAL_QUERY`."),
  queryInputType: field(z.string().optional(), 'Accepted; the same for texts to search by.'),
  documentInputType: field(z.string().optional(), 'Accepted; the same for texts to be found.'),
  remote: z
    .strictObject({
      baseUrl: field(z.string().optional(), "An endpoint for embeddings alone, instead of the provider's."),
      apiKey: field(secretInput.optional(), "The only key for them, instead of the provider's.", { secret: true }),
      headers: field(z.record(z.string(), secretInput).optional(), "Headers over the provider's.", { secret: true }),
    })
    .optional(),
});

export const memorySchema = z.strictObject({
  search: field(searchSchema.optional(), 'How texts become vectors, for `/v1/embeddings`.'),
});
