import { durationMs } from './duration.js';

describe('durationMs', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5 m', 90_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['0', 0],
    ['0s', 0],
  ])('%j is %i ms', (text, ms) => expect(durationMs(text)).toBe(ms));

  it.each(['5', '', 's', '-1s', '1w', '1 s 2', 'constructor'])('refuses %j', (text) => {
    expect(() => durationMs(text)).toThrow('a number with a unit');
  });
});
