import { productVersion } from '@clawmesh/telemetry';
import type { Authenticator } from '../auth/authenticator.js';
import { attributeCaller, type Caller } from '../auth/proxy-attribution.js';
import { commonHeaders } from '../render/common-headers.js';
import { jsonType, noStore, writeReply } from '../render/reply.js';
import type { Exchange } from './exchange.js';
import type { Readiness } from './readiness.js';
import { methodNotAllowed } from './request-error.js';

export interface ProbeDependencies {
  readonly readiness: Readiness;
  readonly authenticator: Authenticator;
}

export type Probe = 'live' | 'startup' | 'ready';

const probes: ReadonlyMap<string, Probe> = new Map([
  ['/health', 'live'],
  ['/healthz', 'live'],
  ['/startup', 'startup'],
  ['/startupz', 'startup'],
  ['/ready', 'ready'],
  ['/readyz', 'ready'],
]);

export function findProbe(path: string): Probe | undefined {
  return probes.get(path);
}

/** Probes ask for no credentials; liveness does not even ask where the request comes from (HTTP-160…164). */
export async function serveProbe(exchange: Exchange, probe: Probe, deps: ProbeDependencies): Promise<void> {
  const { request, response, snapshot } = exchange;
  const caller = probe === 'live' ? undefined : attributeCaller(request, snapshot);
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed('GET, HEAD');
  const { status, body } = answer(probe, exchange, deps.readiness);
  const maySee = caller !== undefined && (await maySeeDetails(exchange, caller, deps));
  const details = maySee ? probeDetails(probe, exchange, deps.readiness) : {};
  const headers = [...jsonType, ...noStore];
  writeReply(response, commonHeaders(snapshot), { status, headers, body: JSON.stringify({ ...body, ...details }) });
}

interface ProbeAnswer {
  readonly status: number;
  readonly body: object;
}

function answer(probe: Probe, { snapshot, startedAt: now }: Exchange, readiness: Readiness): ProbeAnswer {
  switch (probe) {
    case 'live':
      return { status: 200, body: { ok: true, status: 'live' } };
    case 'startup':
      if (readiness.draining) return { status: 503, body: { ok: false, status: 'draining' } };
      return { status: 200, body: { ok: true, status: 'started' } };
    case 'ready': {
      const ready = readiness.failing(now, snapshot).length === 0;
      return { status: ready ? 200 : 503, body: { ready } };
    }
    default:
      return probe satisfies never;
  }
}

async function maySeeDetails(
  { request, snapshot }: Exchange,
  caller: Caller,
  deps: ProbeDependencies,
): Promise<boolean> {
  return caller.kind === 'direct-local' || deps.authenticator.provesItself({ request, caller, snapshot });
}

function probeDetails(probe: Probe, { snapshot, startedAt: now }: Exchange, readiness: Readiness): object {
  const uptimeMs = now - readiness.startedAt;
  if (probe === 'startup') return { version: productVersion, uptimeMs };
  const { revision, report } = snapshot;
  const pending = report.pendingRestart.length > 0 && { configPendingRestart: report.pendingRestart };
  return { failing: readiness.failing(now, snapshot), uptimeMs, configRevision: revision, ...pending };
}
