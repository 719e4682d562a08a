import type { ConfigChange } from '../../config/change-config.js';
import { changeDocument, changeLines } from '../../config/change-lines.js';
import { printAnswer } from '../../terminal/print-answer.js';
import type { WriteOptions } from './config-options.js';

/** What became of the value at a path; `said` is what was done, if it was. */
export function printWritten(
  options: WriteOptions,
  change: ConfigChange,
  { path, said }: { readonly path: string; readonly said: string },
): void {
  const { dryRun = false } = options;
  const lines = dryRun ? ['The config would be valid; nothing was written.'] : changeLines(change, said);
  printAnswer(options, changeDocument(change, { path, dryRun }), lines);
}
