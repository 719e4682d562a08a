import {
  loadConfig,
  processEnvironment,
  SecretResolver,
  secretValues,
  type BootSettings,
  type ConfigSnapshot,
  type Environment,
  type SecretSurface,
} from '@clawmesh/config';
import { createLogger, createRedact, type Logger } from '@clawmesh/telemetry';

export interface OpenedConfig {
  readonly snapshot: ConfigSnapshot;
  readonly logger: Logger;
}

export interface OpenOptions {
  readonly service: string;
  /** The secrets that this process uses (CFG-23). */
  readonly surfaces: readonly SecretSurface[];
  /** Whether commands are run for secrets if nothing else is said (CFG-22). */
  readonly allowCommands: boolean;
  readonly defaultsForMissing?: (env: Environment) => unknown;
}

/** Loads the config and makes the logger that will never print one of its secrets. Throws `ConfigError`. */
export async function openConfig(
  boot: BootSettings,
  { service, surfaces, allowCommands, defaultsForMissing }: OpenOptions,
): Promise<OpenedConfig> {
  const snapshot = await loadConfig({
    path: boot.configPath,
    stateDir: boot.stateDir,
    env: processEnvironment(),
    secrets: new SecretResolver({ surfaces, allowCommands: boot.secretCommands ?? allowCommands }),
    ...(defaultsForMissing && !boot.configPathIsExplicit && { defaultsForMissing }),
  });
  const ofFlags = [boot.token, boot.password].flatMap((secret) => secret || []);
  const secrets = [...secretValues(snapshot), ...ofFlags];
  const level = boot.logLevel ?? snapshot.config.logging.level;
  const logger = createLogger({ level, service, redact: createRedact(secrets) });
  report(snapshot, logger);
  return { snapshot, logger };
}

function report({ report, revision }: ConfigSnapshot, logger: Logger): void {
  for (const warning of report.warnings) logger.warn({}, warning);
  if (report.ignoredSections.length > 0) {
    logger.warn({ sections: report.ignoredSections }, 'these sections of the config have no meaning here');
  }
  logger.debug({ file: report.file, revision }, 'config loaded');
}
