import { valueAt, type ConfigEdit, type RawConfigFile } from '@clawmesh/config';
import { keyIn } from './find-model.js';

const defaults = ['agents', 'defaults'] as const;
const model = [...defaults, 'model'] as const;
const models = [...defaults, 'models'] as const;

/** Makes a model the one that agents share, in the form that has fallbacks (CLI-31). */
export function primaryEdits({ root }: RawConfigFile, key: string): ConfigEdit[] {
  return [...choiceEdits(root, 'primary', key), ...entryEdits(root, key)];
}

export function fallbackEdits({ root }: RawConfigFile, keys: readonly string[]): ConfigEdit[] {
  return [...choiceEdits(root, 'fallbacks', keys), ...keys.flatMap((key) => entryEdits(root, key))];
}

/** `agents.defaults.model` may be a text: then it is the primary. */
function choiceEdits(root: unknown, name: 'primary' | 'fallbacks', value: unknown): ConfigEdit[] {
  const { value: written } = valueAt(root, model);
  if (typeof written === 'object' && written !== null) return [{ kind: 'set', path: [...model, name], value }];
  const primary = typeof written === 'string' && name !== 'primary' ? { primary: written } : {};
  return [{ kind: 'set', path: model, value: { ...primary, [name]: value } }];
}

/** What is chosen has its entry among the models. */
function entryEdits(root: unknown, key: string): ConfigEdit[] {
  const isThere = keyIn(valueAt(root, models).value, key) !== undefined;
  return isThere ? [] : [{ kind: 'set', path: [...models, key], value: {} }];
}

/** An alias has one model: whatever had it before has none. */
export function aliasEdits({ root }: RawConfigFile, alias: string, key: string | undefined): ConfigEdit[] {
  const { value: map } = valueAt(root, models);
  const holders = Object.entries(typeof map === 'object' && map !== null ? (map as Record<string, unknown>) : {});
  const before = holders.filter(([, entry]) => aliasOf(entry)?.toLowerCase() === alias.toLowerCase());
  const removals = before.map(([holder]): ConfigEdit => ({ kind: 'unset', path: [...models, holder, 'alias'] }));
  if (key === undefined) return removals;
  return [...removals, { kind: 'set', path: [...models, keyIn(map, key) ?? key, 'alias'], value: alias }];
}

function aliasOf(entry: unknown): string | undefined {
  const alias: unknown = typeof entry === 'object' && entry !== null && 'alias' in entry ? entry.alias : undefined;
  return typeof alias === 'string' ? alias : undefined;
}

/** Whether the map of models is the list of what clients may choose, and begins to be that now (AGT-20). */
export function beginsAllowlist({ root }: RawConfigFile): boolean {
  const isEmpty = Object.keys(valueAt(root, models).value ?? {}).length === 0;
  const hasPolicy = valueAt(root, [...defaults, 'modelPolicy']).found;
  return isEmpty && !hasPolicy && valueAt(root, ['meta', 'migrations', 'modelPolicyAllowlist']).value !== true;
}
