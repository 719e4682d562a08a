import { parseConfigPath, type ConfigPath } from '@clawmesh/config';
import { InvalidArgumentError, type Command } from 'commander';

export interface ConfigOptions {
  readonly config?: string;
  readonly json?: boolean;
}

export interface WriteOptions extends ConfigOptions {
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

export function withConfigOptions(command: Command): Command {
  return command.option('--json', 'print JSON').option('--config <file>', 'config file (JSON5)');
}

export function withWriteOptions(command: Command): Command {
  const writing = command.option('--dry-run', 'check it, write nothing').option('--force', 'also if settings get lost');
  return withConfigOptions(writing);
}

/** For commander. */
export function configPath(text: string): ConfigPath {
  const path = parseConfigPath(text);
  if (path) return path;
  throw new InvalidArgumentError('It is a path such as gateway.port, agents.list[0] or models.providers["a.b"].');
}
