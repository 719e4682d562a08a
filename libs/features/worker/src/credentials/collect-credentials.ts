import { credentialProviderId, findProvider, isKeyOptional, type Route } from '@clawmesh/providers';
import { inSections, type Credential } from './credential.js';
import { carriesCredential } from './credential-headers.js';
import { collectEnvKeys, liveOverrideKey, type EnvKeyNames, type FoundKey } from './env-keys.js';
import { keyIdOf, secretFingerprint, type KeyKind } from './key-ids.js';
import { profileCredentials, type ProfileCredentials, type ProfileQuestion } from './profiles/profile-credentials.js';

export interface PoolQuestion extends ProfileQuestion {
  readonly route: Pick<Route, 'provider' | 'model' | 'baseUrl' | 'headers'>;
}

/** What can authenticate the calls of one route for one agent. */
export interface CredentialPool {
  /** By priority (CRED-1). Empty: the provider needs a key and there is none. */
  readonly credentials: readonly Credential[];
  /** Absent: something outranks them all, so that no pin counts either. */
  readonly profiles?: ProfileCredentials;
  /** The provider has a secret that cannot be had, and nothing may stand in for it (CFG-24). */
  readonly isUnavailable?: true;
}

/** CRED-1, from the top: what outranks everything else, or everything else in its order. */
export function collectCredentials(question: PoolQuestion): CredentialPool {
  const { snapshot, route } = question;
  if (snapshot.unavailable.has(`models.providers.${route.provider}`)) return { credentials: [], isUnavailable: true };
  const only = onlyCredential(question);
  if (only) return { credentials: [only] };

  const profiles = profileCredentials(question);
  const credentials = isBlocked(profiles) ? [] : inSections([...sectionsOf(question, profiles)]);
  if (credentials.length > 0 || isBlocked(profiles) || !isKeyOptional(route)) return { credentials, profiles };
  const none: Credential = { keyId: `none:${route.provider}`, source: 'no key needed', rank: 0, type: 'none' };
  return { credentials: [none], profiles };
}

/** KEY-9: says which variable would help. */
export function missingKeyMessage(provider: string): string {
  const { prefix, others } = envKeyNames(provider);
  const usual = `${prefix}_API_KEY`;
  const variable = others.includes(usual) ? usual : (others[0] ?? usual);
  return `No API key found for provider "${provider}". Set ${variable} or models.providers.${provider}.apiKey.`;
}

/** A header that carries the credential (CRED-5), or the live override (KEY-3, AM-21). */
function onlyCredential(question: PoolQuestion): Credential | undefined {
  const { route, snapshot } = question;
  const inHeader = headerKey(route);
  if (inHeader) {
    const { keyId, source, rank } = toCredential(question, 'header', inHeader);
    return { keyId, source, rank, type: 'header' };
  }
  const live = liveKey(question);
  const isOnly = live && snapshot.config.clawmesh.keys.liveOverride === 'exclusive';
  return isOnly ? toCredential(question, 'env', live) : undefined;
}

/**
 * PROF-7: with a reference that leads nowhere, and no other profile to use, no other key takes its place: the operator
 * said which one it is.
 */
function isBlocked({ ordered, problems }: ProfileCredentials): boolean {
  return ordered.length === 0 && [...problems.values()].includes('unresolved_ref');
}

function* sectionsOf(question: PoolQuestion, profiles: ProfileCredentials): Generator<readonly Credential[]> {
  const { snapshot, route } = question;
  const live = liveKey(question);
  const inline = inlineKey(question);
  const configured = inline ? [toCredential(question, 'inline', inline)] : [];
  const isPreferred = snapshot.config.models.providers[route.provider]?.auth === 'api-key';
  if (live) yield [toCredential(question, 'env', live)];
  if (isPreferred) yield configured; // KEY-8
  yield profiles.ordered;
  yield listedKeys(question);
  yield configured;
}

/** The environment's and those behind them (KEY-12): each at its place, or all alike (KEY-11). */
function listedKeys(question: PoolQuestion): Credential[] {
  const { snapshot, route, readFile } = question;
  const { envSelection, additional } = snapshot.config.clawmesh.keys;
  const path = `clawmesh.keys.additional.${route.provider}`;
  const values = Object.hasOwn(additional, route.provider) ? (additional[route.provider] ?? []) : [];
  const further = values.flatMap((value) => (value.trim() ? [{ value: value.trim(), source: path }] : []));
  const fromEnv = collectEnvKeys(snapshot.env, envKeyNames(route.provider), readFile);
  const keys = [
    ...fromEnv.map((key) => toCredential(question, 'env', key)),
    ...further.map((key) => toCredential(question, 'inline', key)),
  ];
  const isBalanced = envSelection === 'balanced';
  return keys.map((key, rank) => (isBalanced ? { ...key, isSticky: true } : { ...key, rank }));
}

function liveKey({ snapshot, route }: PoolQuestion): FoundKey | undefined {
  return liveOverrideKey(snapshot.env, envKeyNames(route.provider).prefix);
}

function inlineKey({ snapshot, route }: PoolQuestion): FoundKey | undefined {
  const value = snapshot.config.models.providers[route.provider]?.apiKey?.trim();
  return value ? { value, source: `models.providers.${route.provider}.apiKey` } : undefined;
}

/** CRED-5: a configured header may be the credential. */
function headerKey(route: PoolQuestion['route']): FoundKey | undefined {
  const name = Object.keys(route.headers).find(carriesCredential);
  const value = name === undefined ? undefined : route.headers[name];
  return value ? { value, source: `models.providers.${route.provider}.headers` } : undefined;
}

function envKeyNames(provider: string): EnvKeyNames {
  const owner = credentialProviderId(provider);
  const vendor = findProvider(owner);
  const prefix = vendor?.envPrefix ?? owner.toUpperCase().replace(/[-.]/g, '_');
  return { prefix, others: vendor?.envKeys ?? [] };
}

function toCredential(
  { snapshot, route }: Pick<PoolQuestion, 'snapshot' | 'route'>,
  kind: KeyKind,
  { value, source }: FoundKey,
): Credential {
  const print = secretFingerprint(snapshot, route, value);
  // CRED-3
  const type = kind === 'env' && source.includes('OAUTH_TOKEN') ? 'oauth' : 'api_key';
  return { keyId: keyIdOf(kind, route, print), source, rank: 0, type, key: value };
}
