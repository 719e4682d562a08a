import { aRoute } from '@clawmesh/testing';
import { wireApi } from '@clawmesh/wire';
import { expectVerdict } from './__fixtures__/expect-verdict.js';
import { bodyText, upstreamBodies } from './__fixtures__/upstream-bodies.js';
import { classifyFailure } from './classify-failure.js';
import { evidenceOfAnswer } from './evidence.js';

const now = Date.UTC(2026, 3, 24, 12);

describe('the error bodies of vendors', () => {
  it.each(upstreamBodies.map((row) => [row.id, row] as const))('ERR-6 ERR-10 %s', (_, row) => {
    const { provider, api, status, headers = {} } = row;
    const asked = { wire: wireApi(api), route: aRoute({ provider, api }) };
    const verdict = classifyFailure(evidenceOfAnswer({ status, headers, body: bodyText(row) }, asked), now);
    expectVerdict(verdict, row);
  });
});
