import { JsonShapeCheck, type JsonShape } from './json-shape-check.js';

/** Whole, or in pieces of so many bytes. */
function shapeOf(json: string, pieceBytes = json.length * 3): JsonShape {
  const bytes = Buffer.from(json);
  const shape = new JsonShapeCheck();
  for (let at = 0; at < bytes.length; at += pieceBytes) shape.push(bytes.subarray(at, at + pieceBytes));
  return shape.end();
}

const check = (json: string) => () => shapeOf(json);
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('JsonShapeCheck (HTTP-19)', () => {
  it.each([1, 128])('takes %i levels', (levels) => expect(check(nested(levels))).not.toThrow());

  it.each([nested(129), '{"a":'.repeat(129), '[{"a":'.repeat(65)])('refuses more than 128 levels', (json) => {
    expect(check(json)).toThrow('nested more than 128 levels');
  });

  it('counts depth, not brackets', () => expect(check(`[${'[[]],'.repeat(1_000)}1]`)).not.toThrow());

  it.each(['1,', '[],', '[[]],', '{},', '"x",'])('refuses a body of more than 100 000 times %j', (value) => {
    expect(check(`[${value.repeat(100_001)}1]`)).toThrow('more than 100000 values');
  });

  it.each([
    [1, 49_990, 50_000],
    [100, 33_320, 33_340],
    [6_400, 970, 1_000],
  ])('counts keys of %i characters, long ones as more than one', (length, taken, refused) => {
    const keys = (count: number) => `{${`"${'k'.repeat(length)}":1,`.repeat(count)}"b":1}`;
    expect(check(keys(taken))).not.toThrow();
    expect(check(keys(refused))).toThrow('more than 100000 values');
  });

  it.each(['[[[['.repeat(100), ',,,,'.repeat(100_000), '\\"[,'.repeat(100_001), '\\\\', '\\\\\\"'])(
    'does not look into strings',
    (text) => expect(check(`{"text":"${text}"}`)).not.toThrow(),
  );

  it('sees what follows a string that ends in an escaped backslash', () => {
    expect(check(`["\\\\",${nested(129)}]`)).toThrow('nested');
  });

  it.each(['"', '"\\', '\\', '"\\"', ''])('leaves broken JSON such as %j to the parser', (json) => {
    expect(check(json)).not.toThrow();
  });

  it.each([
    ['[9007199254740993]', true],
    ['[9007199254740993,1]', true],
    ['{"a":9007199254740993}', true],
    ['{"a": 1234567890123456.5}', true],
    ['{"a":1e400}', true],
    ['[1E2]', true],
    ['{"a":0.10000000000000000001}', true],
    ['{"a": 1234567890123, "b": [true, false, null, 1.5], "12345678901234567890": "1e400"}', false],
    ['{"text":"12345678901234567890 \\"1e400"}', false],
  ])('AM-22 sees numbers that reading may round, in pieces of any size: %s %j', (json, mayRound) => {
    for (let bytes = 1; bytes <= json.length; bytes += 1) expect(shapeOf(json, bytes)).toEqual({ mayRound });
  });

  it.each(['["\\\\",', '["\\\\"",[', '["\\\\\\",[', '["\\\\\\\\",', '[ "a\\"b\\\\", '])(
    'sees the end of a string in pieces of any size: %s',
    (start) => {
      const refusal = (bytes?: number): string => {
        try {
          shapeOf(start + nested(128), bytes);
          return 'none';
        } catch (error) {
          return String(error);
        }
      };
      const whole = refusal();
      for (let bytes = 1; bytes <= 7; bytes += 1) expect(refusal(bytes)).toBe(whole);
    },
  );
});
