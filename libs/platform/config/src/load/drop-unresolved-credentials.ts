import type { SecretSurface } from '../secrets/secret-places.js';
import { memoryRemotes } from './normalize-memory.js';
import { isRawObject, type LoadNotes, objectAt, type RawObject } from './raw-config.js';

/** `"$NAME"` is allowed for credentials and means `${NAME}` (CFG-20). */
export function expandShortReferences(root: RawObject): void {
  for (const provider of Object.values(objectAt(root, 'models', 'providers') ?? {})) {
    if (isRawObject(provider)) expand(provider, 'apiKey');
  }
  for (const { keys } of additionalKeys(root)) keys.splice(0, keys.length, ...keys.map(expanded));
  for (const { remote } of memoryRemotes(root)) expand(remote, 'apiKey');
  const auth = objectAt(root, 'gateway', 'auth');
  if (auth) for (const key of ['token', 'password']) expand(auth, key);
}

function expand(object: RawObject, key: string): void {
  if (Object.hasOwn(object, key)) object[key] = expanded(object[key]);
}

function expanded(value: unknown): unknown {
  const isShort = typeof value === 'string' && /^\$[A-Z_][A-Z0-9_]*$/.test(value);
  return isShort ? `\${${value.slice(1)}}` : value;
}

/** The lists of `clawmesh.keys.additional`, as far as they are lists. */
function additionalKeys(root: RawObject): { readonly path: string; readonly keys: unknown[] }[] {
  const lists = Object.entries(objectAt(root, 'clawmesh', 'keys', 'additional') ?? {});
  return lists.flatMap(([id, keys]) => (Array.isArray(keys) ? [{ path: `clawmesh.keys.additional.${id}`, keys }] : []));
}

interface DroppedWhere {
  readonly unresolved: ReadonlyMap<string, string>;
  readonly isUsed: (surface: SecretSurface) => boolean;
}

const surfaceOf = (path: string): SecretSurface => (path.startsWith('gateway.') ? 'gateway' : 'providers');

/**
 * A key or header whose variable is not set does not exist: its text must never reach an upstream (CFG-6). Says so in
 * a warning, as it does for every other value that stays unresolved.
 */
export function dropUnresolvedCredentials(
  root: RawObject,
  { unresolved, isUsed }: DroppedWhere,
  notes: LoadNotes,
): void {
  const providers = objectAt(root, 'models', 'providers') ?? {};
  for (const [path, variable] of unresolved) {
    // Another service has it (CFG-23).
    if (!isUsed(surfaceOf(path))) continue;
    notes.warnings.push(`${path}: the variable ${variable} is not set`);
  }
  for (const [id, provider] of Object.entries(providers)) {
    if (!isRawObject(provider)) continue;
    dropIn(provider, `models.providers.${id}`, unresolved);
  }
  for (const { path, remote } of memoryRemotes(root)) dropIn(remote, path, unresolved);
  for (const { path, keys } of additionalKeys(root)) {
    const found = keys.filter((_, index) => !unresolved.has(`${path}[${index}]`));
    keys.splice(0, keys.length, ...found);
  }
}

function dropIn(holder: RawObject, path: string, unresolved: ReadonlyMap<string, string>): void {
  if (unresolved.has(`${path}.apiKey`)) delete holder.apiKey;
  const headers = objectAt(holder, 'headers') ?? {};
  for (const name of Object.keys(headers)) if (unresolved.has(`${path}.headers.${name}`)) delete headers[name];
}
