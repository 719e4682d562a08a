import type { BoardKey, KeyOrderRequest } from '@clawmesh/contracts';
import { jsonType, noStore, type Reply } from '../reply.js';
import { maskedKey } from './masked-key.js';

/** By provider; the keys of one stay in the order of use. `now` goes with the times, for a reader whose clock is another. */
export function keyBoardReply(keys: readonly BoardKey[], now: number): Reply {
  const data = [...keys].sort((a, b) => (a.provider < b.provider ? -1 : Number(a.provider > b.provider))).map(shownKey);
  return ok({ object: 'list', now: timeOf(now), nowMs: now, data });
}

export interface CarriedOut {
  readonly order: KeyOrderRequest['order'];
  readonly keys: KeyOrderRequest['keys'];
  readonly changed: number;
}

export function keyOrderReply({ order, keys, changed }: CarriedOut): Reply {
  const named = keys.map(({ provider, keyId, source }) => ({ provider, key: maskedKey(keyId), source }));
  return ok({ object: 'key.order', order, changed, keys: named });
}

/** A state of now, which must not be kept. */
export function neverStored(reply: Reply): Reply {
  return reply.headers.includes('no-store') ? reply : { ...reply, headers: [...reply.headers, ...noStore] };
}

function shownKey({ keyId, provider, source, state, errorCount, inFlight, ...rest }: BoardKey) {
  const { reason = null, model = null, lastError = null } = rest;
  return {
    ...{ provider, key: maskedKey(keyId), source, state, reason, model },
    ...{ until: timeOf(rest.until), untilMs: rest.until ?? null },
    ...{ lastUsedAt: timeOf(rest.lastUsedAt), lastUsedAtMs: rest.lastUsedAt ?? null },
    ...{ lastError, errorCount, inFlight },
  };
}

const ok = (body: object): Reply => neverStored({ status: 200, headers: jsonType, body: JSON.stringify(body) });

const timeOf = (epochMs: number | undefined): string | null =>
  epochMs === undefined ? null : new Date(epochMs).toISOString();
