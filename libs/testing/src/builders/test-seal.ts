import { JobSeal } from '@clawmesh/contracts';

/** What the services of a test vouch for requesters with. */
export const testSeal = JobSeal.of('of the tests: nobody else has it.');
