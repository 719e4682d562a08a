import { parseConfigValue } from './parse-config-value.js';

describe('parseConfigValue', () => {
  it.each([
    ['18789', 18789],
    ['true', true],
    ["{a: 'b'}", { a: 'b' }],
    ['openai/gpt-5.4', 'openai/gpt-5.4'],
    ['${OPENAI_API_KEY}', '${OPENAI_API_KEY}'],
    ["'12'", '12'],
    ['', ''],
  ])('CLI-42 %j is read as JSON5, or is a text', (text, value) => {
    expect(parseConfigValue(text)).toEqual(value);
  });

  it('CLI-42 --strict-json takes nothing but JSON', () => {
    expect(parseConfigValue('{"a":1}', { strict: true })).toEqual({ a: 1 });
    expect(() => parseConfigValue('openai/gpt-5.4', { strict: true })).toThrow('is not JSON');
  });
});
