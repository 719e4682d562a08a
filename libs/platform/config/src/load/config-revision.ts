import { createHash } from 'node:crypto';
import { isRawObject, type RawObject } from './raw-config.js';

/**
 * Of what the files say, included ones too: equal for equal content, however it is ordered or laid out (CFG-35). What
 * variables and references stand for does not count, because each service of a cluster sees other secrets.
 */
export function configRevision(raw: RawObject): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(raw)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRawObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
