import type { RunEvent, RunFrame } from '@clawmesh/contracts';
import { seededRandom, shuffled } from '../__fixtures__/seeded-random.js';
import { FrameAssembler } from './frame-assembler.js';

const text = (value: string): RunEvent => ({ type: 'text-delta', text: value });
const end: RunEvent = { type: 'run-end', finishReason: 'stop', model: 'a/b', attempts: 1 };
const attemptEnd: RunEvent = { type: 'attempt-end', finishReason: 'stop' };
const failed: RunEvent = {
  type: 'run-failed',
  attempts: 1,
  failure: { reason: 'timeout', message: 'gone', origin: 'local' },
};

type Place = readonly [attempt: number, seq: number];

const frame = ([attempt, seq]: Place, events: RunEvent[], last = false): RunFrame => ({
  runId: 'r',
  attempt,
  seq,
  events,
  ...(last && { last }),
});

/** An assembler with a client that sees every content event as soon as it is assembled, unless `streams` is false. */
function assembled(streams = true) {
  const state = { shown: '', steps: [] as string[] };
  const assembler = new FrameAssembler(
    () => streams && state.shown !== '',
    () => state.shown.length,
  );
  const accept = (next: RunFrame): void => {
    const assembly = assembler.accept(next);
    state.steps.push(assembly.step === 'show' ? (assembly.from ?? 'show') : assembly.step);
    if (assembly.step !== 'show') return;
    if (assembly.from === 'replace') state.shown = '';
    for (const event of assembly.events) state.shown += event.type === 'text-delta' ? event.text : '';
  };
  return { assembler, accept, state };
}

describe('FrameAssembler', () => {
  it('shows frames in the order of their seq and ignores what comes after the last', () => {
    const { accept, state, assembler } = assembled();
    accept(frame([1, 2], [text('c'), end], true));
    accept(frame([1, 1], [text('b')]));
    accept(frame([1, 0], [text('a')]));
    accept(frame([1, 3], [text('d')]));
    expect(state.shown).toBe('abc');
    expect(assembler.ended).toBe(true);
  });

  it('shows a repeated seq once', () => {
    const { accept, state } = assembled();
    for (const seq of [0, 0, 1, 0, 1]) accept(frame([1, seq], [text(String(seq))]));
    expect(state.shown).toBe('01');
  });

  it('STRM-1 lets a newer attempt replace one of which nothing was shown', () => {
    const { accept, state } = assembled();
    accept(frame([1, 0], []));
    accept(frame([2, 0], [text('new')]));
    accept(frame([1, 1], [text('old')]));
    expect(state).toEqual({ shown: 'new', steps: ['show', 'replace', 'hold'] });
  });

  it('replaces an unstreamed answer even after content, because nobody saw it', () => {
    const { accept, state } = assembled(false);
    accept(frame([1, 0], [text('old')]));
    accept(frame([2, 0], [text('new')]));
    expect(state.shown).toBe('new');
  });

  it('STRM-2 gives up when an attempt starts over after content', () => {
    const { accept, state, assembler } = assembled();
    accept(frame([1, 0], [text('old')]));
    accept(frame([2, 0], [text('new')]));
    expect(state).toEqual({ shown: 'old', steps: ['show', 'superseded'] });
    expect(assembler.ended).toBe(true);
  });

  it('lets a newer attempt end the run with its failure after content', () => {
    const { accept, state } = assembled();
    accept(frame([1, 0], [text('old')]));
    accept(frame([2, 0], [failed], true));
    expect(state.steps).toEqual(['show', 'replace']);
  });

  it('HTTP-93 goes on after a completed attempt', () => {
    const { accept, state } = assembled();
    accept(frame([1, 0], [text('a'), attemptEnd]));
    accept(frame([2, 0], [text('b'), end], true));
    expect(state).toEqual({ shown: 'ab', steps: ['show', 'continue'] });
  });

  it('holds a bounded number of frames', () => {
    const { accept, state } = assembled();
    for (let seq = 1; seq < 1_000; seq += 1) accept(frame([1, seq], [text('x')]));
    accept(frame([1, 0], [text('x')]));
    expect(state.shown).toHaveLength(257);
  });

  describe('claim', () => {
    it('grants a claim before content and fences off earlier attempts', () => {
      const { accept, state, assembler } = assembled();
      accept(frame([1, 0], []));
      expect(assembler.claim(1_001)).toBe('granted');
      accept(frame([1, 1], [text('old')]));
      accept(frame([1_001, 0], [text('new')]));
      expect(state.shown).toBe('new');
    });

    it('grants the same claim again, but not an older one', () => {
      const { assembler } = assembled();
      expect([assembler.claim(2), assembler.claim(2), assembler.claim(1)]).toEqual(['granted', 'granted', 'gone']);
    });

    it('refuses after content, and after the end', () => {
      const { accept, assembler } = assembled();
      accept(frame([1, 0], [text('a')]));
      expect(assembler.claim(2)).toBe('content-sent');
      accept(frame([1, 1], [end], true));
      expect(assembler.claim(2)).toBe('gone');
    });
  });
});

