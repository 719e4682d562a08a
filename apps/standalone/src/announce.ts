import {
  agentModelChoice,
  defaultAgentId,
  type BootSettings,
  type ConfigSnapshot,
  type GatewayAuth,
  type GatewayBind,
} from '@clawmesh/config';
import type { Logger } from '@clawmesh/telemetry';
import { banner } from './banner.js';
import type { FirstStart } from './first-start.js';
import { localUrl } from './listen.js';

export interface Announcement {
  readonly boot: BootSettings;
  readonly snapshot: ConfigSnapshot;
  readonly logger: Logger;
  readonly auth: GatewayAuth;
  readonly bind: GatewayBind;
  /** There is no config. */
  readonly first: FirstStart | undefined;
}

/** Says where the gateway is: to a person on its first start, else to the log, which gets no token (CLI-10). */
export function announce({ boot, snapshot, logger, auth, bind, first }: Announcement): void {
  if (first && boot.outputFile === undefined) {
    process.stdout.write(banner({ ...first, url: localUrl(bind), token: bearerOf(auth) }));
    return;
  }
  const { config } = snapshot;
  const endpoints = Object.entries(config.gateway.http.endpoints)
    .filter(([, { enabled }]) => enabled)
    .map(([name]) => name);
  const agentId = defaultAgentId(config);
  const model = agentId === undefined ? undefined : agentModelChoice(config, agentId).primary;
  logger.info({ host: bind.host, port: bind.port, auth: auth.mode, endpoints, model }, 'clawmesh is listening');
}

/** What a request proves itself with. */
export function bearerOf(auth: GatewayAuth): string | undefined {
  if (auth.mode === 'token') return auth.token;
  return auth.mode === 'password' ? auth.password : undefined;
}
