import { z } from 'zod';
import { messageSchema } from './message.js';
import { toolChoiceSchema, toolDefinitionSchema } from './tool.js';

/** As the client sent it: `json_schema` keeps OpenAI's `{name, schema, strict, description}` object. */
export const responseFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({ type: z.literal('json_schema'), json_schema: z.record(z.string(), z.unknown()) }),
]);

export const reasoningSummarySchema = z.enum(['auto', 'concise', 'detailed']);

/** Request fields that only upstreams of one protocol understand, by that protocol's names: `top_k` of Anthropic. */
export const protocolFieldsSchema = z.object({ api: z.string(), fields: z.record(z.string(), z.unknown()) });

export const samplingSchema = z.object({
  maxTokens: z.number().int().positive().optional(),
  temperature: z.number().optional(),
  topP: z.number().optional(),
  frequencyPenalty: z.number().optional(),
  presencePenalty: z.number().optional(),
  seed: z.number().int().optional(),
  stop: z.array(z.string()).optional(),
});

/** The canonical request to a model: what every wire API encodes from, complete, in order. */
export const modelCallSchema = z.object({
  messages: z.array(messageSchema),
  tools: z.array(toolDefinitionSchema),
  toolChoice: toolChoiceSchema.optional(),
  parallelToolCalls: z.boolean().optional(),
  responseFormat: responseFormatSchema.optional(),
  sampling: samplingSchema,
  reasoningEffort: z.string().optional(),
  /** Tokens the model may think, from clients of APIs that count; `reasoningEffort` is then the nearest level. */
  reasoningBudget: z.number().int().positive().optional(),
  /** How much of its thinking the client wants to be told (Responses). */
  reasoningSummary: reasoningSummarySchema.optional(),
  /** Fast mode as resolved for the model (FAST-1); undefined: nobody said. */
  fast: z.boolean().optional(),
  protocolFields: protocolFieldsSchema.optional(),
  /** OpenAI request fields without a canonical form, by OpenAI's name (AM-3): logprobs, metadata, user, … */
  extra: z.record(z.string(), z.unknown()),
  /** The agent's merged model params (META-10); sampling fields of the request have already won over them. */
  params: z.record(z.string(), z.unknown()),
  stream: z.boolean(),
  /** The beginning of the answer, which its client has seen: what is asked for is the rest. */
  continues: z.object({ text: z.string() }).optional(),
});

export type ResponseFormat = z.infer<typeof responseFormatSchema>;
export type ProtocolFields = z.infer<typeof protocolFieldsSchema>;
export type ReasoningSummary = z.infer<typeof reasoningSummarySchema>;
export type Sampling = z.infer<typeof samplingSchema>;
export type ModelCall = z.infer<typeof modelCallSchema>;
