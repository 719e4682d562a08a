import type { BootSettings } from '../boot/boot-settings.js';
import { ConfigError } from '../config-error.js';
import type { ConfigSnapshot } from '../config-snapshot.js';
import { secretFlaw } from './secret-flaw.js';

export type SharedSecretName = 'token' | 'password';

const variables = { token: 'OPENCLAW_GATEWAY_TOKEN', password: 'OPENCLAW_GATEWAY_PASSWORD' } as const;

/**
 * A shared secret of the gateway: flag before config before environment; a variable in the config that is not set is not
 * replaced by another (AUTH-3). Throws `ConfigError` for one that is none.
 */
export function findSharedSecret(
  name: SharedSecretName,
  snapshot: ConfigSnapshot,
  boot: BootSettings,
): string | undefined {
  const path = `gateway.auth.${name}`;
  const variable = snapshot.report.unresolved.get(path);
  const given = boot[name];
  if (given === undefined && variable !== undefined) throw refused(path, `the variable ${variable} is not set`);
  const secret = given ?? snapshot.config.gateway.auth[name] ?? fromEnvironment(name, snapshot);
  const flaw = secret === undefined ? undefined : secretFlaw(secret);
  if (flaw !== undefined) throw refused(path, flaw);
  return secret?.trim();
}

/** A variable that is set to nothing is not set. */
function fromEnvironment(name: SharedSecretName, { env }: ConfigSnapshot): string | undefined {
  return env[variables[name]]?.trim() || undefined;
}

export function sharedSecret(name: SharedSecretName, snapshot: ConfigSnapshot, boot: BootSettings): string {
  const secret = findSharedSecret(name, snapshot, boot);
  if (secret !== undefined) return secret;
  throw refused(`gateway.auth.${name}`, `there is no ${name}: set it here, with --${name} or in ${variables[name]}`);
}

const refused = (path: string, reason: string): ConfigError => new ConfigError([{ path, reason }]);
