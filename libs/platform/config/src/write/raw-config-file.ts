import JSON5 from 'json5';
import { ConfigError } from '../config-error.js';
import { isRawObject, type RawObject } from '../load/raw-config.js';
import { parseConfigText, readConfigText } from '../load/read-config-text.js';
import { formatConfigPath, type ConfigPath, valueAt } from './config-path.js';
import { setInJson5, unsetInJson5 } from './edit-json5.js';

/** The config file as it is written: nothing included, no variable replaced, not validated. */
export interface RawConfigFile {
  readonly path: string;
  /** Undefined: there is no file. */
  readonly text: string | undefined;
  readonly root: RawObject;
}

export type ConfigEdit =
  | { readonly kind: 'set'; readonly path: ConfigPath; readonly value: unknown }
  /** Objects key by key; anything else replaces what is there. */
  | { readonly kind: 'merge'; readonly path: ConfigPath; readonly value: unknown }
  | { readonly kind: 'unset'; readonly path: ConfigPath };

/** Throws `ConfigError` if the file is there and is not one JSON5 object. */
export async function readRawConfig(path: string): Promise<RawConfigFile> {
  const text = await readConfigText(path);
  return { path, text, root: text === undefined ? {} : rootOf(text, path) };
}

function rootOf(text: string, path: string): RawObject {
  const root = parseConfigText(text, path);
  if (isRawObject(root)) return root;
  throw new ConfigError([{ path: '', reason: 'expected one object' }], path);
}

/**
 * The file after some edits, in order; `writeRawConfig` puts it on disk. Comments and layout stay where the edit allows
 * it. Throws `ConfigError` for a place that cannot be, such as the fifth of two items.
 */
export function editRawConfig(file: RawConfigFile, edits: readonly ConfigEdit[]): RawConfigFile {
  return edits.reduce((current, edit) => steps(current.root, edit).reduce(edited, current), file);
}

type Step = Exclude<ConfigEdit, { readonly kind: 'merge' }>;

function steps(root: RawObject, edit: ConfigEdit): Step[] {
  if (edit.kind !== 'merge') return [edit];
  const { path, value } = edit;
  const isMerged = isRawObject(value) && isRawObject(valueAt(root, path).value);
  if (!isMerged) return [{ kind: 'set', path, value }];
  return Object.entries(value).flatMap(([key, item]) =>
    steps(root, { kind: 'merge', path: [...path, key], value: item }),
  );
}

function edited(file: RawConfigFile, step: Step): RawConfigFile {
  const root = structuredClone(file.root);
  if (step.kind === 'set') setIn(root, step.path, step.value);
  else unsetIn(root, step.path);
  return { path: file.path, root, text: textOf(file.text ?? '{}\n', root, step) };
}

/** Edits the text, and checks that it then says what it should; writes it anew if not. */
function textOf(text: string, root: RawObject, step: Step): string {
  const next = step.kind === 'set' ? setInJson5(text, step.path, step.value) : unsetInJson5(text, step.path);
  return says(next, root) ? next : `${JSON5.stringify(root, null, 2)}\n`;
}

function says(text: string, root: RawObject): boolean {
  try {
    return JSON.stringify(JSON5.parse(text)) === JSON.stringify(root);
  } catch {
    return false;
  }
}

function setIn(root: RawObject, path: ConfigPath, value: unknown): void {
  const key = path.at(-1);
  if (key === undefined) throw new ConfigError([{ path: '', reason: 'no path' }]);
  let at: RawObject | unknown[] = root;
  for (const [depth, name] of path.slice(0, -1).entries()) at = containerIn(at, name, path.slice(0, depth + 1));
  if (Array.isArray(at) && placeIn(at, key) === undefined) throw noSuchPlace(path, at);
  (at as Record<string | number, unknown>)[key] = structuredClone(value);
}

function containerIn(at: RawObject | unknown[], name: string | number, path: ConfigPath): RawObject | unknown[] {
  if (Array.isArray(at) && placeIn(at, name) === undefined) throw noSuchPlace(path, at);
  const holder = at as Record<string | number, unknown>;
  const found = Object.hasOwn(holder, name) ? holder[name] : undefined;
  if (isRawObject(found) || Array.isArray(found)) return found;
  const created: RawObject = {};
  holder[name] = created;
  return created;
}

/** A place in a list, or the next one behind its end. */
function placeIn(list: readonly unknown[], key: string | number): number | undefined {
  const place = typeof key === 'number' || /^\d+$/.test(key) ? Number(key) : -1;
  return place >= 0 && place <= list.length ? place : undefined;
}

const noSuchPlace = (path: ConfigPath, list: readonly unknown[]): ConfigError =>
  new ConfigError([{ path: formatConfigPath(path), reason: `the list has ${list.length} items` }]);

function unsetIn(root: RawObject, path: ConfigPath): void {
  const { value: holder } = valueAt(root, path.slice(0, -1));
  const key = path.at(-1);
  if (key === undefined || !valueAt(holder, [key]).found) return;
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete (holder as RawObject)[key];
}
