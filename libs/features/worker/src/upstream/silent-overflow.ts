import type { Failure } from '@clawmesh/contracts';
import type { AttemptEnd } from './upstream-order.js';

/** So much of the window is as good as all of it. */
const fullShare = 0.99;

/**
 * ERR-25: an upstream that cuts off what does not fit, and answers the rest as if nothing had happened. `window`:
 * undefined if nobody said how large it is.
 */
export function silentOverflow(
  { finishReason, usage }: AttemptEnd,
  window: number | undefined,
): Pick<Failure, 'code' | 'message' | 'overflow'> | undefined {
  if (window === undefined || usage === undefined) return undefined;
  const tokens = usage.input + usage.cacheRead + usage.cacheWrite;
  const leavesNoRoom = finishReason === 'length' && usage.output === 0 && tokens >= window * fullShare;
  if (tokens <= window && !leavesNoRoom) return undefined;
  return {
    code: 'context_length_exceeded',
    message: `The request has ${tokens} tokens, and the model takes ${window}.`,
    overflow: { tokens, limit: window },
  };
}
