import { productVersion } from '@clawmesh/telemetry';
import { checkClock } from './check-clock.js';
import { checkVersions } from './check-versions.js';

describe('doctor', () => {
  it('knows which Node is too old, and that a gateway runs that is of another version', () => {
    const levels = (node: string, version?: string) =>
      checkVersions({ node, running: version === undefined ? undefined : { version } }).map(({ level }) => level);
    expect(levels('20.18.3')).toEqual(['error', 'ok']);
    expect(levels('20.19.0', productVersion)).toEqual(['ok', 'ok']);
    expect(levels('24.1.0', '0.0.1')).toEqual(['ok', 'warning']);
  });

  it('tells the time from most of the others', () => {
    const minute = 60_000;
    const reading = (differenceMs: number) => ({ host: 'h', theirs: 10 * minute, ours: 10 * minute + differenceMs });
    const level = (...differences: readonly number[]) => checkClock(differences.map(reading))[0]?.level;
    expect(level()).toBeUndefined();
    expect(level(900)).toBe('ok');
    expect(level(900, 60 * minute, -200)).toBe('ok');
    expect(level(-minute)).toBe('warning');
    expect(checkClock([reading(6 * minute)])).toEqual([
      { check: 'clock', level: 'error', text: '360 s ahead, by h', advice: expect.stringContaining('NTP') },
    ]);
  });
});
