import type { Environment } from '../config-snapshot.js';
import { isRawObject } from '../load/raw-config.js';
import type { SecretSettings } from '../schema/secrets.schema.js';
import { builtInAlias, variableName, type SecretRef } from './secret-ref.js';

/** Where references lead. */
export interface SecretSources {
  readonly settings: SecretSettings;
  readonly env: Environment;
  /** The content of a mounted secret; undefined if it cannot be read. */
  readFile(path: string): string | undefined;
  /** What a command said about an id; undefined: nothing. Absent: commands are not asked here. */
  readonly readCommand?: (alias: string, id: string) => string | undefined;
}

export type SecretReading = { readonly secret: string } | { readonly reason: string };

/** What a reference stands for, or why it stands for nothing; the reason names no secret (CFG-22). */
export function resolveSecretRef(ref: SecretRef, sources: SecretSources): SecretReading {
  const alias = aliasOf(ref, sources.settings);
  const flaw = refFlaw(ref, sources.settings);
  if (flaw !== undefined) return { reason: flaw };
  switch (ref.source) {
    case 'env':
      return fromEnvironment(ref.id, alias, sources);
    case 'file':
      return fromFile(ref.id, alias, sources);
    case 'exec':
      return found(sources.readCommand?.(alias, ref.id), `"${alias}" gives nothing for "${ref.id}"`);
    case 'store':
      return { reason: 'source "store" is not here' };
    default:
      return ref.source satisfies never;
  }
}

export function aliasOf({ source, provider }: SecretRef, { defaults }: SecretSettings): string {
  return provider ?? defaults[source] ?? builtInAlias;
}

/** What is wrong with a reference whatever its source holds now (CFG-21, CFG-22). */
export function refFlaw(ref: SecretRef, settings: SecretSettings): string | undefined {
  const alias = aliasOf(ref, settings);
  const declared = declaredAt(settings, alias);
  if (!declared) {
    const isBuiltIn = ref.source === 'env' && alias === builtInAlias;
    return isBuiltIn ? undefined : `secrets.providers.${alias} is not declared`;
  }
  if (declared.source !== ref.source) return `secrets.providers.${alias} is of source "${declared.source}"`;
  if (ref.source !== 'file' || (ref.id === 'value') === (declared.mode === 'singleValue')) return undefined;
  return declared.mode === 'singleValue'
    ? `secrets.providers.${alias} has mode "singleValue": its only id is "value"`
    : `secrets.providers.${alias} has mode "json": ids are JSON pointers`;
}

export function declaredAt(
  { providers }: SecretSettings,
  alias: string,
): SecretSettings['providers'][string] | undefined {
  return Object.hasOwn(providers, alias) ? providers[alias] : undefined;
}

/** A variable, if it may be read and is set. */
export function readVariable(name: string, env: Environment): SecretReading {
  return found(variableName.test(name) ? env[name] : undefined, `the variable ${name} is not set`);
}

function fromEnvironment(id: string, alias: string, { settings, env }: SecretSources): SecretReading {
  // CFG-22: an empty list allows nothing.
  const allowed = declaredAt(settings, alias)?.allowlist;
  if (allowed && !allowed.includes(id)) return { reason: `secrets.providers.${alias}.allowlist does not name ${id}` };
  return readVariable(id, env);
}

function fromFile(id: string, alias: string, { settings, readFile }: SecretSources): SecretReading {
  const declared = declaredAt(settings, alias);
  const path = declared?.path ?? '';
  const text = readFile(path);
  if (declared === undefined || text === undefined) return { reason: `${path} cannot be read` };
  if (Buffer.byteLength(text) > declared.maxBytes)
    return { reason: `${path} is larger than ${declared.maxBytes} bytes` };
  if (declared.mode === 'singleValue') return found(text, `${path} is empty`);
  return found(textAt(id, text), `${path} has no text at ${id}`);
}

function found(secret: string | undefined, reason: string): SecretReading {
  const trimmed = secret?.trim();
  return trimmed ? { secret: trimmed } : { reason };
}

/** The text at a JSON pointer (RFC 6901); undefined if there is none. */
function textAt(pointer: string, text: string): string | undefined {
  const names = pointer.slice(1).split('/');
  const steps = names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const value = steps.reduce<unknown>((at, step) => {
    const holder = isRawObject(at) || Array.isArray(at) ? at : {};
    return Object.hasOwn(holder, step) ? (holder as Record<string, unknown>)[step] : undefined;
  }, parsed(text));
  return typeof value === 'string' ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
