import {
  ConfigReloader,
  ConfigStore,
  filePrint,
  loadConfig,
  processEnvironment,
  SecretResolver,
  type BootSettings,
  type ConfigSnapshot,
  type Environment,
  type SecretSurface,
} from '@clawmesh/config';
import { createLogger, type Logger } from '@clawmesh/telemetry';
import { LiveRedaction } from './live-redaction.js';
import { logConfig, logReloads } from './log-reloads.js';

export interface OpenedConfig {
  /** Follows the files. */
  readonly configStore: ConfigStore;
  readonly logger: Logger;
  /** Stops following them. */
  close(): void;
}

export interface OpenOptions {
  readonly service: string;
  /** The secrets that this process uses (CFG-23). */
  readonly surfaces: readonly SecretSurface[];
  /** Whether commands are run for secrets if nothing else is said (CFG-22). */
  readonly allowCommands: boolean;
  readonly defaultsForMissing?: (env: Environment) => unknown;
  /** What a later config must be able to do beside being valid, as the start asks of the first one. Throws `ConfigError`. */
  readonly check?: (snapshot: ConfigSnapshot) => void;
}

/**
 * Loads the config, makes the logger that will never print one of its secrets, and follows the files from then on. Throws
 * `ConfigError`.
 */
export async function openConfig(boot: BootSettings, options: OpenOptions): Promise<OpenedConfig> {
  const load = loader(boot, options);
  const files = new Map<string, string>();
  const snapshot = await load((path) => files.set(path, filePrint(path)));
  const configStore = new ConfigStore(snapshot);
  const redaction = new LiveRedaction(boot);
  redaction.learn(snapshot);
  configStore.onReplace((next) => redaction.learn(next));
  const level = (): string => boot.logLevel ?? configStore.current().config.logging.level;
  const logger = createLogger({ level, service: options.service, redact: redaction.redact });
  logConfig(snapshot, logger);
  const { check = () => undefined } = options;
  const reloader = new ConfigReloader(files, { store: configStore, load, check, events: logReloads(logger) });
  return { configStore, logger, close: () => reloader.close() };
}

type Load = (onRead: (path: string) => void) => Promise<ConfigSnapshot>;

function loader(boot: BootSettings, options: OpenOptions): Load {
  const { surfaces, allowCommands, defaultsForMissing } = options;
  const secrets = new SecretResolver({ surfaces, allowCommands: boot.secretCommands ?? allowCommands });
  const source = { path: boot.configPath, stateDir: boot.stateDir, env: processEnvironment(), secrets };
  // The token of a first start is made once, however often the folder is looked at for a file.
  const made: { config?: unknown } = {};
  const defaults = defaultsForMissing && ((env: Environment) => (made.config ??= defaultsForMissing(env)));
  const isOptional = defaults !== undefined && !boot.configPathIsExplicit;
  return (onRead) => loadConfig({ ...source, onRead, ...(isOptional && { defaultsForMissing: defaults }) });
}
