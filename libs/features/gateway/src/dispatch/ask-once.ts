import type { Bus } from '@clawmesh/bus';
import { channels, type RequestChannel } from '@clawmesh/contracts';

/** One request that is answered by one reply. */
export interface Question<Q, R extends object> {
  readonly channel: RequestChannel<Q, R>;
  readonly request: Q;
  /** What those who work on it know it by, to be told when nobody waits any more. Absent: it is not worth stopping. */
  readonly runId?: string;
  readonly timeoutMs: number;
  readonly traceparent?: string | undefined;
}

/** The reply, or why there is none. Rejects with the signal's reason when the client leaves, and has the work stopped. */
export function askOnce<Q, R extends object>(
  bus: Bus,
  { channel, request, runId, timeoutMs, traceparent }: Question<Q, R>,
  signal: AbortSignal,
): Promise<R | 'late' | 'no-responders'> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const leave = (): void => {
      if (runId !== undefined) bus.broadcast(channels.runCancels, { runId, reason: 'client-gone' });
      settle(() => reject(signal.reason as Error)); // ours: see `goneSignal`
    };
    const timer = setTimeout(() => settle(() => resolve('late')), timeoutMs);
    const settle = (outcome: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      call.close();
      outcome();
    };
    const handlers = {
      onReply: (reply: R) => settle(() => resolve(reply)),
      onNoResponders: () => settle(() => resolve('no-responders')),
    };
    const call = bus.call(channel, request, handlers, { traceparent });
    signal.addEventListener('abort', leave);
  });
}
