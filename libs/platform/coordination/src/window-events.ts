import type { KeyRecord, KeyWindow } from './key-record.js';

/** What happens to the windows of keys, for those who watch. */
export interface WindowEvents {
  windowOpened(record: KeyRecord, window: KeyWindow, leaseId: string): void;
  windowsCleared(record: KeyRecord): void;
}

interface RecordChange {
  readonly before: KeyRecord;
  readonly after: KeyRecord;
  readonly leaseId: string;
}

/** Tells of the difference that a call made to a record. */
export function tellChange(events: WindowEvents, { before, after, leaseId }: RecordChange): void {
  const known = Object.values(before.windows);
  const now = Object.values(after.windows);
  const opened = now.find((window) =>
    known.every(({ openedAt, kind }) => openedAt !== window.openedAt || kind !== window.kind),
  );
  if (opened) events.windowOpened(after, opened, leaseId);
  else if (now.length < known.length) events.windowsCleared(after);
}
