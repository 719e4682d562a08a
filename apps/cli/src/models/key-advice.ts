import { findProvider } from '@clawmesh/providers';

/** What to do about a provider without a credential. */
export function keyAdvice(provider: string): string {
  const vendor = findProvider(provider);
  const variable = vendor?.envKeys[0] ?? `${provider.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_API_KEY`;
  return `no key of '${provider}' is known: set ${variable}, or \`clawmesh models auth paste-api-key --provider ${provider}\`.`;
}
