import { z } from 'zod';
import { bag, field } from './field.js';

/** Loose: what belongs to the plugins of other products is left alone. */
export const pluginsSchema = z.looseObject({
  enabled: field(z.boolean().default(true), 'False: `plugins enable` refuses.'),
  allow: field(z.array(z.string()).default([]), 'Not empty: the only ones that `plugins enable` takes.'),
  deny: field(z.array(z.string()).default([]), 'Never used; those that are providers here serve no model.'),
  entries: field(
    z
      .record(
        z.string(),
        z.looseObject({
          enabled: field(z.boolean().optional(), 'False: the provider of this id serves no model.'),
          config: field(bag.optional(), 'Of the plugin.'),
        }),
      )
      .default({}),
    'By id. A plugin here is a built-in provider: all are there, and used unless an entry or `deny` says otherwise.',
  ),
});
