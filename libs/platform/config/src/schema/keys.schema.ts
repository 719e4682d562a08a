import { z } from 'zod';
import { secretInput } from '../secrets/secret-ref.js';
import { field } from './field.js';

const milliseconds = z.number().int().positive();
const count = z.number().int().nonnegative();

/** `clawmesh.keys`: which keys there are, and how they are chosen. */
export const keysSchema = z.strictObject({
  liveOverride: field(
    z.enum(['exclusive', 'first']).default('exclusive'),
    'Whether `OPENCLAW_LIVE_<PROVIDER>_KEY` is the only key.',
  ),
  envSelection: field(
    z.enum(['priority', 'balanced']).default('priority'),
    'Environment keys: always the first usable one, or the one used longest ago.',
  ),
  additional: field(
    z.record(z.string(), z.array(secretInput)).default({}),
    'Further keys by provider, behind those of the environment.',
    { secret: true },
  ),
  maxInFlight: field(count.default(0), 'Calls at a time with one key; 0 means any number.'),
  maxInFlightByProvider: field(z.record(z.string(), count).default({}), 'The same, by provider.'),
  busyWaitMs: field(count.default(2_000), 'How long a call waits for a key whose calls are at their limit.'),
  waitForCooldownMs: field(count.default(0), 'How long a run waits for a key that rests, when it has no other.'),
  slowStart: field(z.boolean().default(true), 'After a rate limit, use the key again little by little.'),
});

/** `clawmesh.auth`: what failures do to a key. */
export const keyHealthSchema = z.strictObject({
  cooldownScheduleMs: field(
    z.array(milliseconds).min(1).default([30_000, 60_000, 300_000]),
    'How long a key rests after its first, second, further failures.',
  ),
  rateLimitSchedule: field(
    z.enum(['table', 'exponential']).default('table'),
    'After rate limits: that schedule, or 30 s doubled each time up to a day.',
  ),
  modelScope: field(
    z.enum(['widen', 'per-model']).default('widen'),
    'A second limited model: the key rests for all models, or for both of them.',
  ),
  trustShortRetryAfter: field(
    z.boolean().default(false),
    'A key rests only as long as the provider says, even if the schedule says longer.',
  ),
  userPin: field(
    z.enum(['prefer', 'lock']).default('prefer'),
    'A profile chosen with `model@profile` is tried first, or is the only one.',
  ),
});
