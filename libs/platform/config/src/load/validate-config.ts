import type { z } from 'zod';
import type { ConfigIssue } from '../config-error.js';
import { configKeysAt } from '../reference/config-json-schema.js';
import { configSchema, type ParsedConfig } from '../schema/config.schema.js';
import { closestWord } from './closest-word.js';
import { isRawObject, objectAt, type RawObject } from './raw-config.js';

export interface Validation {
  /** With issues: what is left of it without them, to be checked further; undefined if that is nothing. */
  readonly config: ParsedConfig | undefined;
  readonly issues: readonly ConfigIssue[];
}

/** A file of something else has thousands, and nobody reads them. */
const mostIssues = 100;

/** Strict validation of a normalised config; every issue, with the path as the file spells it (CFG-10, CFG-11). */
export function validateConfig(root: RawObject): Validation {
  const result = configSchema.safeParse(root);
  if (result.success) return { config: result.data, issues: [] };
  const { issues } = result.error;
  const isFewer = issues.length <= mostIssues;
  const rest = isFewer ? configSchema.safeParse(withoutMistakes(root, issues)).data : undefined;
  return { config: rest, issues: [...readIssues(issues, root)] };
}

function* readIssues(issues: readonly z.core.$ZodIssue[], root: RawObject): Generator<ConfigIssue> {
  let told = 0;
  for (const [index, issue] of issues.entries()) {
    if (told >= mostIssues) return yield { path: '(file)', reason: `and ${issues.length - index} further mistakes` };
    const read = readIssue(issue, root);
    told += read.length;
    yield* read;
  }
}

function withoutMistakes(root: RawObject, issues: readonly z.core.$ZodIssue[]): RawObject {
  const rest = structuredClone(root);
  for (const issue of issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.at(-1) ?? ''];
    const holder = issue.code === 'unrecognized_keys' ? issue.path : issue.path.slice(0, -1);
    const at = holder.reduce<unknown>((value, key) => (value as RawObject | undefined)?.[String(key)], rest);
    // A gap in a list stays a gap: the places of other issues count from its start.
    if (typeof at === 'object' && at !== null) for (const key of keys) delete (at as RawObject)[String(key)];
  }
  return rest;
}

function readIssue(issue: z.core.$ZodIssue, root: RawObject): ConfigIssue[] {
  const written = writtenPath(issue.path, root);
  const path = joinPath(written);
  const closest = issue.code === 'invalid_union' && issue.message === unionMessage ? closestBranch(issue) : undefined;
  if (closest) return closest.flatMap((inner) => readIssue({ ...inner, path: [...issue.path, ...inner.path] }, root));
  if (issue.code !== 'unrecognized_keys') return [{ path, reason: reasonOf(issue) }];
  return issue.keys
    .slice(0, mostIssues)
    .map((key) => ({ path: joinPath([...written, key]), reason: unknownKey(key, issue.path) }));
}

/** What zod says where a union has no words of its own. */
const unionMessage = 'Invalid input';

/** Of several forms, the one whose shape the value has: its mistakes are those that were made. */
function closestBranch({ errors }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] | undefined {
  return errors.find((issues) => issues.every(({ code, path }) => path.length > 0 || code !== 'invalid_type'));
}

/** Agents are a list only inside; in the file they have ids. */
function writtenPath(path: readonly PropertyKey[], root: RawObject): readonly PropertyKey[] {
  const [section, list, index, ...rest] = path;
  if (section === 'agents' && list === 'entries' && typeof index === 'number') {
    const entries = objectAt(root, 'agents')?.entries;
    const entry: unknown = Array.isArray(entries) ? entries[index] : undefined;
    return ['agents', 'entries', isRawObject(entry) ? String(entry.id) : index, ...rest];
  }
  return path;
}

function joinPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = part === '' ? '""' : String(part);
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const meant = closestWord(key, configKeysAt(path));
  return meant === undefined ? 'unknown key' : `unknown key, did you mean "${meant}"?`;
}

/** What people read: zod's words without its preface. */
function reasonOf({ message }: z.core.$ZodIssue): string {
  const text = message.replace(/^Invalid (?:input|option|key in record): /, '');
  const missing = /^(expected .*), received undefined$/.exec(text);
  return missing ? `required: ${missing[1]}` : lowerFirst(text);
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
