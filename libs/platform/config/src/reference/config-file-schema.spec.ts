import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import JSON5 from 'json5';
import { configFileSchema } from './config-file-schema.js';

describe('the schema for editors', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(configFileSchema());
  const problems = (config: unknown) =>
    validate(config) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

  const folder = fileURLToPath(new URL('../../../../../examples/', import.meta.url));
  it.each(readdirSync(folder).filter((name) => name.endsWith('.json5')))('CFG-80 %s is valid', (name) => {
    expect(problems(JSON5.parse(readFileSync(folder + name, 'utf8')))).toEqual([]);
  });

  it('CFG-3 CFG-8 CFG-12 CFG-20 accepts what is read before the config counts', () => {
    const config = {
      $schema: './docs/config.schema.generated.json',
      env: { KIMI_API_KEY: 'x' },
      gateway: { $include: './gateway.json5' },
      models: { providers: { mine: { apiKey: { source: 'env', id: 'MINE' }, models: [{ $include: './m.json5' }] } } },
      agents: { list: [{ id: 'a', default: true }] },
      channels: { anything: [] },
    };
    expect(problems(config)).toEqual([]);
  });

  it('CFG-10 knows no other key, and no wrong value', () => {
    expect(problems({ gatewy: {}, gateway: { prot: 1, port: 'x' } })).toHaveLength(3);
  });
});
