import { z } from 'zod';
import { failureReasonSchema } from '../failure/failure-reason.js';

const windowSchema = z.object({
  kind: z.enum(['cooldown', 'disable', 'block']),
  reason: failureReasonSchema,
  /** Absent: all models. */
  model: z.string().optional(),
  openedAt: z.number(),
  until: z.number(),
  askedUntil: z.number().optional(),
  probe: z.object({ leaseId: z.string(), until: z.number() }).optional(),
});

/** What is known of a credential, by its id; nothing of the credential itself (KEY-14). Times are epoch milliseconds. */
const keyRecordSchema = z.object({
  keyId: z.string(),
  provider: z.string(),
  source: z.string(),
  isProfile: z.boolean().optional(),
  gen: z.number(),
  windows: z.record(z.string(), windowSchema),
  counts: z.record(z.string(), z.number()),
  lastFailureAt: z.number().optional(),
  lastSuccessAt: z.number().optional(),
  lastLeasedAt: z.number().optional(),
  lastUsedAt: z.number().optional(),
  lastProbeAt: z.number().optional(),
  lastError: z.string().optional(),
  disabledByOperator: z.boolean().optional(),
  slowSince: z.number().optional(),
  ceilings: z.record(z.string(), z.object({ limit: z.number(), until: z.number() })).optional(),
});

/** Windows of keys have changed (CLU-14). Loss is harmless: Redis knows, and is asked at every lease. */
export const keyHealthSchema = z.object({
  provider: z.string(),
  /** The life of the Redis that knows it; empty when it was seen without Redis. */
  epoch: z.string(),
  /** Grows with each change of the provider's windows. */
  rev: z.number(),
  /** When, by the time of Redis. */
  at: z.number(),
  records: z.array(keyRecordSchema),
});

export type KeyHealth = z.infer<typeof keyHealthSchema>;
