import type { ConfigStore } from '@clawmesh/config';
import type { Failure, KeyBoardReply, KeyBoardRequest, KeyOrderReply, KeyOrderRequest } from '@clawmesh/contracts';
import type { KeyBoardRow, KeyRing } from '@clawmesh/coordination';
import type { Logger } from '@clawmesh/telemetry';
import { listCredentials } from '../credentials/list-credentials.js';
import type { AuthProfiles } from '../credentials/profiles/auth-profiles.js';

export interface KeyOperationDeps {
  readonly config: ConfigStore;
  readonly profiles: Pick<AuthProfiles, 'current'>;
  readonly keyRing: KeyRing;
  readonly logger: Logger;
  readonly now: () => number;
}

/** What operators see of the keys and do to them. Replies tell ids and sources, never a secret (KEY-14). */
export class KeyOperations {
  constructor(private readonly deps: KeyOperationDeps) {}

  /** Those this worker could use, as it would prefer them (KEY-11), then all others that were ever used. */
  async rows(): Promise<readonly KeyBoardRow[]> {
    const { config, profiles, keyRing, now } = this.deps;
    const listed = listCredentials({ snapshot: config.current(), profiles: profiles.current(), now: now() });
    const known = listed.map(({ keyId, provider, source }) => ({ keyId, provider, source }));
    const position = new Map(known.map(({ keyId }, at) => [keyId, at]));
    const positionOf = ({ keyId }: KeyBoardRow): number => position.get(keyId) ?? known.length;
    return [...(await keyRing.board(known))].sort((a, b) => positionOf(a) - positionOf(b));
  }

  /** Never rejects. */
  async board({ provider }: KeyBoardRequest): Promise<KeyBoardReply> {
    try {
      const rows = await this.rows();
      return { status: 'board', keys: rows.filter((row) => provider === undefined || row.provider === provider) };
    } catch (error) {
      return this.#unavailable(error);
    }
  }

  /** Never rejects. */
  async obey({ order, keys, orderedBy }: KeyOrderRequest): Promise<KeyOrderReply> {
    try {
      const changed = await this.deps.keyRing.command(order, keys);
      const keyIds = keys.map(({ keyId }) => keyId);
      this.deps.logger.info({ order, keyIds, changed, orderedBy }, 'an operator changed keys');
      return { status: 'done', changed };
    } catch (error) {
      return this.#unavailable(error);
    }
  }

  #unavailable(err: unknown): { readonly status: 'failed'; readonly failure: Failure } {
    this.deps.logger.error({ err }, 'the keys could not be reached');
    return { status: 'failed', failure: unavailable };
  }
}

const unavailable: Failure = {
  reason: 'overloaded',
  code: 'key_ring_unavailable',
  message: 'the worker could not reach its key ring',
  origin: 'local',
};
