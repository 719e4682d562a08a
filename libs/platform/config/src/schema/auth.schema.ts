import { z } from 'zod';
import { field } from './field.js';

const hours = z.number().positive();
const count = z.number().int().nonnegative();

export const authSchema = z.strictObject({
  profiles: field(
    z
      .record(
        z.string(),
        z.strictObject({
          provider: field(z.string(), 'Whose credential it is.'),
          mode: field(z.enum(['api_key', 'token', 'oauth', 'aws-sdk']), 'Its kind.'),
          email: field(z.string().optional(), 'Shown to operators.'),
        }),
      )
      .default({}),
    'Named credentials, `<provider>:<name>`. Without a stored secret the key of the provider serves them.',
  ),
  order: field(z.record(z.string(), z.array(z.string())).default({}), 'The profiles to use, by provider, in order.'),
  cooldowns: field(
    z
      .strictObject({
        billingBackoffHours: field(hours.optional(), 'The first rest of an unpaid key; 10 minutes when absent.'),
        billingBackoffHoursByProvider: field(z.record(z.string(), hours).default({}), 'The same, by provider.'),
        billingMaxHours: field(hours.default(24), 'The longest rest of an unpaid key.'),
        authPermanentBackoffMinutes: field(z.number().positive().default(10), 'The first rest of a revoked key.'),
        authPermanentMaxMinutes: field(z.number().positive().default(60), 'The longest rest of a revoked key.'),
        failureWindowHours: field(hours.default(24), 'Failures this long ago are forgotten.'),
        overloadedProfileRotations: field(
          count.default(1),
          'Further profiles of a busy provider, before a fallback is tried.',
        ),
        overloadedBackoffMs: field(count.default(0), 'The wait before the next profile of a busy provider.'),
        rateLimitedProfileRotations: field(
          count.default(1),
          'Further profiles after a rate limit, before a fallback is tried.',
        ),
      })
      .prefault({}),
    'How long keys rest after failures.',
  ),
});
