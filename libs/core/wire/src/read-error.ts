import { dropUndefined } from './drop-undefined.js';
import { isObject, objectsOf, parseJson, textOf, type JsonObject } from './json-value.js';
import type { UpstreamError } from './wire-api.js';

const maxBodyChars = 16 * 1024;
const maxMessageChars = 4 * 1024;

/**
 * What an error body says, in any of the shapes upstreams use (ERR-6): providers behind one protocol differ more in
 * their errors than the protocols do. A body of no known shape is its own message.
 */
export function readError(body: string, headers: Readonly<Record<string, string | undefined>> = {}): UpstreamError {
  const text = body.slice(0, maxBodyChars).trim();
  const value = /^[[{"]/.test(text) ? parseJson(text) : undefined;
  const error = (value !== undefined && readErrorValue(value)) || { message: text };
  return finish(error, headers['x-amzn-errortype']);
}

/** The same for a value that is already parsed: an error event of a stream, or a body that came with status 200. */
export function readErrorValue(value: unknown): UpstreamError | undefined {
  const found = unwrap(value);
  return found && finish(found, undefined);
}

function finish(error: UpstreamError, errorType: string | undefined): UpstreamError {
  const type = error.type ?? nameOf(errorType);
  const status = error.status ?? statusInText(error.message);
  return dropUndefined({ ...error, message: error.message.slice(0, maxMessageChars), status, type });
}

function unwrap(value: unknown): UpstreamError | undefined {
  const outer: unknown = Array.isArray(value) ? (value as unknown[])[0] : value;
  if (typeof outer === 'string') return { message: outer };
  if (!isObject(outer)) return undefined;
  const inner = innerError(outer);
  if (typeof inner === 'string') return describe({ ...outer, message: inner }, outer);
  return isObject(inner) ? describe({ ...topLevel(outer), ...inner }, outer) : describe(outer, outer);
}

/** Where the error itself is: first match wins. */
function innerError(outer: JsonObject): unknown {
  if (isObject(outer['response']) && isObject(outer['response']['error'])) return outer['response']['error'];
  for (const key of ['error', 'errors', 'detail']) {
    const value = outer[key];
    const first: unknown = Array.isArray(value) ? (value as unknown[])[0] : value;
    if (isObject(first) && isObject(first['error'])) return first['error'];
    if (isObject(first) || textOf(first)) return isObject(first) && textOf(first['error']) ? first['error'] : first;
  }
  return undefined;
}

function topLevel(outer: JsonObject): JsonObject {
  const { code, status, message } = outer;
  return dropUndefined({ code, status, message });
}

function describe(error: JsonObject, outer: JsonObject): UpstreamError | undefined {
  const nested = nestedError(error);
  const message = nested?.message ?? firstText(error, ['message', 'msg', 'title']);
  const code = codeOf(error['code']) ?? nested?.code;
  // A type alone may be that of an answer.
  const anything = message ?? code ?? textOf(error['__type']);
  if (anything === undefined) return undefined;
  return dropUndefined({
    message: anything,
    status: statusOf(error),
    code,
    moreCodes: without(code, [codeOf(outer['code']), nested?.code, ...codesBelow(error)]),
    type: typeOf(error) ?? nested?.type,
    details: detailsOf(error),
  });
}

const typeOf = (error: JsonObject): string | undefined =>
  textOf(error['type']) ?? nameOf(error['__type']) ?? statusName(error['status']);

function without(code: string | undefined, codes: readonly (string | undefined)[]): readonly string[] | undefined {
  const more = new Set(codes.filter((found) => found !== undefined && found !== code) as string[]);
  return more.size > 0 ? [...more] : undefined;
}

function firstText(value: JsonObject, keys: readonly string[]): string | undefined {
  return keys.map((key) => textOf(value[key])).find((text) => text !== undefined);
}

/** An exception's name as Amazon writes it: `namespace#Name:link`. */
function nameOf(value: unknown): string | undefined {
  return textOf(value)?.split(':')[0]?.split('#').at(-1);
}

/** Azure's inner error, and the reasons among Google's details. */
function codesBelow({ innererror, details }: JsonObject): (string | undefined)[] {
  const below = isObject(innererror) ? [codeOf(innererror['code'])] : [];
  return [...below, ...objectsOf(details).map(({ reason }) => codeOf(reason))];
}

/** What the rest of the fields is read for; it never leaves the worker. */
const detailKeys = ['resets_in_seconds', 'resets_at', 'n_prompt_tokens', 'n_ctx'];

function detailsOf(error: JsonObject): JsonObject | undefined {
  const found = Object.fromEntries(detailKeys.flatMap((key) => (key in error ? [[key, error[key]]] : [])));
  if (Array.isArray(error['details'])) found['details'] = error['details'];
  const { metadata } = error;
  if (isObject(metadata) && isObject(metadata['headers'])) found['headers'] = metadata['headers'];
  return Object.keys(found).length > 0 ? found : undefined;
}

/** An upstream's upstream: JSON text, or an object, in `message` or in OpenRouter's `metadata.raw`, one level deep. */
function nestedError(error: JsonObject): UpstreamError | undefined {
  const metadata = isObject(error['metadata']) ? error['metadata'] : {};
  for (const value of [metadata['raw'], error['message']]) {
    const read = typeof value === 'string' && /^\s*[[{]/.test(value) ? parseJson(value.slice(0, maxBodyChars)) : value;
    const outer: unknown = Array.isArray(read) ? (read as unknown[])[0] : read;
    if (!isObject(outer)) continue;
    const found = innerError(outer) ?? outer;
    const source = isObject(found) ? found : { message: found };
    const message = firstText(source, ['message', 'msg']);
    if (message !== undefined)
      return dropUndefined({ message, code: codeOf(source['code']), type: textOf(source['type']) });
  }
  return undefined;
}

function codeOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : textOf(value);
}

function statusName(value: unknown): string | undefined {
  return typeof value === 'string' && /\D/.test(value) ? value : undefined;
}

const statusKeys = ['status', 'http_status_code', 'raw_status_code', 'status_code', 'code'];

function statusOf(error: JsonObject): number | undefined {
  return statusKeys
    .map((key) => Number(error[key]))
    .find((status) => Number.isInteger(status) && status >= 400 && status < 600);
}

const statusTexts = [
  /^(?:HTTP )?([45]\d\d)(?= |$)/,
  /\bAPI error \(([45]\d\d)\)/i,
  /\bstatus(?: code)?: ([45]\d\d)\b/i,
];

/** ERR-5: prose that names its status in a fixed place; a bare number elsewhere is none. */
function statusInText(message: string): number | undefined {
  for (const pattern of statusTexts) {
    const found = pattern.exec(message.slice(0, maxMessageChars))?.[1];
    if (found !== undefined) return Number(found);
  }
  return undefined;
}
