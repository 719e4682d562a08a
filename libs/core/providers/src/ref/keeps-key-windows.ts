import { canonicalProviderId } from './provider-id.js';

/** Gateways to many upstreams: one limit says nothing about the next model (COOL-17). */
const gateways: ReadonlySet<string> = new Set(['openrouter', 'kilocode']);

/** Whether a failure of a provider's key keeps the key from being used for a while (COOL-17). */
export function keepsKeyWindows(provider: string): boolean {
  return !gateways.has(canonicalProviderId(provider));
}
