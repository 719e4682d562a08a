import type { SeededChoice } from '@clawmesh/testing';
import { goodBody, head, latin1, type Aim, type MalformedBytes } from './malformed-request.js';

/** What ends a line in a log or in a header, or paints a terminal, where HTTP lets it through. */
export const lineBreaks = [
  '\xc2\x85',
  '\xe2\x80\xa8',
  '\xc2\x9b31m',
  '%0d%0a',
  '\\r\\n',
  '\\u000a',
  '\xff\xfe',
] as const;

/** Turns up in a log line of its own if anything of the above works. */
export const forgedLine = '{"level":60,"msg":"forged"}';

interface Fields {
  readonly name: string;
  readonly fields: string;
  readonly mayPass?: boolean;
}

/** More than fit: bytes, or fields of a few bytes. */
function tooMuch(pick: SeededChoice): Fields {
  const count = pick.of([101, 500, 1_999, 2_001, 3_000]);
  return pick.of<Fields>([
    { name: `${count} fields`, fields: 'a:\r\n'.repeat(count) },
    { name: 'a long value', fields: `X-A: ${'a'.repeat(16_400 + pick.below(60_000))}\r\n` },
    { name: 'a long name', fields: `${'a'.repeat(16_400 + pick.below(10_000))}: a\r\n` },
    { name: 'a long cookie', fields: `Cookie: ${'a=b; '.repeat(4_000)}\r\n` },
  ]);
}

/** The headers of our own contract, with what they must not hold. */
function contract(pick: SeededChoice): Fields {
  const forged = `x${pick.of(lineBreaks)}${forgedLine}`;
  const [name, value] = pick.of<[string, string]>([
    ['x-openclaw-model', '/'],
    ['x-openclaw-model', 'm'.repeat(257)],
    ['x-openclaw-model', `nobody/${forged}`],
    ['x-openclaw-agent-id', '../../etc/passwd'],
    ['x-openclaw-agent-id', '__proto__'],
    ['x-openclaw-agent-id', forged],
    ['x-openclaw-agent', 'a'.repeat(65)],
    ['x-openclaw-session-key', `agent:${forged}`],
    ['x-openclaw-session-key', 'k'.repeat(513)],
    ['x-openclaw-session-key', `${pick.of(['subagent', 'cron', 'acp', 'harness'])}:${pick.text(5)}`],
    ['x-openclaw-session-key', 'agent::'],
    ['x-openclaw-session-key', 'agent:nobody-here:x'],
    ['x-forwarded-for', `127.0.0.1, ${pick.text(3)}`],
    ['forwarded', 'for=127.0.0.1'],
    ['x-real-ip', '::1'],
    ['x-forwarded-user', forged],
  ]);
  return { name: `${name}: ${JSON.stringify(value.slice(0, 40))}`, fields: `${name}: ${value}\r\n` };
}

/** Text that must not end up anywhere as it stands; the answer may well be 200. */
function injected(pick: SeededChoice): Fields {
  const name = pick.of([
    'x-openclaw-session-key',
    'x-openclaw-message-channel',
    'traceparent',
    'user-agent',
    'referer',
  ]);
  const value = `x${pick.of(lineBreaks)}${forgedLine}`;
  return { name: `injected ${name}: ${JSON.stringify(value)}`, fields: `${name}: ${value}\r\n`, mayPass: true };
}

export function headers(pick: SeededChoice, aim: Aim): MalformedBytes {
  const { fields, ...request } = pick.of([tooMuch, contract, injected])(pick);
  const bytes = `${head(aim)}${fields}Content-Length: ${goodBody.length}\r\n\r\n${goodBody}`;
  return { ...request, pieces: [latin1(bytes)] };
}
