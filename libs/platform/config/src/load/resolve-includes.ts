import { readFile, realpath, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { ConfigError, type ConfigIssue } from '../config-error.js';
import type { Environment } from '../config-snapshot.js';
import { deepMerge } from './deep-merge.js';
import { errorCode, isMissing } from './environment.js';
import { isRawObject } from './raw-config.js';
import { parseConfigText } from './read-config-text.js';

/** CFG-4. */
const limits = { levels: 10, pathLength: 4096, bytes: 2 * 1024 * 1024 };

export interface IncludeSource {
  /** Of the main file. */
  readonly path: string;
  readonly env: Environment;
  /** Told of every file that counts, whether it is there or not. */
  readonly onRead: (path: string) => void;
  readonly issues: ConfigIssue[];
}

/**
 * Puts the content of included files in the place of every `$include` (CFG-3, CFG-4). A file that cannot be included
 * leaves a gap and an issue, so that one start tells them all.
 */
export async function resolveIncludes(root: unknown, source: IncludeSource): Promise<unknown> {
  const roots = await includeRoots(source);
  const at: Place = { file: source.path, chain: [await realPathOf(source.path)], path: '' };
  return new Includer(source, roots).value(root, at);
}

/** Where a value stands: its file, the files it was included through, and its path in the config. */
interface Place {
  readonly file: string;
  readonly chain: readonly string[];
  readonly path: string;
}

class Includer {
  constructor(
    private readonly source: IncludeSource,
    private readonly roots: readonly string[],
  ) {}

  async value(value: unknown, at: Place): Promise<unknown> {
    if (Array.isArray(value)) {
      return Promise.all(value.map((item, index) => this.value(item, { ...at, path: `${at.path}[${index}]` })));
    }
    if (!isRawObject(value)) return value;
    const entries: [string, unknown][] = [];
    for (const [key, item] of Object.entries(value)) {
      if (key !== '$include') entries.push([key, await this.value(item, below(at, key))]);
    }
    // fromEntries defines own keys: a key named __proto__ stays data.
    const siblings = Object.fromEntries(entries);
    if (!Object.hasOwn(value, '$include')) return siblings;
    const included = await this.included(value.$include, below(at, '$include'));
    if (entries.length === 0) return included;
    if (isRawObject(included)) return deepMerge(included, siblings);
    this.report(below(at, '$include'), 'keys stand beside it, so it must include an object');
    return siblings;
  }

  private async included(named: unknown, at: Place): Promise<unknown> {
    if (typeof named === 'string') return this.file(named, at);
    if (Array.isArray(named) && named.every((name): name is string => typeof name === 'string')) {
      let merged: unknown = {};
      for (const name of named) merged = deepMerge(merged, await this.file(name, at));
      return merged;
    }
    this.report(at, 'expected the path of a file, or a list of them');
    return {};
  }

  private async file(name: string, at: Place): Promise<unknown> {
    try {
      const { path, real } = await this.locate(name, at);
      const text = await readIncluded(path, name);
      return await this.value(parsed(text, name), { file: path, chain: [...at.chain, real], path: parentOf(at.path) });
    } catch (error) {
      if (!(error instanceof IncludeRefused)) throw error;
      this.report(at, error.message);
      return {};
    }
  }

  /** Checks everything that can be said before reading. Throws `IncludeRefused`. */
  private async locate(name: string, at: Place): Promise<{ readonly path: string; readonly real: string }> {
    if (name.includes('\0')) throw new IncludeRefused('the path has a NUL character');
    const path = resolve(dirname(at.file), name);
    if (name === '' || path.length >= limits.pathLength) throw new IncludeRefused('the path is empty or too long');
    if (at.chain.length > limits.levels) throw new IncludeRefused(`"${name}": more than ${limits.levels} levels`);
    this.source.onRead(path);
    const real = await realPathOf(path);
    if (!this.roots.some((root) => isInside(root, real))) {
      throw new IncludeRefused(`"${name}" is outside the folder of the config and OPENCLAW_INCLUDE_ROOTS`);
    }
    if (at.chain.includes(real)) throw new IncludeRefused(`"${name}" includes itself`);
    return { path, real };
  }

  private report(at: Place, reason: string): void {
    const isMain = at.file === this.source.path;
    this.source.issues.push({ path: at.path, reason: isMain ? reason : `in ${at.file}: ${reason}` });
  }
}

class IncludeRefused extends Error {}

async function readIncluded(path: string, name: string): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new IncludeRefused(`"${name}" is not a file`);
    if (found.size > limits.bytes) throw new IncludeRefused(`"${name}" is larger than ${limits.bytes} bytes`);
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof IncludeRefused) throw error;
    if (isMissing(error)) throw new IncludeRefused(`"${name}": there is no such file`);
    throw new IncludeRefused(`"${name}" cannot be read (${errorCode(error)})`);
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return parseConfigText(text, name);
  } catch (error) {
    if (error instanceof ConfigError) throw new IncludeRefused(`"${name}" ${error.issues[0]?.reason ?? ''}`);
    throw error;
  }
}

/** The folder of the main file, and those that the environment adds; both as they are behind links. */
async function includeRoots({ path, env, issues }: IncludeSource): Promise<string[]> {
  const named = (env.OPENCLAW_INCLUDE_ROOTS ?? '').split(delimiter).filter((root) => root.trim() !== '');
  for (const root of named.filter((name) => !isAbsolute(name))) {
    issues.push({ path: 'OPENCLAW_INCLUDE_ROOTS', reason: `"${root}" is not an absolute path` });
  }
  return Promise.all([dirname(path), ...named.filter((name) => isAbsolute(name))].map(realPathOf));
}

/** The path behind all links; of what is not there, the path behind those of its folder. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(await realPathOf(parent), relative(parent, path));
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const below = (at: Place, key: string): Place => ({ ...at, path: at.path === '' ? key : `${at.path}.${key}` });

/** The path of the object that the content of a file replaces. */
const parentOf = (path: string): string => path.replace(/\.?\$include$/, '');
