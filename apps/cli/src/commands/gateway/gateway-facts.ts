import {
  ConfigError,
  processEnvironment,
  readBootSettings,
  resolveBind,
  type BootSettings,
  type ConfigIssue,
  type ConfigSnapshot,
  type GatewayRecord,
} from '@clawmesh/config';
import {
  baseUrl,
  configuredSecret,
  loadOwnConfig,
  localUrl,
  recordedToken,
  recordOf,
  type GatewayOptions,
  type GatewayTarget,
} from '../../gateway/gateway-target.js';
import { logFileOf } from '../../service/log-file.js';

export interface ConfigFacts {
  readonly path: string;
  readonly exists: boolean;
  readonly valid: boolean;
  readonly issues: readonly ConfigIssue[];
  readonly warnings: readonly string[];
}

/** What there is to know without asking a gateway. */
export interface GatewayFacts {
  readonly record?: GatewayRecord;
  readonly config: ConfigFacts;
  readonly target: GatewayTarget;
  readonly logFile: string;
}

export interface FactOptions extends GatewayOptions {
  readonly port?: string;
  readonly password?: string;
}

const usualPort = 18_789;

/** Never rejects for what is wrong with a config: that is part of the answer. */
export async function readGatewayFacts(options: FactOptions): Promise<GatewayFacts> {
  const { config, port } = options;
  const boot = readBootSettings({ config, port }, processEnvironment());
  const record = await recordOf(boot);
  const loaded = await loadOwnConfig(boot).catch((error: unknown) => {
    if (error instanceof ConfigError) return error;
    throw error;
  });
  return {
    ...(record && { record }),
    config: configFacts(loaded, boot),
    target: targetOf(options, { boot, record, loaded }),
    logFile: record?.logFile ?? logFileOf(boot.stateDir),
  };
}

type Loaded = ConfigSnapshot | ConfigError;

function configFacts(loaded: Loaded, { configPath: path }: BootSettings): ConfigFacts {
  if (!(loaded instanceof ConfigError)) {
    const { file, warnings } = loaded.report;
    return { path, exists: file !== undefined, valid: true, issues: [], warnings };
  }
  const exists = !loaded.issues.some(({ reason }) => reason === 'there is no such file');
  return { path, exists, valid: false, issues: loaded.issues, warnings: [] };
}

interface Known {
  readonly boot: BootSettings;
  readonly record: GatewayRecord | undefined;
  readonly loaded: Loaded;
}

function targetOf({ url, token, password, port }: FactOptions, { boot, record, loaded }: Known): GatewayTarget {
  const snapshot = loaded instanceof ConfigError ? undefined : loaded;
  // Another address is another gateway.
  const own = url === undefined && port === undefined ? record : undefined;
  const given = token ?? password;
  const found =
    given === undefined
      ? (recordedToken(own) ?? (snapshot && configuredSecret(snapshot)))
      : { value: given, origin: 'that was given' };
  const here = own?.url ?? localUrl(bindOf(snapshot, boot));
  return { url: url === undefined ? here : baseUrl(url), ...(found && { token: found }) };
}

function bindOf(snapshot: ConfigSnapshot | undefined, boot: BootSettings): { host: string; port: number } {
  const usual = { host: '127.0.0.1', port: boot.port ?? usualPort };
  try {
    return snapshot ? resolveBind(snapshot, boot) : usual;
  } catch {
    return usual; // a mistake in `gateway.bind`, which `config` tells
  }
}
