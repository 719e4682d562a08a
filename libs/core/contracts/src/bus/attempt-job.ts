import { z } from 'zod';
import { modelCallSchema } from '../conversation/model-call.js';
import { usageSchema } from '../conversation/usage.js';

/** The order for one model call. */
export const attemptJobSchema = z.object({
  runId: z.string(),
  /** Greater than every earlier attempt of the run, also across redeliveries of the run job. */
  attempt: z.number().int().positive(),
  gatewayId: z.string(),
  /** Canonical provider id and model id, as in `provider/model`. */
  provider: z.string(),
  model: z.string(),
  /** Use this auth profile first (REF-8). */
  profileId: z.string().optional(),
  /** The run's own choice, which may try a cooling key when there is no other (PROBE-5, FAIL-10). */
  mayProbe: z.boolean().optional(),
  /** Other candidates are left: nobody waits for a key of this one (CLU-17), and rotations are capped (ORD-6). */
  hasFallbacks: z.boolean().optional(),
  /** The same model was asked before in this run, without another key or model between (CLU-21). */
  isRetry: z.boolean().optional(),
  /** Whose key it was last time: a named session stays on it while it is healthy (ORD-8). */
  stickySession: z.string().optional(),
  call: modelCallSchema,
  /** A success with no further work for the runner: the worker's last frame also ends the run. */
  endsRun: z.boolean(),
  /** How many attempts the run has made, this one included (AM-10). */
  attemptsMade: z.number().int().positive(),
  /** Of an answer that goes on: how often it broke off, and what the attempts before this one have cost. */
  continuations: z.number().int().positive().optional(),
  usageBefore: usageSchema.optional(),
  agentId: z.string(),
  sessionKey: z.string(),
  /** Epoch milliseconds. */
  deadlineAt: z.number(),
  configRevision: z.string(),
});

export type AttemptJob = z.infer<typeof attemptJobSchema>;
