import { channels, type AgentRun, type RunClaimReply } from '@clawmesh/contracts';
import type { Bus } from '@clawmesh/bus';
import type { Clock } from './clock.js';

/** A gateway that does not answer may be reconnecting: it is asked again until the run is over. */
const askAgainMs = 2_000;

/**
 * May a run of which an attempt or a runner was lost still be answered? Stops what may be left running of it, then asks
 * the gateway, which from then on ignores the attempts before `attempt` (CLU-38), knows how far a lost runner came, and
 * what its client has seen if the run may go on from there.
 */
export async function claimRun(run: AgentRun, attempt: number, deps: ClaimDeps): Promise<RunClaimReply> {
  deps.bus.broadcast(channels.runCancels, { runId: run.runId, beforeAttempt: attempt, reason: 'superseded' });
  while (!deps.signal.aborted) {
    const reply = await askGateway(run, attempt, deps);
    if (reply) return reply;
  }
  return { verdict: 'gone' };
}

export interface ClaimDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function askGateway(
  run: AgentRun,
  attempt: number,
  { bus, clock, signal }: ClaimDeps,
): Promise<RunClaimReply | undefined> {
  const patience = new AbortController();
  const stopWaiting = AbortSignal.any([signal, patience.signal]);
  let answer: RunClaimReply | undefined;
  const settle = (reply: RunClaimReply): void => {
    answer = reply;
    patience.abort();
  };
  const { runId, continuesMidStream: resumes } = run;
  const call = bus.call(
    channels.runClaims,
    { runId, attempt, ...(resumes && { resumes }) },
    { onReply: settle, onNoResponders: () => settle({ verdict: 'gone' }) },
    { address: run.gatewayId },
  );
  await clock.wait(askAgainMs, stopWaiting);
  call.close();
  return answer;
}
