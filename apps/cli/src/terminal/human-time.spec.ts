import { sinceText, untilText } from './human-time.js';

const now = 1_000_000_000;

describe('times as people say them', () => {
  it.each([
    [252_000, 'in 4 m 12 s'],
    [251_001, 'in 4 m 12 s'],
    [1, 'in 1 s'],
    [60_000, 'in 1 m'],
    [8 * 3_600_000 - 1_000, 'in 7 h 59 m'],
    [2 * 86_400_000 + 5_000, 'in 2 d'],
    [0, 'now'],
    [-5_000, 'now'],
  ])('%i ms ahead is %j', (ms, text) => expect(untilText(now + ms, now)).toBe(text));

  it.each([
    [3_999, '3 s ago'],
    [999, 'just now'],
    [-500, 'just now'],
    [3_600_000 + 120_000 + 9_000, '1 h 2 m ago'],
  ])('%i ms back is %j', (ms, text) => expect(sinceText(now - ms, now)).toBe(text));
});
