/** A record of a key with a long window, as rows of a database. */
export interface ArchivedWindow {
  readonly keyId: string;
  readonly provider: string;
  /** Epoch milliseconds: afterwards nobody needs it. In the past: the window was ended early. */
  readonly until: number;
  /** JSON. */
  readonly record: string;
}

/** Where long windows outlive a Redis that forgets (CLU-27). */
export interface WindowArchive {
  /** Replaces what there was of the same keys. */
  save(windows: readonly ArchivedWindow[]): Promise<void>;
  /** The records of a provider that are not over at `now`. */
  load(provider: string, now: number): Promise<readonly string[]>;
}
