import { activeWindows, errorCount, type KeyRecord, type KeyWindow } from './key-record.js';
import type { KeyBoardRow } from './key-ring.js';
import type { StandingAt } from './key-standing.js';

/** A key as operators see it (CLU-41). */
export function boardRow(record: KeyRecord, at: StandingAt): KeyBoardRow {
  const { keyId, provider, source, lastUsedAt, lastError } = record;
  return {
    ...{ keyId, provider, source, inFlight: at.inFlight, errorCount: errorCount(record) },
    ...stateOf(record, at),
    ...(lastUsedAt !== undefined && { lastUsedAt }),
    ...(lastError !== undefined && { lastError }),
  };
}

type State = Pick<KeyBoardRow, 'state' | 'reason' | 'model' | 'until'>;

function stateOf(record: KeyRecord, { now, inFlight, limit }: StandingAt): State {
  if (record.disabledByOperator) return { state: 'disabled', reason: 'operator' };
  const [gravest] = activeWindows(record, now);
  if (gravest) return windowState(gravest);
  const isProbed = Object.values(record.windows).some(({ probe }) => probe !== undefined && probe.until > now);
  if (isProbed) return { state: 'probing' };
  return { state: inFlight >= limit ? 'busy' : 'usable' };
}

const states = { cooldown: 'cooling', disable: 'disabled', block: 'blocked' } as const;

function windowState({ kind, reason, model, until }: KeyWindow): State {
  return {
    state: states[kind],
    reason: kind === 'block' ? 'subscription_limit' : reason,
    until,
    ...(model !== undefined && { model }),
  };
}
