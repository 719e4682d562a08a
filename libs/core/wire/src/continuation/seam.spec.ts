import { testSeed } from '@clawmesh/testing';
import { RandomNumbers } from '../__fixtures__/random-numbers.js';
import { anyEnd, cutSpace, Seam, wholeText } from './seam.js';

/** The continuation as the client gets it, pushed in these pieces. */
function joined(shown: string, starts: readonly number[], pieces: readonly string[]): string {
  const seam = new Seam(shown, starts);
  return pieces.map((piece) => seam.push(piece)).join('') + seam.end();
}

const shown = 'The quick brown fox jumps over the lazy dog, and ';

describe('Seam', () => {
  it.each([
    ['goes on exactly', 'then rests.', 'then rests.'],
    ['repeats the last words', 'jumps over the lazy dog, and then rests.', 'then rests.'],
    ['begins anew', `${shown}then rests.`, 'then rests.'],
    ['begins anew and says nothing new', shown, ''],
    ['repeats no more than chance would', 'and then rests.', 'and then rests.'],
    ['begins anew with other words', 'The quick brown fox is red.', 'The quick brown fox is red.'],
    ['repeats words from the middle', 'quick brown fox jumps over it.', 'quick brown fox jumps over it.'],
    ['is empty', '', ''],
  ])('a model that %s', (_, said, expected) => {
    expect(joined(shown, anyEnd(shown), [said])).toBe(expected);
    expect(joined(shown, anyEnd(shown), [...said])).toBe(expected);
  });

  it('holds only what may still be a repetition', () => {
    const seam = new Seam(shown, anyEnd(shown));
    expect(seam.push('jumps over the')).toBe('');
    expect(seam.push(' moon')).toBe('jumps over the moon');
    expect(seam.push('jumps')).toBe('jumps');
  });

  it('the longest repetition counts', () => {
    const twice = 'To be or not to be. To be or not to be. ';
    expect(joined(twice, anyEnd(twice), [`${twice}That is it.`])).toBe('That is it.');
    expect(joined(twice, anyEnd(twice), ['To be or not to be. That is it.'])).toBe('That is it.');
  });

  it('a line of dashes that goes on is no repetition', () => {
    const line = `Title\n${'-'.repeat(40)}`;
    expect(joined(line, anyEnd(line), ['-'.repeat(30), '\nText'])).toBe(`${'-'.repeat(30)}\nText`);
  });

  it('a short beginning of which nobody knows whether it is repeated stays', () => {
    expect(joined('1', anyEnd('1'), ['10'])).toBe('10');
  });

  it('white space that was cut off is written once, whoever writes it', () => {
    expect(joined('foo \n', cutSpace('foo \n'), [' ', '\nbar'])).toBe('bar');
    expect(joined('foo \n', cutSpace('foo \n'), ['bar'])).toBe('bar');
    expect(joined('foo \n', cutSpace('foo \n'), [' bar'])).toBe(' bar');
    expect(joined('foo', cutSpace('foo'), [' bar'])).toBe(' bar');
  });

  it('an upstream that tells the beginning too is told apart from one that does not', () => {
    expect(joined(shown, wholeText(shown), [`${shown}then`])).toBe('then');
    expect(joined(shown, wholeText(shown), ['jumps over the lazy dog, and then'])).toBe(
      'jumps over the lazy dog, and then',
    );
  });
});

describe('Seam, randomised', () => {
  const seed = testSeed();
  const random = new RandomNumbers(seed);
  const syllables = ['ka', 'ré', 'to', '漢', '🦞', ' ', ', ', '\n', 'Mu', 'ß', '1', '**'];
  const text = (length: number): string =>
    Array.from({ length }, () => syllables[random.below(syllables.length)] ?? '').join('');

  /** At random places, inside characters too. */
  function cutUp(whole: string): string[] {
    const pieces: string[] = [];
    for (let rest = whole; rest !== '';) {
      const size = 1 + random.below(12);
      pieces.push(rest.slice(0, size));
      rest = rest.slice(size);
    }
    return pieces;
  }

  it(`no character is lost or doubled, wherever the cut is and whatever is repeated (seed ${seed})`, () => {
    for (let round = 0; round < 2_000; round += 1) {
      const whole = text(2 + random.below(200));
      const cut = 1 + random.below(whole.length);
      const [before, rest] = [whole.slice(0, cut), whole.slice(cut)];
      const starts = anyEnd(before);
      const start = starts[random.below(starts.length + 1)] ?? before.length;
      const said = before.slice(start) + rest;
      // A text may repeat itself at the cut; then nobody can tell, and more is taken for a repetition than was one.
      const isAmbiguous = starts.some((other) => other < start && said.startsWith(before.slice(other)));
      if (!isAmbiguous) expect(before + joined(before, starts, cutUp(said))).toBe(whole);
    }
  });

  it(`what is left out was shown, word for word (seed ${seed})`, () => {
    for (let round = 0; round < 2_000; round += 1) {
      const before = text(1 + random.below(60));
      const said = random.below(2) === 0 ? text(random.below(60)) : before.slice(random.below(before.length));
      const rest = joined(before, anyEnd(before), cutUp(said));
      expect(said.endsWith(rest)).toBe(true);
      const left = said.slice(0, said.length - rest.length);
      expect(before.endsWith(left)).toBe(true);
      expect(left === '' || left.length >= 20 || left === before).toBe(true);
    }
  });

  it(`white space at a cut is written once (seed ${seed})`, () => {
    for (let round = 0; round < 2_000; round += 1) {
      const whole = text(2 + random.below(60));
      const before = whole.slice(0, 1 + random.below(whole.length));
      const said = whole.slice(before.trimEnd().length);
      expect(before + joined(before, cutSpace(before), cutUp(said))).toBe(whole);
    }
  });
});
