import { configJsonSchema, type JsonSchema } from './config-json-schema.js';
import { renderConfigReference } from './render-config-reference.js';

/** Paths of keys that no text explains and that hold no explained keys. */
function unexplained(path: string, schema: JsonSchema): string[] {
  const properties = Object.entries(schema.properties ?? {});
  const below = properties.flatMap(([key, property]) => unexplained(`${path}.${key}`, property));
  return schema.description === undefined && properties.length === 0 ? [path, ...below] : below;
}

describe('the reference', () => {
  it('every key has a text', () => {
    expect(unexplained('', configJsonSchema())).toEqual([]);
  });

  it('AGT-1 describes agents as the file has them, by id', () => {
    const entries = configJsonSchema().properties?.agents?.properties?.entries;
    expect(entries).toMatchObject({ type: 'object', additionalProperties: { additionalProperties: false } });
    expect(renderConfigReference()).toContain('| `agents.entries.<id>.model` |');
  });

  it('CFG-32 the table of changes names every path whose rule is another than that around it', () => {
    const [, table = ''] = renderConfigReference().split('## What a change takes');
    const rules = (table.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
    expect(rules).toEqual(
      expect.arrayContaining([
        '| `gateway` | restart |',
        '| `gateway.auth.token` | hot |',
        '| `gateway.http.endpoints` | hot |',
        '| `agents` | hot |',
        '| `agents.defaults.maxConcurrent` | restart |',
        '| `meta` | none |',
      ]),
    );
    expect(rules.join()).not.toContain('gateway.port');
  });

  it('CFG-33 a key has the reload rule of its nearest section, and says if it is secret', () => {
    const lines = renderConfigReference().split('\n');
    const line = (key: string) => lines.findLast((text) => text.startsWith(`| \`${key}\` |`));
    expect(line('gateway.port')).toMatch(/\| `18789` \|.*\| restart \|$/);
    expect(line('gateway.http.endpoints.responses.files.pdf.maxPages')).toMatch(/\| hot \|$/);
    expect(line('gateway.auth.token')).toMatch(/\(secret\) \| hot \|$/);
    expect(line('models.mode')).toMatch(/\| hot \|$/);
  });
});
