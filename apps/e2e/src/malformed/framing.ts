import type { SeededChoice } from '@clawmesh/testing';
import { goodBody, head, latin1, smuggled, type Aim, type MalformedBytes } from './malformed-request.js';

type Make = (pick: SeededChoice, aim: Aim) => Omit<MalformedBytes, 'pieces'> & { readonly bytes: string };

const chunked = 'Transfer-Encoding: chunked\r\n';

/** A request whose length is said twice, and not the same: one of the two readings contains another request. */
const lengths: Make = (pick, aim) => {
  const hidden = smuggled(aim);
  const length = goodBody.length + hidden.length;
  const fields = pick.of([
    `Content-Length: ${goodBody.length}\r\nContent-Length: ${length}\r\n`,
    `Content-Length: ${length}\r\nContent-Length: ${goodBody.length}\r\n`,
    `Content-Length: ${goodBody.length}, ${length}\r\n`,
    `Content-Length: ${goodBody.length}\r\nContent-Length : ${length}\r\n`,
    `Content-Length: +${length}\r\n`,
    `Content-Length: -${length}\r\n`,
    `Content-Length: 0x${length.toString(16)}\r\n`,
    `Content-Length: ${goodBody.length} ${length}\r\n`,
    `Content-Length: ${length}e0\r\n`,
    `Content-Length: ${length}.0\r\n`,
    `Content-Length: 18446744073709551616\r\n`,
    'Content-Length: \r\n',
    'Content-Length: ,\r\n',
    `Content-Length:\x0b${length}\r\n`,
    `Content-Length\t: ${length}\r\n`,
  ]);
  return { name: `lengths ${JSON.stringify(fields)}`, bytes: `${head(aim)}${fields}\r\n${goodBody}${hidden}` };
};

/** A length and chunks (CL.TE and TE.CL), and encodings that some readers take for `chunked`. */
const encodings: Make = (pick, aim) => {
  const field = pick.of([
    chunked,
    'Transfer-Encoding: chunked, chunked\r\n',
    'Transfer-Encoding: chunked, identity\r\n',
    'Transfer-Encoding: identity\r\n',
    'Transfer-Encoding: xchunked\r\n',
    'Transfer-Encoding: chunked;q=1\r\n',
    'Transfer-Encoding: "chunked"\r\n',
    'Transfer-Encoding:\x0bchunked\r\n',
    'Transfer-Encoding: gzip\r\nTransfer-Encoding: x\r\n',
    'Transfer-Encoding : chunked\r\n',
    'Transfer_Encoding: chunked\r\nTransfer-Encoding: \r\n',
    'Transfer-Encoding\r\n : chunked\r\n',
    'X: y\r\nTransfer-Encoding: \r\n chunked\r\n',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n',
  ]);
  const isFirst = pick.below(2) === 0;
  const length = `Content-Length: ${pick.of([0, 4, goodBody.length, 400])}\r\n`;
  const fields = isFirst ? field + length : length + field;
  const bytes = `${head(aim)}${fields}\r\n${goodBody.length.toString(16)}\r\n${goodBody}\r\n0\r\n\r\n`;
  return { name: `encodings ${JSON.stringify(fields)}`, bytes: bytes + smuggled(aim) };
};

/** Sizes and ends of chunks that are not what they seem. */
const chunks: Make = (pick, aim) => {
  const size = goodBody.length.toString(16);
  const body = pick.of([
    `-${size}\r\n${goodBody}\r\n0\r\n\r\n`,
    `+${size}\r\n${goodBody}\r\n0\r\n\r\n`,
    `0x${size}\r\n${goodBody}\r\n0\r\n\r\n`,
    `${size} \x00\r\n${goodBody}\r\n0\r\n\r\n`,
    `${size}\n${goodBody}\n0\n\n`,
    `${size}\r${goodBody}\r0\r\r`,
    `${size}\r\n${goodBody}0\r\n\r\n`,
    `${size}\r\n${goodBody}\n0\r\n\r\n`,
    `${size};a\n${goodBody}\r\n0\r\n\r\n`,
    `ffffffffffffffff1\r\n${goodBody}\r\n0\r\n\r\n`,
    `g\r\n${goodBody}\r\n0\r\n\r\n`,
    `\r\n${goodBody}\r\n0\r\n\r\n`,
    `3\r\n${goodBody}\r\n0\r\n\r\n`,
    `${size};${'x'.repeat(20_000)}\r\n${goodBody}\r\n0\r\n\r\n`,
    `${size};a="\r\n"\r\n${goodBody}\r\n0\r\n\r\n`,
    `${size}\r\n${goodBody}\r\n0\r\n${pick.text(8)}\x00: x\r\n\r\n`,
    `${size}\r\n${goodBody}\r\n0\r\nX : y\r\n\r\n`,
  ]);
  const name = `chunks ${JSON.stringify(body.slice(0, 24))}`;
  return { name, bytes: `${head(aim)}${chunked}\r\n${body}${smuggled(aim)}` };
};

/** Ends of lines, and what may not stand in names and values. */
const lines: Make = (pick, aim) => {
  const length = `Content-Length: ${goodBody.length}`;
  const field = pick.of([
    'X-A: a\r\n b\r\n',
    'X-A: a\r\n\tTransfer-Encoding: chunked\r\n',
    `X-A: a\n${length}\n`,
    `X-A: a\r${length}\r`,
    'X-A: a\r\r\n',
    'X-A: a\x00b\r\n',
    `X-A: ${pick.text(3)}\x7f\r\n`,
    `X-A: \x1b[31m${pick.text(3)}\r\n`,
    'X A: b\r\n',
    'X-A\x00: b\r\n',
    ': b\r\n',
    'no colon\r\n',
    'X-Ä: b\r\n',
    `X-${pick.of(['(', ')', '@', '"', '/', '[', ']', '{', '}', '\\', ','])}: b\r\n`,
    'Host: another.example\r\nHost: third.example\r\nX-A\t: b\r\n',
  ]);
  const fields = pick.below(2) === 0 ? `${field}${length}\r\n` : `${length}\r\n${field}`;
  return { name: `lines ${JSON.stringify(field)}`, bytes: `${head(aim)}${fields}\r\n${goodBody}` };
};

/** Cut off somewhere: in the request line, in a header, in the body. */
const cutOff: Make = (pick, aim) => {
  const whole = `${head(aim)}Content-Length: ${goodBody.length}\r\n\r\n${goodBody}`;
  const at = 1 + pick.below(whole.length - 1);
  return { name: `cut off at ${at}`, bytes: whole.slice(0, at), isCutOff: true };
};

const makers = [lengths, encodings, chunks, lines, cutOff] as const;

/** Requests about whose end two readers could disagree: the shapes that request smuggling is made of. */
export function framing(pick: SeededChoice, aim: Aim): MalformedBytes {
  const { bytes, ...request } = pick.of(makers)(pick, aim);
  // Some in two writes: what a parser remembers between reads matters.
  const at = pick.below(3) === 0 ? 1 + pick.below(bytes.length - 1) : bytes.length;
  const pieces = [latin1(bytes.slice(0, at)), latin1(bytes.slice(at))].filter(({ length }) => length > 0);
  return { ...request, pieces };
}
