import type { KeyBoardRow } from '@clawmesh/coordination';
import type { Reading } from '@clawmesh/telemetry';

const states = [
  'usable',
  'cooling',
  'disabled',
  'blocked',
  'probing',
  'busy',
] as const satisfies readonly KeyBoardRow['state'][];

/** `cm_keys` (CLU-40). Every state of a provider has a value: a gauge that vanishes at 0 cannot be alerted on. */
export function countKeys(rows: readonly KeyBoardRow[]): readonly Reading<'provider' | 'state'>[] {
  return [...new Set(rows.map(({ provider }) => provider))].flatMap((provider) =>
    states.map((state) => ({
      labels: { provider, state },
      value: rows.filter((row) => row.provider === provider && row.state === state).length,
    })),
  );
}
