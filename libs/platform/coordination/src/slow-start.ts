import type { KeyRecord } from './key-record.js';

const stepMs = 500;
const firstLimit = 2;
const steps = 5;

/** From 2 calls at a time to 64, after which there is no limit (CLU-18). */
export const slowStartMs = steps * stepMs;

/** How many calls a key takes at a time while it recovers from a rate limit. */
export function slowStartLimit({ slowSince }: Pick<KeyRecord, 'slowSince'>, now: number): number {
  if (slowSince === undefined || now >= slowSince + slowStartMs) return Infinity;
  return firstLimit * 2 ** Math.max(0, Math.floor((now - slowSince) / stepMs));
}

/** When the limit changes next; undefined once there is none. */
export function nextSlowStep({ slowSince }: Pick<KeyRecord, 'slowSince'>, now: number): number | undefined {
  if (slowSince === undefined || now >= slowSince + slowStartMs) return undefined;
  return slowSince + (Math.floor(Math.max(0, now - slowSince) / stepMs) + 1) * stepMs;
}
