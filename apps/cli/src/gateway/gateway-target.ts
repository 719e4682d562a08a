import {
  loadConfig,
  processEnvironment,
  readBootSettings,
  resolveBind,
  type ConfigSnapshot,
  type GatewayBind,
} from '@clawmesh/config';
import { Option, type Command } from 'commander';
import { CommandError } from '../command-error.js';

export interface GatewayOptions {
  readonly url?: string;
  readonly token?: string;
  readonly config?: string;
}

/** Which gateway, and what it is shown. */
export interface GatewayTarget {
  /** Without a slash at the end. */
  readonly url: string;
  /** Absent: there is none to be found. `origin` is a phrase that says where this one comes from. */
  readonly token?: { readonly value: string; readonly origin: string };
}

export function withGatewayOptions(command: Command): Command {
  return command
    .addOption(new Option('--url <url>', 'the gateway (default: this machine, with the port of the config)'))
    .addOption(
      new Option(
        '--token <token>',
        'its token (default: gateway.auth.token of the config, else OPENCLAW_GATEWAY_TOKEN)',
      ),
    )
    .option('--config <file>', 'config file (JSON5) to find the gateway by');
}

/** From flags, else from the config and environment of a gateway that was started here the same way (AUTH-3). */
export async function findGateway({ url, token, config }: GatewayOptions): Promise<GatewayTarget> {
  const given = token === undefined ? undefined : { value: token, origin: 'given with --token' };
  if (url !== undefined && given) return { url: baseUrl(url), token: given };
  const env = processEnvironment();
  const boot = readBootSettings({ config }, env);
  const snapshot = await loadConfig({
    ...{ path: boot.configPath, stateDir: boot.stateDir, env },
    ...(!boot.configPathIsExplicit && { defaultsForMissing: () => ({}) }),
  });
  const found = given ?? configuredToken(snapshot);
  return {
    url: url === undefined ? ownUrl(resolveBind(snapshot, boot)) : baseUrl(url),
    ...(found && { token: found }),
  };
}

function configuredToken({ config, env, report }: ConfigSnapshot): GatewayTarget['token'] {
  const path = 'gateway.auth.token';
  const isResolved = !report.unresolved.has(path);
  const { token } = config.gateway.auth;
  if (token !== undefined && isResolved)
    return { value: token, origin: `of ${path} in ${report.file ?? 'the config'}` };
  const value = env.OPENCLAW_GATEWAY_TOKEN?.trim();
  return value ? { value, origin: 'in OPENCLAW_GATEWAY_TOKEN' } : undefined;
}

function ownUrl({ host, port }: GatewayBind): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** People paste what they give to clients, too. */
function baseUrl(url: string): string {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isWeb) throw new CommandError(`--url: '${url}' is not an http or https URL`);
  return url.replace(/\/+$/, '').replace(/\/v1$/, '');
}
