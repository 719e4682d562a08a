import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { processEnvironment, type BootSettings, type ConfigSnapshot } from '@clawmesh/config';
import { credentialProviderId, isKeyOptional, type Route } from '@clawmesh/providers';
import { readBoard } from '../commands/keys/key-board.js';
import { configuredSecret, recordedToken, recordOf } from '../gateway/gateway-target.js';

/** Whose credentials are known here, and where from. */
export interface KnownCredentials {
  /** By provider, what each credential is called. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** There may be others that this process cannot see. */
  readonly mayBeMore: boolean;
}

/** Of the gateway that runs here, which knows them all; else of config and environment. */
export async function knownCredentials(snapshot: ConfigSnapshot, boot: BootSettings): Promise<KnownCredentials> {
  const record = await recordOf(boot);
  if (record?.url !== undefined) {
    const token = recordedToken(record) ?? configuredSecret(snapshot);
    const board = await readBoard({ url: record.url, ...(token && { token }) }).catch(() => undefined);
    if (board) return { sources: byProvider(board.data), mayBeMore: false };
  }
  // Not before it is asked for: most commands do without.
  const { listCredentials, noProfiles } = await import('@clawmesh/worker');
  const listed = listCredentials({ snapshot, profiles: noProfiles, now: Date.now() });
  const isCluster = Boolean(processEnvironment()['NATS_URL']) || boot.databaseUrl !== undefined;
  return { sources: byProvider(listed), mayBeMore: isCluster || existsSync(join(boot.stateDir, 'profile.key')) };
}

function byProvider(credentials: readonly { readonly provider: string; readonly source: string }[]) {
  const sources = new Map<string, string[]>();
  for (const { provider, source } of credentials) sources.set(provider, [...(sources.get(provider) ?? []), source]);
  return sources;
}

/** Undefined: it cannot be told from here. */
export function hasCredential(
  { sources, mayBeMore }: KnownCredentials,
  route: Pick<Route, 'provider' | 'model' | 'baseUrl'>,
): boolean | undefined {
  const isKnown = [route.provider, credentialProviderId(route.provider)].some((id) => sources.has(id));
  return isKnown || isKeyOptional(route) || (mayBeMore ? undefined : false);
}
