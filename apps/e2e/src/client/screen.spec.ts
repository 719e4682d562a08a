import { screenOf } from './screen.js';

describe('screenOf', () => {
  it.each([
    ['one\r\ntwo\r\n', 'one\ntwo'],
    ['\x1b[32mgreen\x1b[0m', 'green'],
    ['working … 1 s\x1b[K\rdone\x1b[K', 'done'],
    ['a\r\nb\r\nc\x1b[2A\x1b[1GX', 'X\nb\nc'],
    ['a\r\nb\r\nc\x1b[1A\x1b[1G\x1b[J', 'a'],
    ['a\r\nb\x1b[999D\x1b[1A\x1b[Jc', 'c'],
    ['old\x1b[2J\x1b[Hnew', 'new'],
    ['\x1b[?25l\x1b[3Cx', 'x'],
  ])('%j shows %j', (output, shown) => expect(screenOf(output)).toBe(shown));
});
