import { describeKeyRing } from './key-ring.contract.js';
import { HarnessClock } from './key-ring.harness.contract.js';
import { InProcessKeyRing } from './key-ring.in-process.js';

const settle = (): Promise<void> => new Promise(setImmediate);

describeKeyRing('in process (CLU-28)', ({ workers, settings }) => {
  const clock = new HarnessClock(settle);
  const ring = new InProcessKeyRing({ now: clock.now, timer: clock.timer, settings: () => settings });
  return Promise.resolve({
    rings: Array.from({ length: workers }, () => ring),
    advance: (ms) => clock.advance(ms),
    settle,
    // Whoever waits for a lease of a dead worker can only wait until it is over by time.
    kill: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
});
