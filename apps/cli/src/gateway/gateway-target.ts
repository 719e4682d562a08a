import {
  loadConfig,
  processEnvironment,
  readBootSettings,
  resolveBind,
  type ConfigSnapshot,
  type Environment,
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
        'its token or password (default: that of the config, else OPENCLAW_GATEWAY_TOKEN or _PASSWORD)',
      ),
    )
    .option('--config <file>', 'config file (JSON5) to find the gateway by');
}

/** From flags, else from the config and environment of a gateway that was started here the same way (AUTH-3). */
export async function findGateway(
  { url, token, config }: GatewayOptions,
  env: Environment = processEnvironment(),
): Promise<GatewayTarget> {
  const given = token === undefined ? undefined : { value: token, origin: 'given with --token' };
  if (url !== undefined && given) return { url: baseUrl(url), token: given };
  const boot = readBootSettings({ config }, env);
  const snapshot = await loadConfig({
    ...{ path: boot.configPath, stateDir: boot.stateDir, env },
    ...(!boot.configPathIsExplicit && { defaultsForMissing: () => ({}) }),
  });
  const found = given ?? configuredSecret(snapshot);
  return {
    url: url === undefined ? ownUrl(resolveBind(snapshot, boot)) : baseUrl(url),
    ...(found && { token: found }),
  };
}

/** What the gateway's mode wants: its token, or its password in the same place (AUTH-2, AUTH-8). */
function configuredSecret(snapshot: ConfigSnapshot): GatewayTarget['token'] {
  const { mode } = snapshot.config.gateway.auth;
  if (mode === 'token') return secretOf(snapshot, 'token');
  const password = secretOf(snapshot, 'password');
  return mode === undefined ? (password ?? secretOf(snapshot, 'token')) : password;
}

const variables = { token: 'OPENCLAW_GATEWAY_TOKEN', password: 'OPENCLAW_GATEWAY_PASSWORD' } as const;

function secretOf({ config, env, report }: ConfigSnapshot, kind: 'token' | 'password'): GatewayTarget['token'] {
  const path = `gateway.auth.${kind}`;
  const written = config.gateway.auth[kind];
  if (written !== undefined) {
    // The text of a variable that is not set is no secret, and nothing else takes its place (AUTH-3).
    const isResolved = !report.unresolved.has(path);
    return isResolved ? { value: written, origin: `of ${path} in ${report.file ?? 'the config'}` } : undefined;
  }
  const value = env[variables[kind]]?.trim();
  return value ? { value, origin: `in ${variables[kind]}` } : undefined;
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
