import type { GatewayRecord } from '@clawmesh/config';
import type { ListeningGateway } from '../../service/start-gateway.js';

/** Of a gateway that was started: what a script may want to know. No secrets. */
export function gatewayDocument(result: string, record: GatewayRecord): object {
  const { pid, url, logFile, configPath, version, startedAt } = record;
  return { ok: true, result, pid, url, logFile, configPath, version, startedAt };
}

/** `Started: http://… (pid 12)`, and where to look. */
export function startedLines(said: string, record: ListeningGateway): string[] {
  const { url, pid, logFile } = record;
  return [
    `${said}: ${url}/v1 (pid ${pid})`,
    ...(logFile === undefined ? ['It runs in the foreground of another terminal.'] : [`Log: ${logFile}`]),
    ...(record.token === undefined ? [] : ['Token: `clawmesh gateway auth-token --show` prints it.']),
  ];
}
