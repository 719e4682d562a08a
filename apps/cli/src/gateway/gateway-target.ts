import { existsSync } from 'node:fs';
import {
  loadConfig,
  processEnvironment,
  readBootSettings,
  SecretResolver,
  readGatewayRecord,
  resolveBind,
  type BootSettings,
  type ConfigSnapshot,
  type Environment,
  type GatewayBind,
  type GatewayRecord,
} from '@clawmesh/config';
import { Option, type Command } from 'commander';
import { CommandError } from '../command-error.js';

export interface GatewayOptions {
  readonly url?: string;
  readonly token?: string;
  readonly config?: string;
}

export interface GatewayToken {
  readonly value: string;
  /** A phrase that says where it comes from. */
  readonly origin: string;
}

/** Which gateway, and what it is shown. */
export interface GatewayTarget {
  /** Without a slash at the end. */
  readonly url: string;
  /** Absent: there is none to be found. */
  readonly token?: GatewayToken;
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

/** From flags, else from what a gateway that runs here says of itself, else from config and environment (AUTH-3). */
export async function findGateway(
  { url, token, config }: GatewayOptions,
  env: Environment = processEnvironment(),
): Promise<GatewayTarget> {
  const given = token === undefined ? undefined : { value: token, origin: 'given with --token' };
  if (url !== undefined && given) return { url: baseUrl(url), token: given };
  const boot = readBootSettings({ config }, env);
  const record = url === undefined ? await recordOf(boot) : undefined;
  const snapshot = await loadOwnConfig(boot, env);
  const found = given ?? recordedToken(record) ?? configuredSecret(snapshot);
  return {
    url: url === undefined ? (record?.url ?? localUrl(resolveBind(snapshot, boot))) : baseUrl(url),
    ...(found && { token: found }),
  };
}

/** The config of a gateway that is started here; a missing file is a first start. Rejects with `ConfigError`. */
export async function loadOwnConfig(
  boot: BootSettings,
  env: Environment = processEnvironment(),
): Promise<ConfigSnapshot> {
  const { configPath: path, stateDir, configPathIsExplicit, secretCommands = true } = boot;
  const secrets = new SecretResolver({ surfaces: ['gateway'], allowCommands: secretCommands });
  const source = { path, stateDir, env, secrets };
  return loadConfig(configPathIsExplicit ? source : { ...source, defaultsForMissing: await firstConfigOf(path) });
}

/** The model of a first start: with no key at all a gateway has only its demo, which is nothing to tell of here. */
async function firstConfigOf(path: string): Promise<(env: Environment) => object> {
  // Most people have a config, and do not wait for what knows the providers' keys.
  if (existsSync(path)) return () => ({});
  const { firstModelWithKey } = await import('@clawmesh/worker');
  return (env) => {
    const model = firstModelWithKey(env);
    return model === undefined ? {} : { agents: { defaults: { model } } };
  };
}

/** Of a gateway that runs from this state directory, if it is the one whose config is asked for. */
export async function recordOf({ stateDir, configPath }: BootSettings): Promise<GatewayRecord | undefined> {
  const record = await readGatewayRecord(stateDir).catch(() => undefined);
  return record?.configPath === configPath ? record : undefined;
}

export function recordedToken(record: GatewayRecord | undefined): GatewayToken | undefined {
  if (record?.token === undefined) return undefined;
  return { value: record.token, origin: `of the gateway that runs here (pid ${record.pid})` };
}

/** What the gateway's mode wants: its token, or its password in the same place (AUTH-2, AUTH-8). */
export function configuredSecret(snapshot: ConfigSnapshot): GatewayToken | undefined {
  const { mode } = snapshot.config.gateway.auth;
  if (mode === 'token') return secretOf(snapshot, 'token');
  const password = secretOf(snapshot, 'password');
  return mode === undefined ? (password ?? secretOf(snapshot, 'token')) : password;
}

const variables = { token: 'OPENCLAW_GATEWAY_TOKEN', password: 'OPENCLAW_GATEWAY_PASSWORD' } as const;

function secretOf({ config, env, report }: ConfigSnapshot, kind: 'token' | 'password'): GatewayToken | undefined {
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

export function localUrl({ host, port }: Pick<GatewayBind, 'host' | 'port'>): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** People paste what they give to clients, too. */
export function baseUrl(url: string): string {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isWeb) throw new CommandError(`--url: '${url}' is not an http or https URL`);
  return url.replace(/\/+$/, '').replace(/\/v1$/, '');
}
