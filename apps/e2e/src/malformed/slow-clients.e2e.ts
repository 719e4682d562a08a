import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ask, post } from '../client/stream-chat.js';
import { startEmbedded } from '../targets/embedded.js';
import type { Target } from '../targets/target.js';
import { useTarget } from '../targets/use-target.js';
import { readAnswers, type Answer } from './answers.js';
import { goodBody, head } from './malformed-request.js';

const clientsOfAKind = 40;
const pauseMs = 500;

interface Ending {
  readonly answer: Answer | undefined;
  readonly afterMs: number;
}

/** Says its text one byte at a time, without ever coming to the end. */
async function dribble({ url }: Target, text: string, end = text.length): Promise<Ending> {
  const startedAt = performance.now();
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port) });
  const received: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => received.push(bytes)).on('error', () => socket.destroy());
  // The beginning at once, so that it is clear what is slow.
  let at = end;
  socket.write(text.slice(0, at));
  const timer = setInterval(() => at < text.length && socket.write(text.charAt(at++)), pauseMs);
  await once(socket, 'close');
  clearInterval(timer);
  return { answer: readAnswers(Buffer.concat(received))[0], afterMs: performance.now() - startedAt };
}

describe('clients that take their time', () => {
  const use = useTarget(startEmbedded);

  it(
    'are let go of, and hold up nobody',
    use.check(async () => {
      const { target } = use;
      const aim = { host: new URL(target.url).host, token: target.token };
      const fields = `${head(aim)}Content-Length: ${goodBody.length}\r\n`;
      const many = (make: () => Promise<Ending>): Promise<Ending[]> =>
        Promise.all(Array.from({ length: clientsOfAKind }, make));
      const body = `${fields}\r\n${goodBody.slice(0, -1)}`;
      const slow = Promise.all([
        many(() => dribble(target, '')),
        many(() => dribble(target, `${fields}X-A: ${'a'.repeat(1_000)}`, fields.length)),
        many(() => dribble(target, `GET /${'a'.repeat(1_000)}`, 5)),
        many(() => dribble(target, body, fields.length + 2)),
      ]);
      const answered = await post(target, ask('openai-plain', 'beside-slow'));
      expect(answered.status).toBe(200);

      const [silent, inHeaders, inLine, inBody] = await slow;
      for (const { answer, afterMs } of [...silent, ...inHeaders, ...inLine]) {
        expect(answer?.status).toBe(408);
        expect(answer?.headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
        expect(afterMs).toBeLessThan(25_000); // 15 s, looked at each 5 s
      }
      for (const { answer, afterMs } of inBody) {
        expect(answer?.status).toBe(408); // HTTP-17
        expect(JSON.parse(answer?.body ?? '')).toMatchObject({ error: { type: 'invalid_request_error' } });
        expect(afterMs).toBeLessThan(36_000);
      }
      expect((await post(target, ask('openai-plain', 'after-slow'))).status).toBe(200);
    }),
  );
});
