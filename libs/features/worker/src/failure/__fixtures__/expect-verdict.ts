import type { Classification } from '../classify-failure.js';
import type { UpstreamErrorFixture } from './upstream-errors.js';

/** What a row of the tables says came out, and nothing that it does not say. */
export function expectVerdict(verdict: Classification, row: Omit<UpstreamErrorFixture, 'message'>): void {
  expect(verdict).toMatchObject({
    reason: row.reason,
    rotatesKey: row.rotates,
    longWindow: row.longWindow ?? false,
    ceiling: row.ceiling ?? false,
    refusal: row.refusal ?? false,
  });
  expect([verdict.retryAfterMs, verdict.overflow]).toEqual([row.retryAfterMs, row.overflow]);
  if (row.scope) expect(verdict.scope).toBe(row.scope);
}
