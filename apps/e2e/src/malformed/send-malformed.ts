import { connect } from 'node:net';
import type { Target } from '../targets/target.js';
import { readAnswers, type Answer } from './answers.js';
import type { MalformedBytes, MalformedRequest } from './malformed-request.js';

/** What all answers on one connection are to be followed by, if it still lives: nothing was swallowed, nothing made up. */
const lastRequest = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
const isLast = ({ status, body }: Answer): boolean => status === 200 && body === '{"ok":true,"status":"live"}';

const patienceMs = 20_000;

/** What came back for a malformed request; undefined if the connection closed without a word. */
export async function sendMalformed(target: Target, request: MalformedRequest): Promise<Answer | undefined> {
  if (!('pieces' in request)) return sendBody(target, request.path, request.body);
  const answers = readAnswers(await exchange(target, request));
  const [answer, next, ...more] = answers;
  const isClean = more.length === 0 && (next === undefined || isLast(next));
  if (!isClean) throw new Error(`answers nobody asked for: ${JSON.stringify(answers)}`);
  if (answer && isLast(answer)) throw new Error('the request itself was not answered');
  return answer;
}

async function sendBody(target: Target, path: string, body: string | Buffer): Promise<Answer> {
  const headers = { authorization: `Bearer ${target.token}`, 'content-type': 'application/json' };
  const response = await fetch(`${target.url}${path}`, { method: 'POST', headers, body });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

function exchange({ url }: Target, { name, pieces, isCutOff = false }: MalformedBytes): Promise<Buffer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const timer = setTimeout(() => {
      reject(new Error(`${name}: no end within ${patienceMs} ms after ${Buffer.concat(received).toString('latin1')}`));
      socket.destroy();
    }, patienceMs);
    socket.setNoDelay().on('data', (bytes: Buffer) => received.push(bytes));
    // A reset after the answer, or in the middle of our own writing, is one way to close a connection.
    socket.on('error', () => socket.destroy()).on('end', () => socket.end());
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(received));
    });
    socket.on('connect', () => void write());
    const write = async (): Promise<void> => {
      for (const piece of pieces) await new Promise((written) => socket.write(piece, written));
      if (isCutOff) socket.end();
      else socket.write(lastRequest);
    };
  });
}
