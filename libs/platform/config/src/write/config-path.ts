import { isRawObject } from '../load/raw-config.js';

/** Where a value stands: keys of objects, places in lists. */
export type ConfigPath = readonly (string | number)[];

const part = /(?:^|\.)([^.[\]"']+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\]/y;

/**
 * Reads `a.b`, `a.list[0]` and, for keys with dots, `a["b.c"]`. Undefined if it cannot be read, or names what no
 * config has (`__proto__`).
 */
export function parseConfigPath(written: string): ConfigPath | undefined {
  const text = written.trim();
  const path: (string | number)[] = [];
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (!found) return undefined;
    const [, key, index, quoted] = found;
    path.push(index === undefined ? (key ?? unquoted(quoted ?? '')) : Number(index));
  }
  return path.length === 0 || path.includes('__proto__') ? undefined : path;
}

const unquoted = (text: string): string => text.slice(1, -1).replace(/\\(.)/g, '$1');

/** As `parseConfigPath` reads it. */
export function formatConfigPath(path: ConfigPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[^.[\]"'\s]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** What stands at a path; `found` tells a value from a gap. A place in a list may be written as a key (`list.0`). */
export function valueAt(root: unknown, path: ConfigPath): { readonly found: boolean; readonly value: unknown } {
  let value = root;
  for (const key of path) {
    const isThere = (isRawObject(value) || Array.isArray(value)) && Object.hasOwn(value, key);
    if (!isThere) return { found: false, value: undefined };
    value = (value as Record<string | number, unknown>)[key];
  }
  return { found: true, value };
}
