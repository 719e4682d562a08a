import { join } from 'node:path';
import { ConfigError } from '../config-error.js';
import type { Environment } from '../config-snapshot.js';
import { homeDirectory } from './home-directory.js';

export interface GlobalFlags {
  /** The command line without them. */
  readonly rest: readonly string[];
  /** What they set in the environment, for this process and those it starts; undefined: to be taken out. */
  readonly changes: Environment;
}

const devPort = '19001';

/**
 * Takes the flags that every command has out of a command line, wherever in it they stand (CLI-3). Throws `ConfigError`.
 */
export function takeGlobalFlags(argv: readonly string[], env: Environment): GlobalFlags {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const rest: string[] = [];
  const changes: Record<string, string | undefined> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [name = word, joined] = /^--[a-z-]+=/.test(word) ? splitOnce(word) : [word];
    const isSwitch = Object.hasOwn(switches, name) && joined === undefined;
    if (isSwitch) Object.assign(changes, switches[name]?.(env));
    else if (Object.hasOwn(valued, name)) Object.assign(changes, valued[name]?.(joined ?? words[(at += 1)], env));
    else rest.push(word);
  }
  return { rest: [...rest, ...argv.slice(words.length)], changes };
}

const switches: Readonly<Record<string, (env: Environment) => Environment>> = {
  '--dev': (env) => stateOf('dev', env),
  '--no-color': () => ({ NO_COLOR: '1' }),
};

const valued: Readonly<Record<string, (value: string | undefined, env: Environment) => Environment>> = {
  '--profile': (value, env) => stateOf(profileName(value), env),
  '--log-level': (value) => levelOf(value),
};

function splitOnce(word: string): readonly [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function profileName(value: string | undefined): string {
  if (value !== undefined && /^[a-z\d][\w-]{0,63}$/i.test(value)) return value;
  throw new ConfigError([{ path: '--profile', reason: 'takes a name of letters, digits, - and _' }]);
}

function levelOf(value: string | undefined): Environment {
  if (value !== undefined) return { OPENCLAW_LOG_LEVEL: value };
  throw new ConfigError([{ path: '--log-level', reason: 'takes a level, such as debug' }]);
}

/** A state directory of its own, with its own config: a flag counts more than what the environment says. */
function stateOf(profile: string, env: Environment): Environment {
  return {
    CLAWMESH_STATE_DIR: join(homeDirectory(env), `.clawmesh-${profile}`),
    CLAWMESH_CONFIG_PATH: undefined,
    OPENCLAW_CONFIG_PATH: undefined,
    ...(profile === 'dev' && { OPENCLAW_GATEWAY_PORT: devPort }),
  };
}
