import { z } from 'zod';
import { runEventSchema } from './run-event.js';

/**
 * One bus message of run events. `seq` counts the frames of an attempt from 0 without gaps. `model` (`provider/model`)
 * is on the first frame of an attempt. The frame with `last` is the run's last: `seq + 1` frames belong to the attempt.
 * `resumesAt` is on the first frame of an attempt that goes on with a text after so many characters of it.
 */
export const runFrameSchema = z.object({
  runId: z.string(),
  attempt: z.number().int().positive(),
  seq: z.number().int().nonnegative(),
  model: z.string().optional(),
  resumesAt: z.number().int().nonnegative().optional(),
  last: z.boolean().optional(),
  events: z.array(runEventSchema),
});

export type RunFrame = z.infer<typeof runFrameSchema>;
