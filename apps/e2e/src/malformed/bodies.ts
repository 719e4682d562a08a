import type { SeededChoice } from '@clawmesh/testing';
import { forgedLine } from './headers.js';
import { chatPath, latin1, type MalformedBody } from './malformed-request.js';

const megabyte = 1_048_576;

type Body = Omit<MalformedBody, 'path'>;

const user = (content: string): string => `{"role":"user","content":${content}}`;
const chat = (field: string, content = '"seed=malformed"'): string =>
  `{"model":"openclaw",${field}${field && ','}"messages":[${user(content)}]}`;

/** No JSON, in the ways of generators, editors and attackers. */
function broken(pick: SeededChoice): Body {
  const whole = chat('');
  const body = pick.of([
    whole.slice(0, 1 + pick.below(whole.length - 1)),
    `${whole}${pick.of(['}', ']', ',', whole, '\x00', 'x'])}`,
    whole.replaceAll('"', "'"),
    `\uFEFF${whole}`,
    chat(`"seed":${pick.of(['NaN', 'Infinity', '-', '01', '1.', '.5', '0x1', '1e', '+1', '--1'])}`),
    chat('"user":"a\nb"'),
    chat('"user":"\x00"'),
    chat('"user":"\\x41"'),
    chat('"user":"\\u12"'),
    chat('/* comment */"user":"a"'),
    chat('"user":"a",'),
    chat('"user" "a"'),
    `${pick.text(20)}`,
    `a=b&model=openclaw`,
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    '--boundary\r\nContent-Disposition: form-data; name="model"\r\n\r\nopenclaw\r\n--boundary--',
  ]);
  return { name: `broken ${JSON.stringify(body.slice(0, 50))}`, body };
}

/** Far more work than bytes, or far more bytes than anybody needs. */
function huge(pick: SeededChoice): Body {
  const size = pick.of([1, 4, 19]) * megabyte;
  const filled = (unit: string): string => unit.repeat(Math.floor(size / unit.length));
  const keys = (count: number, length: number): string =>
    Array.from({ length: count }, (_, i) => `"${i}${'k'.repeat(length)}":0`).join(',');
  return pick.of<() => Body>([
    () => ({ name: 'deep arrays', body: `{"messages":${'['.repeat(size)}` }),
    () => ({ name: 'deep objects', body: '{"messages":'.repeat(100_000) }),
    () => ({ name: '129 levels', body: chat(`"metadata":${'['.repeat(129)}${']'.repeat(129)}`) }),
    () => ({ name: 'wide arrays', body: `{"messages":[${filled('0,')}0]}` }),
    () => ({ name: 'wide objects', body: `{"messages":[${filled('{},')}0]}` }),
    () => ({ name: 'many keys', body: `{"metadata":{${keys(200_000, 3)}}}` }),
    () => ({ name: 'long keys', body: `{"metadata":{${keys(49_000, Math.floor(size / 60_000))}},"messages":7}` }),
    () => ({ name: 'one key over and over', body: `{${filled('"":0,')}"messages":7}` }),
    () => ({ name: 'escaped quotes', body: `{"messages":"${filled('\\"')}"}` }),
    () => ({ name: 'backslashes', body: `{"messages":"${filled('\\\\')}"}` }),
    () => ({ name: 'escapes', body: `{"messages":"${filled('\\ud800')}"}` }),
    () => ({ name: 'blanks', body: `{"messages":7${filled(pick.of([' ', '\t', '\r\n']))}}` }),
    () => ({ name: 'one number', body: `{"messages":${filled('9')}}` }),
    () => ({ name: 'quotes', body: `{"messages":${filled('"')}}` }),
    () => ({ name: 'three bytes a character', body: Buffer.from(`{"messages":"${filled('€')}`) }),
    () => ({ name: 'bad UTF-8', body: Buffer.concat([latin1('{"messages":"'), Buffer.alloc(size, 0xff)]) }),
    () => ({ name: 'more than 20 MB', body: `{"messages":"${'x'.repeat(20 * megabyte)}"}` }),
  ])();
}

/** Names that mean something to a careless object. */
function polluting(pick: SeededChoice): Body {
  const key = pick.of(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']);
  const value = pick.of([
    '{"polluted":"yes","stream":true,"temperature":9}',
    '{"prototype":{"polluted":"yes"}}',
    'null',
    '[]',
    '"x"',
  ]);
  const field = `"${key}":${value}`;
  const body = pick.of([
    chat(field),
    chat(`"metadata":{${field}}`),
    chat(`"tools":[{"type":"function","function":{"name":"${key}","parameters":{${field}}}}]`),
    chat(`"stream_options":{${field}}`),
    chat(`"model":"openclaw/${key}"`),
    chat(`"messages":[{${field}}]`),
    `{"model":"openclaw","messages":[{"role":"${key}","content":{${field}}}]}`,
  ]);
  return { name: `polluting ${body.slice(0, 80)}`, body, mayPass: true };
}

/** Text for which JSON has an escape, and a log must have one too. */
function injected(pick: SeededChoice): Body {
  const forged = `x${pick.of(['\\n', '\\r\\n', '\\u2028', '\\u0085', '\\u001b[2J', '\\u0000', '\\ud800', '\\u202e'])}`;
  const text = `${forged}${forgedLine.replaceAll('"', '\\"')}`;
  const field = pick.of(['user', 'model', 'service_tier', 'prompt_cache_key', 'tool_choice', 'response_format']);
  const isModel = field === 'model';
  const body = isModel ? `{"model":"${text}","messages":[${user('"x"')}]}` : chat(`"${field}":"${text}"`);
  return { name: `injected ${field} ${JSON.stringify(forged)}`, body, mayPass: field !== 'model' };
}

const makers = [broken, broken, huge, polluting, injected] as const;

/** Bodies that are well framed, and good for nothing. */
export function bodies(pick: SeededChoice): MalformedBody {
  const made = pick.of(makers)(pick);
  const query = pick.below(4) === 0 ? `?__proto__[polluted]=yes&constructor.prototype.polluted=${pick.text(3)}` : '';
  return { ...made, path: chatPath + query };
}
