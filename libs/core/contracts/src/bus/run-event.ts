import { z } from 'zod';
import { finishReasonSchema } from '../conversation/finish-reason.js';
import { assistantMessageSchema } from '../conversation/message.js';
import { usageSchema } from '../conversation/usage.js';
import { failureSchema } from '../failure/failure.js';

const index = z.number().int().nonnegative();
/** Result fields without a canonical form, by OpenAI's name: logprobs, annotations, audio (AM-3). */
const extra = z.record(z.string(), z.unknown()).optional();

export const textDeltaSchema = z.object({ type: z.literal('text-delta'), text: z.string(), extra });
export const reasoningDeltaSchema = z.object({ type: z.literal('reasoning-delta'), text: z.string() });
/** Opaque state of the reasoning so far: kept for the outcome, never shown. */
export const reasoningEndSchema = z.object({
  type: z.literal('reasoning-end'),
  /** The upstream's name for the block. */
  id: z.string().optional(),
  signature: z.string().optional(),
  redacted: z.string().optional(),
});
export const refusalDeltaSchema = z.object({ type: z.literal('refusal-delta'), text: z.string() });
/** `index` counts the calls of the message from 0. Calls may interleave; each starts before its deltas. */
export const toolCallStartSchema = z.object({
  type: z.literal('tool-call-start'),
  index,
  id: z.string(),
  name: z.string(),
  /** Opaque thinking that belongs to the call. */
  signature: z.string().optional(),
});
export const toolCallDeltaSchema = z.object({ type: z.literal('tool-call-delta'), index, arguments: z.string() });
/** The whole answer at once, of a call that did not stream. */
export const messageEventSchema = z.object({ type: z.literal('message'), message: assistantMessageSchema, extra });
/** How an answer ended, beyond the finish reason. */
export const endDetails = {
  /** Which of the client's stop texts ended it, where the upstream says. */
  stopSequence: z.string().optional(),
  /** The tier that served it, in the upstream's words. */
  serviceTier: z.string().optional(),
};
/** The model call is complete. What follows is another attempt or the end of the run. */
export const attemptEndSchema = z.object({
  type: z.literal('attempt-end'),
  finishReason: finishReasonSchema,
  ...endDetails,
  usage: usageSchema.optional(),
});
/** The run is complete. `model` is the `provider/model` that answered, `usage` the sum over the run. */
export const runEndSchema = z.object({
  type: z.literal('run-end'),
  finishReason: finishReasonSchema,
  ...endDetails,
  usage: usageSchema.optional(),
  model: z.string(),
  attempts: z.number().int().positive(),
  /** How often another attempt went on with the answer after it had broken off. */
  continuations: z.number().int().positive().optional(),
  /** Of a run that was to be stored: whether it is (AM-9). */
  isStored: z.boolean().optional(),
});
export const runFailedSchema = z.object({
  type: z.literal('run-failed'),
  failure: failureSchema,
  attempts: z.number().int().nonnegative(),
});

export const runEventSchema = z.discriminatedUnion('type', [
  textDeltaSchema,
  reasoningDeltaSchema,
  reasoningEndSchema,
  refusalDeltaSchema,
  toolCallStartSchema,
  toolCallDeltaSchema,
  messageEventSchema,
  attemptEndSchema,
  runEndSchema,
  runFailedSchema,
]);

export type RunEvent = z.infer<typeof runEventSchema>;
export type RunEnd = z.infer<typeof runEndSchema>;
export type RunFailed = z.infer<typeof runFailedSchema>;

/** What a decoder of a wire API can say: everything but the end of a run, which is the runner's to decide. */
export type ModelEvent = Exclude<RunEvent, RunEnd | RunFailed>;
