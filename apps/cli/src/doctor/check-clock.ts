import { failure, ok, warning, type Finding } from './finding.js';

/** Between here and a server of somebody else. */
export interface ClockReading {
  readonly host: string;
  readonly theirs: number;
  readonly ours: number;
}

const noticeableMs = 30_000;
/** Signed requests and tokens with an end are refused. */
const harmfulMs = 300_000;

/** By what most servers say: one of them may be wrong. */
export function checkClock(readings: readonly ClockReading[]): Finding[] {
  if (readings.length === 0) return [];
  const differences = readings.map(({ theirs, ours }) => ours - theirs).sort((a, b) => a - b);
  const median = differences[Math.floor(differences.length / 2)] ?? 0;
  const seconds = Math.round(Math.abs(median) / 1_000);
  const text = `${seconds} s ${median > 0 ? 'ahead' : 'behind'}, by ${readings.map(({ host }) => host).join(', ')}`;
  const advice = 'let the machine set its clock by itself (NTP)';
  if (Math.abs(median) > harmfulMs) return [failure('clock', text, advice)];
  return [Math.abs(median) > noticeableMs ? warning('clock', text, advice) : ok('clock', 'right')];
}
