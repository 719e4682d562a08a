import { z } from 'zod';
import { providerAlias } from '../secrets/secret-ref.js';
import { bag, field } from './field.js';

const amount = z.number().int().positive();
const megabyte = 1_048_576;

const sourceSchema = z.strictObject({
  source: field(z.enum(['env', 'file', 'exec', 'store']), 'Its kind; `store` is not here.'),
  allowlist: field(z.array(z.string()).optional(), 'Of `env`: the only variables it gives; an empty list gives none.'),
  path: field(z.string().optional(), 'Of `file`: a mounted secret, or a file that only its owner can read.'),
  mode: field(
    z.enum(['json', 'singleValue']).default('json'),
    'Of `file`: ids are JSON pointers into it, or its whole text is the id `value`.',
  ),
  maxBytes: field(amount.default(megabyte), 'Of `file`: a larger one gives nothing.'),
  timeoutMs: field(amount.default(5_000), 'Of `file` and `exec`: how long to wait for it.'),
  command: field(z.string().optional(), 'Of `exec`: an absolute path; no link, and nobody else may write to it.'),
  args: field(z.array(z.string()).optional(), 'Of `exec`: its arguments.'),
  passEnv: field(z.array(z.string()).optional(), 'Of `exec`: the variables it sees; none when absent.'),
  trustedDirs: field(z.array(z.string()).optional(), 'Of `exec`: folders it must be in; any when absent.'),
  maxOutputBytes: field(amount.default(megabyte), 'Of `exec`: with a longer answer it gives nothing.'),
});

/** Where references to secrets lead (CFG-22). */
export const secretsSchema = z.strictObject({
  providers: field(
    z.record(z.string().regex(providerAlias, 'expected a-z, then a-z, 0-9, "_" and "-"'), sourceSchema).default({}),
    'Where references lead, by alias. `default` is built in for `env`.',
  ),
  defaults: field(
    z
      .strictObject({
        env: field(z.string().optional(), 'Of references to variables; `default` when absent.'),
        file: field(z.string().optional(), 'Of references into files.'),
        exec: field(z.string().optional(), 'Of references that a command answers.'),
        store: field(z.string().optional(), 'Accepted; there is no store here.'),
      })
      .prefault({}),
    'The alias of references that name none, by kind.',
  ),
  egressProxy: field(bag.optional(), 'Accepted; has no effect.', { reload: 'restart' }),
});

export type SecretSettings = z.output<typeof secretsSchema>;
