import { systemClock } from './clock.js';

describe('systemClock', () => {
  it('RETRY-7 a wait ends when its run is stopped', async () => {
    const stop = new AbortController();
    const wait = systemClock.wait(3_600_000, stop.signal);
    stop.abort();
    await expect(wait).resolves.toBeUndefined();
    await expect(systemClock.wait(3_600_000, stop.signal)).resolves.toBeUndefined();
  });
});
