import { z } from 'zod';
import { failureReasonSchema } from './failure-reason.js';

/**
 * A failure as plain data (ERR-1). `message` is redacted when the failure is made and at most 2 000 characters;
 * `status` is what the upstream answered and absent for socket and stream errors.
 */
export const failureSchema = z.object({
  reason: failureReasonSchema,
  message: z.string(),
  status: z.number().int().optional(),
  /** The upstream's error code, or one of ours: `worker_lost`, `run_deadline`, `no_workers`, `empty_result`, … */
  code: z.string().optional(),
  type: z.string().optional(),
  retryAfterMs: z.number().nonnegative().optional(),
  /** The wait is longer than a minute: do not retry the same model (RA-3). */
  longWindow: z.boolean().optional(),
  /** The request is larger than this credential's tier allows; waiting cannot help (ERR-21). */
  ceiling: z.boolean().optional(),
  /** How large the request was and may be, where the upstream says (ERR-21, ERR-23). */
  overflow: z.object({ tokens: z.number().optional(), limit: z.number().optional() }).optional(),
  /** It says something about the whole provider: none of its other models needs to be tried (ERR-48, FAIL-9). */
  isOfProvider: z.boolean().optional(),
  /** It says something about this model alone, though its reason usually tells of a key (ERR-48). */
  isOfModel: z.boolean().optional(),
  /** Where it came from: `local` failures never reached an upstream (FAIL-32, ERR-47). */
  origin: z.enum(['upstream', 'local']),
  provider: z.string().optional(),
  model: z.string().optional(),
});

export type Failure = z.infer<typeof failureSchema>;
