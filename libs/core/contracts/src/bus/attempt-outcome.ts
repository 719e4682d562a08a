import { z } from 'zod';
import { finishReasonSchema } from '../conversation/finish-reason.js';
import { assistantMessageSchema } from '../conversation/message.js';
import { usageSchema } from '../conversation/usage.js';
import { failureSchema } from '../failure/failure.js';
import { endDetails } from './run-event.js';

const common = {
  type: z.literal('outcome'),
  /** How many frames the attempt published, so that a later frame of the run continues the count. */
  frames: z.number().int().nonnegative(),
  usage: usageSchema.optional(),
  /** The last credential that was used, by id (ORD-12). */
  keyId: z.string().optional(),
  /** A cooling key was tried, as a probe (PROBE-6). */
  isProbe: z.boolean().optional(),
};

/** What became of an attempt. `contentSent`: a client may have seen some of it (STRM-1). */
export const attemptOutcomeSchema = z.discriminatedUnion('status', [
  z.object({
    ...common,
    status: z.literal('completed'),
    message: assistantMessageSchema,
    finishReason: finishReasonSchema,
    ...endDetails,
  }),
  z.object({ ...common, status: z.literal('failed'), failure: failureSchema, contentSent: z.boolean() }),
  z.object({ ...common, status: z.literal('cancelled') }),
]);

/** Sent when the first content was published and then every second, so that the runner notices a lost worker (FAIL-22). */
export const attemptHeartbeatSchema = z.object({ type: z.literal('heartbeat'), contentSent: z.boolean() });

export const attemptReplySchema = z.union([attemptHeartbeatSchema, attemptOutcomeSchema]);

export type AttemptOutcome = z.infer<typeof attemptOutcomeSchema>;
export type AttemptHeartbeat = z.infer<typeof attemptHeartbeatSchema>;
export type AttemptReply = z.infer<typeof attemptReplySchema>;
