import type { Database } from './database.js';

/** What is known of a key while a long window of it is open. */
export interface WindowRecord {
  readonly keyId: string;
  readonly provider: string;
  /** Epoch milliseconds: afterwards nobody needs it. */
  readonly until: number;
  /** As the key ring wrote it. */
  readonly record: string;
}

/** The long windows of keys, for a Redis that lost them (CLU-27). */
export class WindowStore {
  constructor(private readonly database: Database) {}

  /** Replaces what there was of the same keys. Records of the past are never loaded: one ends a window early. */
  async save(records: readonly WindowRecord[]): Promise<void> {
    // One by one: workers that save the same keys in another order would wait for each other for ever.
    for (const { keyId, provider, until, record } of records) {
      const row = { provider, record, until: new Date(until) };
      await this.database.client.credentialWindow.upsert({ where: { keyId }, create: { keyId, ...row }, update: row });
    }
  }

  async load(provider: string, now: number): Promise<readonly string[]> {
    const where = { provider, until: { gt: new Date(now) } };
    const rows = await this.database.client.credentialWindow.findMany({ where, orderBy: { keyId: 'asc' } });
    return rows.map(({ record }) => record);
  }
}
