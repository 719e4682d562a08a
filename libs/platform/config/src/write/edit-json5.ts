import JSON5 from 'json5';
import type { ConfigPath } from './config-path.js';
import { json5Nodes, type Json5Member, type Json5Node, skipSpace } from './json5-nodes.js';

type Container = Exclude<Json5Node, { readonly kind: 'plain' }>;

/** Puts a value at a path of a JSON5 text; comments, order and layout of everything else stay. */
export function setInJson5(text: string, path: ConfigPath, value: unknown): string {
  const { node, rest } = deepest(text, path);
  const [key, ...below] = rest;
  if (key === undefined) return replaced(text, node, rendered(text, value, indentAt(text, node.start)));
  const missing = below.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  if (node.kind === 'plain')
    return replaced(text, node, rendered(text, { [key]: missing }, indentAt(text, node.start)));
  return withMember(text, node, { key: node.kind === 'object' ? String(key) : Number(key), value: missing });
}

/** Takes out what stands at a path. A path that leads nowhere changes nothing. */
export function unsetInJson5(text: string, path: ConfigPath): string {
  const parent = deepest(text, path.slice(0, -1));
  const { node } = parent;
  if (parent.rest.length > 0 || node.kind === 'plain') return text;
  const member = memberOf(node, path.at(-1) ?? '');
  return member ? withoutMember(text, node, member) : text;
}

/** The last value on a path that is there, and what of the path is not. */
function deepest(text: string, path: ConfigPath): { readonly node: Json5Node; readonly rest: ConfigPath } {
  let node = json5Nodes(text);
  for (const [depth, key] of path.entries()) {
    const member = node.kind === 'plain' ? undefined : memberOf(node, key);
    if (!member) return { node, rest: path.slice(depth) };
    node = member.value;
  }
  return { node, rest: [] };
}

/** The last one of that name counts, as it does for JSON5. */
const memberOf = (node: Container, key: string | number): Json5Member | undefined =>
  node.members.findLast((member) => String(member.key) === String(key));

const replaced = (text: string, { start, end }: { readonly start: number; readonly end: number }, by: string): string =>
  text.slice(0, start) + by + text.slice(end);

/** The blanks that the line of a place begins with. */
function indentAt(text: string, at: number): string {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  return /^[^\S\n\r]*/.exec(text.slice(lineStart, at))?.[0] ?? '';
}

/** One step of indentation in this text. */
const stepOf = (text: string): string => /\n([^\S\n\r]+)\S/.exec(text)?.[1] ?? '  ';

function isPlainJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A value in the dialect of the text, as deep as its place. */
function rendered(text: string, value: unknown, indent: string): string {
  const step = stepOf(text);
  const lines = isPlainJson(text) ? JSON.stringify(value, null, step) : JSON5.stringify(value, null, step);
  return lines.replaceAll('\n', `\n${indent}`);
}

function named(text: string, key: string): string {
  return isPlainJson(text) ? `${JSON.stringify(key)}: ` : `${JSON5.stringify({ [key]: 0 }).slice(1, -3)}: `;
}

interface NewMember {
  readonly key: string | number;
  readonly value: unknown;
}

function withMember(text: string, node: Container, member: NewMember): string {
  const last = node.members.at(-1);
  if (!last) return withFirst(text, node, member);
  return text.slice(node.start, node.end).includes('\n')
    ? withLine(text, last, writtenMember(text, member, indentAt(text, last.start)))
    : withNext(text, last, writtenMember(text, member, indentAt(text, node.start)));
}

function writtenMember(text: string, { key, value }: NewMember, indent: string): string {
  return (typeof key === 'string' ? named(text, key) : '') + rendered(text, value, indent);
}

/** In braces that hold nothing but comments. */
function withFirst(text: string, node: Container, member: NewMember): string {
  const outer = indentAt(text, node.start);
  const indent = outer + stepOf(text);
  const inside = text.slice(node.start + 1, node.end - 1).trimEnd();
  const written = `${inside}\n${indent}${writtenMember(text, member, indent)}\n${outer}`;
  return replaced(text, { start: node.start + 1, end: node.end - 1 }, written);
}

/** On the line of the others. */
function withNext(text: string, last: Json5Member, written: string): string {
  return replaced(text, { start: last.value.end, end: last.value.end }, `, ${written}`);
}

/** On a line below the last one; what that line says about its own member stays there. */
function withLine(text: string, last: Json5Member, written: string): string {
  const comma = skipSpace(text, last.value.end);
  const hasComma = text[comma] === ',';
  const behind = hasComma ? comma + 1 : last.value.end;
  const remark = (remarks.exec(text.slice(behind))?.[0] ?? '').trimEnd();
  const head = text.slice(0, behind) + (hasComma ? '' : ',') + remark;
  return `${head}\n${indentAt(text, last.start)}${written}${hasComma ? ',' : ''}${text.slice(behind + remark.length)}`;
}

/** Blanks and comments up to the end of a line. */
const remarks = /^(?:[^\S\n\r]|\/\/[^\n\r]*|\/\*[^\n\r]*?\*\/)*/;

function withoutMember(text: string, node: Container, member: Json5Member): string {
  const at = node.members.indexOf(member);
  const comma = skipSpace(text, member.value.end);
  const hasComma = text[comma] === ',';
  const previous = node.members[at - 1];
  const end = endOfLine(text, hasComma ? comma + 1 : member.value.end);
  const start = startOfLine(text, member.start, end);
  if (hasComma || !previous) return replaced(text, { start, end }, '');
  // The last of a list that does not end in a comma: the one before it must not do so either.
  const before = skipSpace(text, previous.value.end);
  return text.slice(0, before) + text.slice(before + 1, start).replace(/[^\S\n\r]+$/, '') + text.slice(end);
}

/** Behind the blanks and the remark that end a line; `at` itself if more of the value is on it. */
function endOfLine(text: string, at: number): number {
  const tail = remarks.exec(text.slice(at))?.[0].length ?? 0;
  return /[\n\r]/.test(text[at + tail] ?? '') ? at + tail : at;
}

/** The line break in front of a member that has its lines for itself. */
function startOfLine(text: string, start: number, end: number): number {
  const blanks = /\r?\n[^\S\n\r]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return blanks > 0 && /^\r?\n/.test(text.slice(end)) ? start - blanks : start;
}
