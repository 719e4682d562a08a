import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../config-error.js';
import type { Environment } from '../config-snapshot.js';
import { errorCode } from '../load/environment.js';
import { homeDirectory } from './home-directory.js';

const port = z.coerce.number().int().min(1).max(65_535);
const flag = z.stringbool().or(z.boolean()).default(false);
const url = (protocols: RegExp) => z.url({ protocol: protocols, error: 'is not a URL of the expected kind' });
/** One server or several, as NATS clients take them; the scheme may be left out. */
const natsServers = z
  .string()
  .regex(/^(?:(?:(?:nats|tls|wss?):\/\/)?[^\s/,]+\/?(?:,|$))+$/, 'is not a list of NATS servers');

/** What a process is told from outside: where its services are, where its files lie. Everything else is config. */
const bootSchema = z.object({
  natsUrl: natsServers.optional(),
  /** In front of every subject and stream: two installations on one NATS server differ in it. */
  natsNamespace: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'takes a lower-case letter, then letters, digits and dashes')
    .default('clawmesh'),
  redisUrl: url(/^rediss?$/).optional(),
  databaseUrl: url(/^postgres(?:ql)?$/).optional(),
  /** What auth profiles are encrypted with (PROF-5). */
  profileKey: z.string().optional(),
  /** What gateways vouch for requesters with, and runners and workers check (AUTH-82). */
  envelopeKey: z.string().optional(),
  port: port.optional(),
  bind: z.enum(['loopback', 'lan', 'auto', 'custom']).optional(),
  healthPort: port.optional(),
  configPath: z.string(),
  /** Named by the caller: a missing file is then a mistake, not a first start. */
  configPathIsExplicit: z.boolean(),
  stateDir: z.string(),
  authMode: z.enum(['token', 'password', 'trusted-proxy', 'none']).optional(),
  token: z.string().optional(),
  password: z.string().optional(),
  logLevel: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).optional(),
  nodeEnv: z.string(),
  /** Messages from the bus are checked against their schema (development and tests). */
  validateMessages: z.boolean(),
  /** How long in-flight work may finish after SIGTERM. */
  drainGraceMs: z.coerce.number().int().nonnegative().default(25_000),
  allowUnconfigured: flag,
  devAllowOpen: flag,
  /** Whether commands are run for secrets; absent: not in a cluster (CFG-22). */
  secretCommands: z.stringbool().optional(),
  inContainer: z.boolean(),
  /** Where whoever started this process in the background sends its output. */
  outputFile: z.string().optional(),
});

export type BootSettings = Readonly<z.output<typeof bootSchema>>;

/** Command-line flags, by the camel-cased name commander gives them. */
export interface BootFlags {
  readonly config?: string | undefined;
  readonly port?: string | number | undefined;
  readonly bind?: string | undefined;
  readonly healthPort?: string | number | undefined;
  readonly token?: string | undefined;
  readonly auth?: string | undefined;
  readonly password?: string | undefined;
  /** Instead of the password itself, which others on this machine may see. */
  readonly passwordFile?: string | undefined;
  readonly logLevel?: string | undefined;
  readonly allowUnconfigured?: boolean | undefined;
  readonly devAllowOpen?: boolean | undefined;
}

/** Flags before environment. Throws `ConfigError` that names the flag or variable. */
export function readBootSettings(flags: BootFlags, env: Environment): BootSettings {
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  const stateDir = stateDirOf(env, given);
  const configPath = flags.config ?? given('CLAWMESH_CONFIG_PATH') ?? given('OPENCLAW_CONFIG_PATH');
  const nodeEnv = given('NODE_ENV') ?? 'development';
  const result = bootSchema.safeParse({
    natsUrl: given('NATS_URL'),
    natsNamespace: given('CLAWMESH_NATS_NAMESPACE'),
    redisUrl: given('REDIS_URL'),
    databaseUrl: given('DATABASE_URL'),
    profileKey: given('CLAWMESH_PROFILE_KEY'),
    envelopeKey: given('CLAWMESH_ENVELOPE_KEY'),
    port: flags.port ?? given('OPENCLAW_GATEWAY_PORT'),
    bind: flags.bind,
    healthPort: flags.healthPort ?? given('CLAWMESH_HEALTH_PORT'),
    configPath: resolve(configPath ?? join(stateDir, 'openclaw.json')),
    configPathIsExplicit: configPath !== undefined,
    stateDir,
    authMode: flags.auth,
    token: flags.token,
    password: givenPassword(flags),
    logLevel: flags.logLevel ?? given('OPENCLAW_LOG_LEVEL'),
    nodeEnv,
    validateMessages: nodeEnv !== 'production',
    drainGraceMs: given('CLAWMESH_DRAIN_GRACE_MS'),
    allowUnconfigured: flags.allowUnconfigured,
    devAllowOpen: flags.devAllowOpen,
    secretCommands: given('CLAWMESH_SECRET_COMMANDS'),
    inContainer: isInContainer(given),
    outputFile: given('CLAWMESH_OUTPUT_FILE'),
  });
  if (result.success) return Object.freeze(result.data);
  throw new ConfigError(
    result.error.issues.map((issue) => ({ path: sourceOf(String(issue.path[0])), reason: issue.message })),
  );
}

function givenPassword({ password, passwordFile }: BootFlags): string | undefined {
  if (passwordFile === undefined) return password;
  const path = '--password-file';
  if (password !== undefined) throw new ConfigError([{ path, reason: 'there is --password as well' }]);
  try {
    return readFileSync(passwordFile, 'utf8').trim();
  } catch (error) {
    throw new ConfigError([{ path, reason: `cannot be read (${errorCode(error)})` }]);
  }
}

function stateDirOf(env: Environment, given: (name: string) => string | undefined): string {
  const stateDir = given('CLAWMESH_STATE_DIR') ?? given('OPENCLAW_STATE_DIR');
  return resolve(stateDir ?? join(homeDirectory(env), '.clawmesh'));
}

function isInContainer(given: (name: string) => string | undefined): boolean {
  if (given('KUBERNETES_SERVICE_HOST') !== undefined) return true;
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv');
}

const sources: Readonly<Record<string, string>> = {
  natsUrl: 'NATS_URL',
  natsNamespace: 'CLAWMESH_NATS_NAMESPACE',
  redisUrl: 'REDIS_URL',
  databaseUrl: 'DATABASE_URL',
  port: '--port or OPENCLAW_GATEWAY_PORT',
  bind: '--bind',
  authMode: '--auth',
  healthPort: '--health-port or CLAWMESH_HEALTH_PORT',
  logLevel: '--log-level or OPENCLAW_LOG_LEVEL',
  drainGraceMs: 'CLAWMESH_DRAIN_GRACE_MS',
  secretCommands: 'CLAWMESH_SECRET_COMMANDS',
};

const sourceOf = (setting: string): string => sources[setting] ?? setting;
