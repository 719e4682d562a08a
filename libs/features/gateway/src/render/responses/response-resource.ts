import type { FinishReason, RunEnd } from '@clawmesh/contracts';
import type { ResponsesSchemas } from '@clawmesh/openai-api';
import type { ErrorObject } from '../error-response.js';
import type { ResponseTarget } from './response-target.js';
import { responseUsage } from './response-usage.js';

type Resource = ResponsesSchemas['Response'];
type Outcome = Pick<Resource, 'status' | 'error' | 'incomplete_details' | 'completed_at' | 'output' | 'usage'>;

/** The tiers clients know; an upstream's own word for one says nothing to them. */
const serviceTiers: ReadonlySet<string | undefined> = new Set(['auto', 'default', 'flex', 'scale', 'priority']);

/** A response whose run has begun. */
export function startedResponse(target: ResponseTarget): Resource {
  return resource(target, {
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    completed_at: null,
    output: [],
    usage: responseUsage(),
  });
}

export interface EndedRun {
  readonly end: RunEnd;
  readonly output: Resource['output'];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** A response whose run has ended. */
export function endedResponse(target: ResponseTarget, { end, output, now }: EndedRun): Resource {
  const reason = cutBy(end.finishReason);
  const ended = resource(target, {
    status: reason ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: reason ? { reason } : null,
    completed_at: reason ? null : Math.floor(now / 1_000),
    output,
    usage: responseUsage(end.usage, end.continuations),
  });
  if (end.isStored === false) ended.store = false;
  if (end.serviceTier !== undefined && serviceTiers.has(end.serviceTier)) ended.service_tier = end.serviceTier;
  return ended;
}

/** A response whose run failed; its code is what the error's type is elsewhere (HTTP-144, HTTP-152). */
export function failedResponse(target: ResponseTarget, { type, message }: ErrorObject): Resource {
  return resource(target, {
    status: 'failed',
    error: { code: type, message },
    incomplete_details: null,
    completed_at: null,
    output: [],
    usage: responseUsage(),
  });
}

function cutBy(finishReason: FinishReason): 'max_output_tokens' | 'content_filter' | undefined {
  if (finishReason === 'length') return 'max_output_tokens';
  return finishReason === 'content_filter' ? 'content_filter' : undefined;
}

function resource({ runId, startedAt, echo }: ResponseTarget, outcome: Outcome): Resource {
  const createdAt = Math.floor(startedAt / 1_000);
  return { id: `resp_${runId}`, object: 'response', created_at: createdAt, ...outcome, ...echo };
}
