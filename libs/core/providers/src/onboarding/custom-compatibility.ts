import type { WireApiName } from '../route/route.js';

interface Compatibility {
  readonly api: WireApiName;
  /** The version is part of its paths, and not of its base URL. */
  readonly addsVersion: boolean;
}

/** What an endpoint can be said to be like (CLI-24); the first if nothing is said. */
export const customCompatibilities: Readonly<Record<string, Compatibility>> = {
  openai: { api: 'openai-completions', addsVersion: false },
  'openai-responses': { api: 'openai-responses', addsVersion: false },
  anthropic: { api: 'anthropic-messages', addsVersion: true },
};
