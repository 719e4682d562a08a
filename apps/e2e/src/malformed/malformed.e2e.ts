import { SeededChoice, testSeed } from '@clawmesh/testing';
import { expectDiscreet } from '../bad-input/expect-error.js';
import { post, ask } from '../client/stream-chat.js';
import { availableTargets } from '../targets/available-targets.js';
import { useTarget } from '../targets/use-target.js';
import { bodies } from './bodies.js';
import { EventLoop } from './event-loop.js';
import { framing } from './framing.js';
import { headers } from './headers.js';
import type { Aim, MalformedRequest } from './malformed-request.js';
import { requestLine } from './request-lines.js';
import { sendMalformed } from './send-malformed.js';

const seed = testSeed();

/** 300 requests. */
const families: readonly (readonly [
  name: string,
  count: number,
  make: (pick: SeededChoice, aim: Aim) => MalformedRequest,
])[] = [
  ['framing', 100, framing],
  ['request lines and protocols', 50, requestLine],
  ['headers', 60, headers],
  ['bodies', 90, bodies],
];

const longestAllowedMs = 50;
const rounds = 6;

describe.each(availableTargets())(`malformed requests, $kind, TEST_SEED=${seed}`, ({ start }) => {
  const use = useTarget(start);
  const { check } = use;
  const slow: [MalformedRequest, number][] = [];

  it.each(families)(
    'HTTP-9, HTTP-25 %s: %i of them are refused, cleanly',
    check(async (family: string, count: number, make: (pick: SeededChoice, aim: Aim) => MalformedRequest) => {
      const { target } = use;
      const pick = new SeededChoice(seed + family.length);
      const aim = { host: new URL(target.url).host, token: target.token };
      const loop = new EventLoop(target);
      await loop.longestPauseMs();
      for (let made = 0; made < count; made += 1) {
        const request = make(pick, aim);
        await expectRefusal(request);
        const pause = await loop.longestPauseMs();
        if (pause > longestAllowedMs) slow.push([request, pause]);
      }
      expect(target.processes.map(({ name, isRunning }) => ({ name, isRunning }))).toEqual(
        target.processes.map(({ name }) => ({ name, isRunning: true })),
      );
    }),
  );

  async function expectRefusal(request: MalformedRequest): Promise<void> {
    const answer = await sendMalformed(use.target, request).catch((error: unknown) => {
      throw new Error(request.name, { cause: error });
    });
    const status = answer?.status ?? 0;
    const isRefused = status >= 400 && status < 500;
    const passes = request.mayPass === true && status === 200;
    if (!answer || !(isRefused || passes)) throw new Error(`${request.name}: ${JSON.stringify(answer)}`);
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(JSON.stringify(answer.headers)).not.toContain('injected');
    if (isRefused) expectDiscreet(answer.body, use.target);
    expect(answer.body).not.toContain(use.target.token);
  }

  it(
    'none of them stops the event loop for more than 50 ms',
    check(async () => {
      const always: string[] = [];
      const loop = new EventLoop(use.target);
      for (const [request, pause] of slow) {
        const pauses = [pause];
        // The machine is busy with other things too, once in a while; a request that blocks does so each time.
        while (Math.min(...pauses) > longestAllowedMs && pauses.length < rounds) {
          await loop.longestPauseMs();
          await expectRefusal(request);
          pauses.push(await loop.longestPauseMs());
        }
        if (Math.min(...pauses) > longestAllowedMs)
          always.push(`${request.name}: ${pauses.map(Math.round).join(', ')}`);
      }
      expect(always).toEqual([]);
    }),
  );

  it(
    'what they said is in no log line of its own, and changed nothing for others',
    check(async () => {
      const response = await post(use.target, ask('openai-plain', 'after-malformed'));
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('"chat.completion"')]);
      for (const { output } of use.target.processes) {
        for (const line of output.split('\n').filter(Boolean)) {
          // A forged line is JSON too, but no process has signed it.
          expect(JSON.parse(line)).toMatchObject({ service: expect.any(String), level: expect.any(Number) });
          expect(line).not.toMatch(/[\x00-\x1f\x7f]/);
        }
      }
    }),
  );
});
