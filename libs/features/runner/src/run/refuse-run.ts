import type { Bus } from '@clawmesh/bus';
import type { AgentRun } from '@clawmesh/contracts';
import type { Logger } from '@clawmesh/telemetry';
import { localFailures } from './local-failure.js';
import { sendRunFailed } from './run-end.js';

/** Ends a job whose requester nobody vouches for, before anything of it is believed (AUTH-82). */
export function refuseRun(run: AgentRun, { bus, log }: { readonly bus: Bus; readonly log: Logger }): void {
  logUnauthenticated(run.runId, log);
  // A gateway with another key waits for an answer; whoever else sent it has learnt nothing.
  const place = { attempt: 1, seq: 0 };
  sendRunFailed(bus, run, { failure: localFailures.unauthenticatedJob, place, attempts: 0 });
}

export function logUnauthenticated(runId: string, log: Logger): void {
  const { code } = localFailures.unauthenticatedJob;
  log.error({ runId, code }, 'refused a job: its seal does not match CLAWMESH_ENVELOPE_KEY of this service');
}
