import { z } from 'zod';
import { field } from './field.js';

const bytes = z.number().int().positive();

/** Where references to secrets lead (CFG-22). Loose: what belongs to sources that are not supported yet is left alone. */
export const secretsSchema = z.looseObject({
  providers: field(
    z
      .record(
        z.string(),
        z.looseObject({
          source: field(z.enum(['env', 'file', 'exec', 'store']), 'Its kind; `exec` and `store` give nothing yet.'),
          allowlist: field(
            z.array(z.string()).optional(),
            'Of `env`: the only variables it gives; an empty list gives none.',
          ),
          path: field(z.string().optional(), 'Of `file`: a mounted secret.'),
          mode: field(
            z.enum(['json', 'singleValue']).default('json'),
            'Of `file`: ids are JSON pointers into it, or its whole text is the id `value`.',
          ),
          maxBytes: field(bytes.default(1_048_576), 'Of `file`: a larger one gives nothing.'),
        }),
      )
      .default({}),
    'Where references of auth profiles lead, by alias. `default` is built in for `env`.',
  ),
  defaults: field(
    z
      .looseObject({
        env: field(z.string().optional(), 'Of references to variables; `default` when absent.'),
        file: field(z.string().optional(), 'Of references into files.'),
      })
      .prefault({}),
    'The alias of references that name none, by kind.',
  ),
});
