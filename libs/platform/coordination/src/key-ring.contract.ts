import { describeCapacity } from './key-ring.capacity.contract.js';
import { describeChoice } from './key-ring.choice.contract.js';
import { describeEvidence } from './key-ring.evidence.contract.js';
import { describeHalfOpen } from './key-ring.half-open.contract.js';
import type { CreateHarness } from './key-ring.harness.contract.js';
import { describeInvariants } from './key-ring.invariants.contract.js';
import { describeOperators } from './key-ring.operators.contract.js';
import { describeProbes } from './key-ring.probes.contract.js';
import { describeWindows } from './key-ring.windows.contract.js';

/** What every key ring promises (design §4, COOL-*, CLU-*), whatever it keeps its records in. */
export function describeKeyRing(name: string, create: CreateHarness): void {
  describe(`KeyRing: ${name}`, () => {
    describeChoice(create);
    describeWindows(create);
    describeEvidence(create);
    describeProbes(create);
    describeHalfOpen(create);
    describeCapacity(create);
    describeOperators(create);
    describeInvariants(create);
  });
}
