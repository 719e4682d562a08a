import JSON5 from 'json5';
import { ConfigError } from '../config-error.js';

/** What a person typed as a value: JSON5 if it is that, else the text itself. Strict: JSON, or `ConfigError`. */
export function parseConfigValue(text: string, { strict = false }: { readonly strict?: boolean } = {}): unknown {
  try {
    return strict ? (JSON.parse(text) as unknown) : JSON5.parse<unknown>(text);
  } catch {
    if (!strict) return text;
    throw new ConfigError([{ path: '', reason: `${JSON.stringify(text)} is not JSON` }]);
  }
}
