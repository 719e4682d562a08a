import { InvalidArgumentError } from 'commander';

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `5m`; 0 needs no unit. For commander. */
export function durationMs(text: string): number {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim()) ?? [];
  if (count !== '' && Number(count) === 0) return 0;
  if (count !== '' && isUnit(unit)) return Number(count) * units[unit];
  throw new InvalidArgumentError('It is a number with a unit: 500ms, 30s, 5m, 1h or 1d.');
}

const isUnit = (text: string): text is keyof typeof units => Object.hasOwn(units, text);
