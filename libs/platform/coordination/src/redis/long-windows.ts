import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@clawmesh/telemetry';
import { activeWindows, type KeyRecord } from '../key-record.js';
import type { WindowArchive } from '../window-archive.js';

const longMs = 10 * 60_000;
/** What an operator disabled stays so until told otherwise. */
const foreverMs = 10 * 365 * 24 * 3_600_000;
/** A database that does not answer holds nobody up for longer. */
const loadTimeoutMs = 1_000;

/** Copies of long windows in the database, for a Redis that lost them (CLU-27). Writes in its own time. */
export class LongWindows {
  readonly #archive: WindowArchive | undefined;
  readonly #logger: Logger;

  constructor(archive: WindowArchive | undefined, logger: Logger) {
    this.#archive = archive;
    this.#logger = logger;
  }

  /** The record has changed; `before`, as far as it is known. */
  note(record: KeyRecord, before: KeyRecord | undefined, now: number): void {
    const until = keptUntil(record, now);
    if (until === undefined && !(before && wasKept(before, now))) return;
    const { keyId, provider } = record;
    const row = { keyId, provider, until: until ?? 0, record: JSON.stringify(record) };
    this.#archive
      ?.save([row])
      .catch((err: unknown) => this.#logger.warn({ err, keyId }, 'a long window was not saved'));
  }

  async load(provider: string, now: number): Promise<KeyRecord[]> {
    if (!this.#archive) return [];
    const loading = this.#archive.load(provider, now).catch((err: unknown) => {
      this.#logger.warn({ err, provider }, 'long windows could not be restored');
      return [];
    });
    const rows = await Promise.race([loading, delay(loadTimeoutMs, [], { ref: false })]);
    const records = rows.map((row) => JSON.parse(row) as KeyRecord); // as `note` wrote it
    return records.filter((record) => keptUntil(record, now) !== undefined);
  }
}

/** The end of its longest window, if that is far away. */
function keptUntil(record: KeyRecord, now: number): number | undefined {
  if (record.disabledByOperator) return now + foreverMs;
  const last = Math.max(0, ...activeWindows(record, now).map(({ until }) => until));
  return last - now >= longMs ? last : undefined;
}

function wasKept(record: KeyRecord, now: number): boolean {
  return record.disabledByOperator === true || activeWindows(record, now).some((w) => w.until - w.openedAt >= longMs);
}
