import { networkInterfaces } from 'node:os';
import { foldAddress } from './ip-ranges.js';

/** The addresses of this machine's interfaces; undefined when they cannot be found out (AUTH-23). */
export type OwnAddresses = () => ReadonlySet<string> | undefined;

const keptMs = 10_000;

/** Asks the system, and not for every request: an interface that comes up is known within ten seconds. */
export function systemAddresses(now: () => number = Date.now): OwnAddresses {
  let known: ReadonlySet<string> | undefined;
  let askedAt = -Infinity;
  return () => {
    if (known && now() - askedAt < keptMs) return known;
    askedAt = now();
    known = readAddresses();
    return known;
  };
}

function readAddresses(): ReadonlySet<string> | undefined {
  try {
    const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    return new Set(interfaces.map(({ address }) => foldAddress(address)));
  } catch {
    return undefined;
  }
}
