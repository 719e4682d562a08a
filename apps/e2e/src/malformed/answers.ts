/** One HTTP response as it came over the wire. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The responses in what one connection gave; throws for anything else in between. */
export function readAnswers(bytes: Buffer): Answer[] {
  const answers: Answer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const { answer, length } = readAnswer(rest);
    // 100 Continue is no answer yet.
    if (answer.status >= 200) answers.push(answer);
    rest = rest.subarray(length);
  }
  return answers;
}

function readAnswer(bytes: Buffer): { readonly answer: Answer; readonly length: number } {
  const headLength = bytes.indexOf('\r\n\r\n') + 4;
  const [statusLine = '', ...lines] = bytes
    .subarray(0, Math.max(0, headLength - 4))
    .toString('latin1')
    .split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1];
  if (status === undefined) throw new Error(`no HTTP response: ${bytes.subarray(0, 200).toString('latin1')}`);
  const headers = Object.fromEntries(lines.map(readField));
  const { body, length } = readBody(bytes.subarray(headLength), headers);
  return { answer: { status: Number(status), headers, body }, length: headLength + length };
}

function readField(line: string): [string, string] {
  const colon = line.indexOf(': ');
  if (colon === -1) throw new Error(`no header field: ${line}`);
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)];
}

function readBody(bytes: Buffer, headers: Readonly<Record<string, string>>): { body: string; length: number } {
  if (headers['transfer-encoding'] !== 'chunked') {
    const length = Number(headers['content-length'] ?? 0);
    if (bytes.length < length) throw new Error(`a body of ${bytes.length} bytes that was to have ${length}`);
    return { body: bytes.subarray(0, length).toString(), length };
  }
  const end = bytes.indexOf('0\r\n\r\n') + 5;
  if (end === 4) throw new Error('a chunked body without an end');
  return { body: bytes.subarray(0, end).toString(), length: end };
}
