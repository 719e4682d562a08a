import { z } from 'zod';
import { agentsSchema } from './agents.schema.js';
import { authSchema } from './auth.schema.js';
import { clawmeshSchema } from './clawmesh.schema.js';
import { bag, field } from './field.js';
import { gatewaySchema } from './gateway.schema.js';
import { loggingSchema } from './logging.schema.js';
import { memorySchema } from './memory.schema.js';
import { modelsSchema } from './models.schema.js';
import { pluginsSchema } from './plugins.schema.js';
import type { WithSecrets } from '../secrets/secret-ref.js';
import { secretsSchema } from './secrets.schema.js';

export const configSchema = z.strictObject({
  $schema: field(z.string().optional(), 'For editors.'),
  gateway: field(gatewaySchema.prefault({}), 'The HTTP surface.', { reload: 'restart' }),
  agents: field(agentsSchema.prefault({}), 'Who answers, and with which model.', { reload: 'hot' }),
  models: field(modelsSchema.prefault({}), 'Providers and their models.', { reload: 'hot' }),
  memory: field(memorySchema.optional(), 'What texts become vectors with.', { reload: 'hot' }),
  auth: field(authSchema.prefault({}), 'Credentials by name; never their secrets.', { reload: 'hot' }),
  secrets: field(secretsSchema.prefault({}), 'Secrets that are kept elsewhere.', { reload: 'hot' }),
  plugins: field(pluginsSchema.prefault({}), 'What is built in and can be taken out of use.', { reload: 'hot' }),
  logging: field(loggingSchema.prefault({}), 'What is logged.', { reload: 'hot' }),
  env: field(
    z
      .strictObject({ vars: field(z.record(z.string(), z.string()).default({}), 'By name; the values are literal.') })
      .prefault({}),
    'Variables that neither the process nor a `.env` file sets. `env: { NAME: "…" }` is short for `vars`.',
    { secret: true, reload: 'hot' },
  ),
  meta: field(bag.optional(), 'Notes of the tools that write this file.', { reload: 'none' }),
  clawmesh: field(clawmeshSchema.prefault({}), 'What only clawmesh has.', { reload: 'hot' }),
});

/** The config as it is validated: a secret may still be a reference. */
export type ParsedConfig = z.output<typeof configSchema>;
/** The whole config, defaults filled in, `${VAR}` and references replaced, older forms mapped. */
export type Config = WithSecrets<ParsedConfig>;
export type AgentEntry = Config['agents']['entries'][number];
export type ProviderSettings = Config['models']['providers'][string];
