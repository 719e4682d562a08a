import { testSeed } from '@clawmesh/testing';
import { settingsFrom, type CreateHarness } from './key-ring.harness.contract.js';
import { stepMs } from './foretold-key.contract.js';
import { RandomRun } from './random-run.contract.js';

const workers = 8;
const leastSteps = 10_000;

/** I1…I5 over many workers at one time, against a model that knows nothing of the rules' code. */
export function describeInvariants(create: CreateHarness): void {
  describe('invariants', () => {
    it.each([
      ['without a limit of calls', 0],
      ['with three calls at a time', 3],
    ])(
      'I1 I2 I3 I4 I5 hold over many concurrent workers, %s',
      async (_, maxInFlight) => {
        const seed = testSeed();
        const keys = { slowStart: false, maxInFlight };
        const settings = settingsFrom({ keys, auth: { cooldownScheduleMs: [stepMs] } });
        const harness = await create({ workers, settings });
        const run = new RandomRun(harness, { seed, maxInFlight: maxInFlight || Infinity });
        try {
          while (run.steps < leastSteps) await run.round();
        } catch (cause) {
          throw new Error(`TEST_SEED=${String(seed)}, step ${String(run.steps)}: ${String(cause)}`, { cause });
        } finally {
          await harness.close();
        }
      },
      120_000,
    );
  });
}
