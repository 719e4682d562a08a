import { z } from 'zod';
import { failureSchema } from '../failure/failure.js';
import { failureReasonSchema } from '../failure/failure-reason.js';

/** A credential by its name: never a secret, and nothing a secret could be found from (KEY-14). */
const namedKey = {
  keyId: z.string(),
  provider: z.string(),
  /** Where it comes from: a variable, a path of the config, a profile. */
  source: z.string(),
};

/** How are the keys? Asked of any worker: all of them see the same. */
export const keyBoardRequestSchema = z.object({
  /** Only the keys of this one. */
  provider: z.string().optional(),
});

const boardKeySchema = z.object({
  ...namedKey,
  state: z.enum(['usable', 'cooling', 'disabled', 'blocked', 'probing', 'busy']),
  reason: z.enum([...failureReasonSchema.options, 'operator', 'subscription_limit']).optional(),
  /** The one model a window is about; absent: all of them. */
  model: z.string().optional(),
  /** Epoch milliseconds. */
  until: z.number().optional(),
  /** Epoch milliseconds. */
  lastUsedAt: z.number().optional(),
  /** Redacted. */
  lastError: z.string().optional(),
  errorCount: z.number().int().nonnegative(),
  inFlight: z.number().int().nonnegative(),
});

const failed = z.object({ status: z.literal('failed'), failure: failureSchema });

export const keyBoardReplySchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('board'), keys: z.array(boardKeySchema) }),
  failed,
]);

/** What an operator has done to keys (COOL-21). */
export const keyOrderSchema = z.object({
  order: z.enum(['reset', 'disable', 'enable']),
  keys: z.array(z.object(namedKey)),
  /** Whose order it is, for the log. */
  orderedBy: z.string(),
  /** Epoch milliseconds. */
  deadlineAt: z.number(),
  /** The gateway vouches for whose order it is (`JobSeal`, AUTH-82). */
  seal: z.string().optional(),
});

export const keyOrderReplySchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('done'), changed: z.number().int().nonnegative() }),
  failed,
]);

export type KeyBoardRequest = z.infer<typeof keyBoardRequestSchema>;
export type BoardKey = z.infer<typeof boardKeySchema>;
export type KeyBoardReply = z.infer<typeof keyBoardReplySchema>;
export type KeyOrderRequest = z.infer<typeof keyOrderSchema>;
export type KeyOrderReply = z.infer<typeof keyOrderReplySchema>;
