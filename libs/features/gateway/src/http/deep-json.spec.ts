import { GatewayUnderTest, testSnapshot } from '../__fixtures__/gateway-under-test.js';

const levels = 10_000;
const nested = (open: string, close: string) => open.repeat(levels) + close.repeat(levels);

const bodies = [
  ['arrays', `{"messages":${nested('[', ']')}}`],
  ['objects', `{"messages":${nested('{"a":', '}').replace(':}', ':1}')}}`],
  ['a tool schema', `{"messages":[],"tools":[{"type":"function","function":{"parameters":${nested('[', ']')}}}]}`],
  ['unclosed brackets', '['.repeat(1_000_000)],
] as const;

/** The longest the event loop did nothing else while `work` was under way. */
async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let over = false;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) setImmediate(look);
  };
  look();
  await work();
  over = true;
  return longest;
}

describe('JSON of ten thousand levels', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start(testSnapshot());
  });
  afterAll(() => gateway.stop());

  it.each(bodies)('is refused, and holds up nobody for more than 50 ms: %s', async (_, body) => {
    const statuses: number[] = [];
    const pauses: number[] = [];
    // The machine may be busy with other things: the best of some rounds is what the gateway itself takes.
    for (let round = 0; round < 12 && !pauses.some((pause) => pause < 50); round += 1) {
      pauses.push(await longestPause(async () => statuses.push((await gateway.chat(body)).status)));
    }
    expect(new Set(statuses)).toEqual(new Set([400]));
    expect(Math.min(...pauses)).toBeLessThan(50);
  });
});
