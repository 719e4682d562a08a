import { z } from 'zod';
import { usageSchema } from '../conversation/usage.js';
import { failureSchema } from '../failure/failure.js';

const candidateSchema = z
  .object({
    provider: z.string(),
    model: z.string(),
    /** The canonical `provider/model` (REF-5). */
    key: z.string(),
    profileId: z.string().optional(),
  })
  .readonly();
const count = z.number().int().nonnegative();

/** A candidate that did not answer, with its latest failure. */
const failedCandidateSchema = z
  .object({
    candidate: candidateSchema,
    failure: failureSchema,
    /** Epoch milliseconds; the failure's waits count from here. */
    failedAt: z.number(),
  })
  .readonly();

/** Where a run stands in its chain, as it is handed from one runner to the next (FAIL-21, SEL-16). */
export const failoverStateSchema = z
  .object({
    /** The models of the run in the order to try them; no key twice. */
    chain: z.tuple([candidateSchema], candidateSchema).readonly(),
    index: count,
    /** Model calls so far, lost ones included. */
    attemptsMade: count,
    /** Same-model retries so far, over the whole run (RETRY-1). */
    retriesMade: count,
    /** The next attempt asks the model that was asked last. */
    isRetry: z.boolean(),
    /** When the upstream was first found in trouble, epoch milliseconds: retries go on for so long only (RETRY-1). */
    troubledSince: z.number().optional(),
    /** Workers that died with the candidate (FAIL-22), and those that never said a word about it. */
    lostWorkers: count,
    silentWorkers: count,
    /** In a row, up to the latest failure (TIME-7). */
    idleTimeouts: count,
    /** How often the call was made shorter after it had been too long. */
    timesShortened: count,
    /** The run has waited for its keys and begun its chain anew (COOL-15). */
    hasWaited: z.boolean(),
    /** A cooling key of the run's own choice was tried, or may have been (FAIL-10). */
    hasProbed: z.boolean(),
    failed: z.array(failedCandidateSchema).readonly(),
    /** How often another attempt was to go on with an answer that broke off, and what the attempts before it have cost. */
    continuations: count.optional(),
    usage: usageSchema.optional(),
  })
  .readonly();

/** Sent after every failure, so that another runner can go on from there. `attempt` is the one that failed. */
export const runProgressSchema = z.object({
  runId: z.string(),
  attempt: count,
  state: failoverStateSchema,
});

export type FailoverState = z.infer<typeof failoverStateSchema>;
export type RunProgress = z.infer<typeof runProgressSchema>;
