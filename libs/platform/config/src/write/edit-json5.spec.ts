import { seededRandom, testSeed } from '@clawmesh/testing';
import JSON5 from 'json5';
import { ConfigError } from '../config-error.js';
import { setInJson5, unsetInJson5 } from './edit-json5.js';
import { editRawConfig, type ConfigEdit, type RawConfigFile } from './raw-config-file.js';

const commented = `// Our gateway.
{
  gateway: {
    mode: 'local', // only here
    /* as agreed */
    port: 4000,
  },
  // Who answers.
  agents: { defaults: { model: 'openai/a' } },
  list: ['one', 'two' /* last */]
}
`;

const seed = testSeed();

function editedOrRefused(file: RawConfigFile, edit: ConfigEdit): RawConfigFile {
  try {
    return editRawConfig(file, [edit]);
  } catch (error) {
    if (error instanceof ConfigError) return file;
    throw error;
  }
}

describe(`edits of JSON5 text (TEST_SEED=${seed})`, () => {
  it('CFG-15 a changed value leaves every comment', () => {
    expect(setInJson5(commented, ['gateway', 'port'], 5000)).toBe(commented.replace('4000', '5000'));
    const object = setInJson5(commented, ['agents', 'defaults', 'model'], { primary: 'openai/b' });
    expect(object).toBe(commented.replace("'openai/a'", "{\n    primary: 'openai/b',\n  }"));
  });

  it('a new key stands behind the last one and its remark, as the others do', () => {
    const text = '{\n    a: 1, // about a\n    b: 2 // about b\n}\n';
    expect(setInJson5(text, ['c', 'd'], 'x')).toBe(
      "{\n    a: 1, // about a\n    b: 2, // about b\n    c: {\n        d: 'x',\n    }\n}\n",
    );
    expect(setInJson5(commented, ['gateway', 'bind'], 'lan')).toBe(
      commented.replace('port: 4000,\n', "port: 4000,\n    bind: 'lan',\n"),
    );
    expect(setInJson5('{ a: 1 }', ['b'], 2)).toBe('{ a: 1, b: 2 }');
    expect(setInJson5('{ /* empty */ }', ['b'], 2)).toBe('{ /* empty */\n  b: 2\n}');
    expect(setInJson5("['a']", [1], 'b')).toBe("['a', 'b']");
  });

  it('strict JSON stays strict JSON', () => {
    const text = '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n';
    const next = setInJson5(text, ['a', 'c-d'], [true]);
    expect(next).toBe('{\n\t"a": {\n\t\t"b": 1,\n\t\t"c-d": [\n\t\t\ttrue\n\t\t]\n\t}\n}\n');
    expect(JSON.parse(next)).toEqual({ a: { b: 1, 'c-d': [true] } });
  });

  it.each<[readonly (string | number)[], string, string]>([
    [['gateway', 'mode'], "\n    mode: 'local', // only here", ''],
    [['gateway', 'port'], '\n    port: 4000,', ''],
    [['agents'], "\n  agents: { defaults: { model: 'openai/a' } },", ''],
    [['list', 1], "'one', 'two' /* last */", "'one' /* last */"],
    [['list'], "{ model: 'openai/a' } },\n  list: ['one', 'two' /* last */]", "{ model: 'openai/a' } }"],
    [['gateway', 'nothing'], '', ''],
  ])('unset %j takes its line, and nothing else', (path, from, to) => {
    expect(unsetInJson5(commented, path)).toBe(from === '' ? commented : commented.replace(from, to));
  });

  it('a text that cannot be edited is written anew', () => {
    const text = '{ a: 1, a: 2, b: 3 }';
    const file = { path: '/f', text, root: JSON5.parse<Record<string, unknown>>(text) };
    const after = editRawConfig(file, [{ kind: 'unset', path: ['a'] }]);
    expect(after.root).toEqual({ b: 3 });
    expect(JSON5.parse<unknown>(after.text ?? '')).toEqual({ b: 3 });
  });

  it('any row of edits says what it should, and keeps the first comment', () => {
    const random = seededRandom(seed);
    const keys = ['a', 'b', '0', '1', 'c-d', 'e f', 'gateway', 'agents', 'port', 'defaults'];
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const values = [1, 'it\'s "x"', null, true, [], {}, { z: [1, { y: 2 }] }, ['p', 'q'], '// no remark', '/* nor */'];
    for (let round = 0; round < 60; round++) {
      const root = JSON5.parse<Record<string, unknown>>(commented);
      let file = editRawConfig({ path: '/f', text: commented, root }, []);
      for (let step = 0; step < 6; step++) {
        const path = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(keys));
        const edit: ConfigEdit = random() < 0.6 ? { kind: 'set', path, value: pick(values) } : { kind: 'unset', path };
        file = editedOrRefused(file, edit);
        expect(JSON5.parse<unknown>(file.text ?? '')).toEqual(file.root);
        expect(file.text).toContain('// Our gateway.');
      }
    }
  });
});
