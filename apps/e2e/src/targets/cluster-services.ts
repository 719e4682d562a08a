import { withPassword } from './planted-secrets.js';

const variables = ['NATS_URL', 'REDIS_URL', 'DATABASE_URL'] as const;

/** The variables of the services a cluster needs, a password in each, or the names of those that are missing. */
export function clusterServices(): { readonly environment: Record<string, string>; readonly missing: string[] } {
  const environment: Record<string, string> = {};
  for (const name of variables) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = withPassword(name, value);
  }
  return { environment, missing: variables.filter((name) => environment[name] === undefined) };
}