describe('FrameAssembler, randomised', () => {
  const seed = Date.now() % 1_000_000;

  it(`never shows a token twice, drops one or reorders (seed ${seed})`, () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 500; round += 1) {
      const lost = randomFrames(random, 1, 'old').map((cut) => ({ ...cut, last: false }));
      const won = randomFrames(random, 2, 'new');
      const deliveries = shuffled([...won, ...won.filter(() => random() < 0.3), ...lost], random);
      const { accept, state } = assembled(false);
      for (const delivery of deliveries) accept(delivery);
      expect(state.shown).toBe(won.map((_, seq) => `new${seq} `).join(''));
    }
  });

  it(`shows a prefix of one attempt at any moment while streaming (seed ${seed})`, () => {
    const random = seededRandom(seed + 1);
    for (let round = 0; round < 500; round += 1) {
      const attempts = [randomFrames(random, 1, 'a'), randomFrames(random, 2, 'b')];
      const wholes = attempts.map((frames, at) => frames.map((_, seq) => `${'ab'[at]}${seq} `).join(''));
      const { accept, state } = assembled();
      for (const delivery of shuffled(attempts.flat(), random)) {
        const before = state.shown;
        accept(delivery);
        expect(state.shown.startsWith(before)).toBe(true);
        expect(wholes.some((whole) => whole.startsWith(state.shown))).toBe(true);
      }
    }
  });
});

describe('FrameAssembler, randomised, going on', () => {
  const seed = Date.now() % 1_000_000;

  it(`goes on exactly where the claim found the answer, whatever comes late (seed ${seed})`, () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 500; round += 1) {
      const { accept, state, assembler } = assembled();
      const lost = shuffled(randomFrames(random, 1, 'old'), random).map((cut) => ({ ...cut, last: false }));
      for (const delivery of lost.splice(0, Math.floor(random() * lost.length))) accept(delivery);
      const verdict = assembler.claim(2, true);
      const before = state.shown;
      expect(verdict).toBe(before === '' ? 'granted' : 'resume');
      const [first, ...others] = randomFrames(random, 2, 'new');
      const opening = { ...first, ...(verdict === 'resume' && { resumesAt: before.length }) } as RunFrame;
      for (const delivery of shuffled([opening, ...others, ...lost], random)) accept(delivery);
      expect(state.shown).toBe(before + [opening, ...others].map((_, seq) => `new${seq} `).join(''));
    }
  });
});

function randomFrames(random: () => number, attempt: number, word: string): RunFrame[] {
  const count = 1 + Math.floor(random() * 20);
  return Array.from({ length: count }, (_, seq) => frame([attempt, seq], [text(`${word}${seq} `)], seq === count - 1));
}
