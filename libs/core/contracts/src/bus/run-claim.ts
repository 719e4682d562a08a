import { z } from 'zod';
import { failoverStateSchema } from './run-progress.js';

/**
 * A runner asks the owner of the client whether it may still answer: because it got a job a second time, or because an
 * attempt broke off after content was sent.
 */
export const runClaimSchema = z.object({
  runId: z.string(),
  attempt: z.number().int().positive(),
  /** It can also go on with an answer of which a part was shown. */
  resumes: z.boolean().optional(),
});

/** How far the lost runner came: absent when none of its attempts is known to have failed (FAIL-21). */
const state = failoverStateSchema.optional();

/**
 * `granted`: nothing was shown, and frames of attempts before `attempt` are ignored from now on.
 * `resume`: the same, but `text` was shown, and the attempt has to go on after it; only if the claim `resumes`.
 * `content-sent`: the client has seen content of an earlier attempt. `gone`: ended, or its client left.
 */
export const runClaimReplySchema = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('granted'), state }),
  z.object({ verdict: z.literal('resume'), text: z.string(), state }),
  z.object({ verdict: z.enum(['content-sent', 'gone']) }),
]);

export type RunClaim = z.infer<typeof runClaimSchema>;
export type RunClaimReply = z.infer<typeof runClaimReplySchema>;
