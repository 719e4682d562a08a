import type { Config } from '@clawmesh/config';
import { keepsKeyWindows } from '@clawmesh/providers';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** No window by schedule, and no wait that an upstream asks for, is longer (COOL-19). */
export const dayMs = 24 * hour;

/** Steps by consecutive failure; the last one repeats. */
export type WindowSteps = readonly [number, ...number[]];

/** Every number of the key ring, from config (COOL-25). */
export interface KeyRingSettings {
  /** Cooldowns, but those of rate limits (COOL-4). */
  readonly cooldownSteps: WindowSteps;
  readonly rateLimitSteps: WindowSteps;
  /** A wait that the upstream asks for replaces the schedule, even if it is shorter (RA-6). */
  readonly trustShortRetryAfter: boolean;
  /** A second limited model: the key rests for all, or for both (COOL-9). */
  readonly modelScope: 'widen' | 'per-model';
  readonly authPermanentSteps: WindowSteps;
  billingSteps(provider: string): WindowSteps;
  /** COOL-17: one limit of a gateway to many upstreams says nothing about the next call. */
  keepsWindows(provider: string): boolean;
  /** Failures this long ago are forgotten (COOL-5). */
  readonly failureWindowMs: number;
  /** Calls at a time with one key; Infinity without a limit (CLU-7). */
  maxInFlight(provider: string): number;
  readonly busyWaitMs: number;
  /** CLU-18. */
  readonly slowStart: boolean;
}

/** What a config says about keys. A new config affects future windows only (COOL-24). */
export function keyRingSettings(config: Config): KeyRingSettings {
  const known = built.get(config);
  if (known) return known;
  const settings = settingsOf(config);
  built.set(config, settings);
  return settings;
}

/** Asked at every lease. */
const built = new WeakMap<Config, KeyRingSettings>();

function settingsOf({ auth: { cooldowns }, clawmesh: { auth, keys } }: Config): KeyRingSettings {
  const cooldownSteps = stepsOf(auth.cooldownScheduleMs);
  const isTable = auth.rateLimitSchedule === 'table';
  const { billingBackoffHours = 1 / 6, billingBackoffHoursByProvider: hoursByProvider } = cooldowns;
  return {
    cooldownSteps,
    rateLimitSteps: isTable ? cooldownSteps : doubled({ baseMs: 30 * second, capMs: dayMs, times: 12 }),
    trustShortRetryAfter: auth.trustShortRetryAfter,
    modelScope: auth.modelScope,
    authPermanentSteps: disableSteps(
      cooldowns.authPermanentBackoffMinutes * minute,
      cooldowns.authPermanentMaxMinutes * minute,
    ),
    billingSteps: (provider) =>
      disableSteps((hoursByProvider[provider] ?? billingBackoffHours) * hour, cooldowns.billingMaxHours * hour),
    keepsWindows: keepsKeyWindows,
    failureWindowMs: cooldowns.failureWindowHours * hour,
    maxInFlight: (provider) => (keys.maxInFlightByProvider[provider] ?? keys.maxInFlight) || Infinity,
    busyWaitMs: keys.busyWaitMs,
    slowStart: keys.slowStart,
  };
}

function stepsOf([first, ...others]: readonly number[]): WindowSteps {
  return [first ?? minute, ...others];
}

/** From a minute at least, ten times at most (COOL-10). */
function disableSteps(baseMs: number, capMs: number): WindowSteps {
  return doubled({ baseMs: Math.max(minute, Math.round(baseMs)), capMs: Math.max(minute, capMs), times: 10 });
}

interface Doubling {
  readonly baseMs: number;
  readonly capMs: number;
  readonly times: number;
}

function doubled({ baseMs, capMs, times }: Doubling): WindowSteps {
  return stepsOf(Array.from({ length: times + 1 }, (_, n) => Math.min(baseMs * 2 ** n, capMs)));
}
